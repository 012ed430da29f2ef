package dev.inlay.data;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How cells are written in a file of separated values.
 *
 * @param separator between cells
 * @param quote around cells that hold separators or line breaks; doubled, it stands for itself
 * @param comment with which lines begin that are left out; null for none
 * @param skippedLines how many lines at the beginning are left out
 * @param trim whether blanks around cells are left out; those within quotes stay
 * @param charset of the file, unless a byte order mark says otherwise
 * @param missing what stands in a cell whose value is missing; the empty cell always does
 */
public record CsvFormat(
    char separator,
    char quote,
    @Nullable Character comment,
    int skippedLines,
    boolean trim,
    Charset charset,
    Set<String> missing) {
  private static final Set<String> MISSING = Set.of("?", "NA", "N/A", "NaN", "nan", "null", "NULL");

  public CsvFormat {
    missing = Set.copyOf(missing);
    if (separator == quote || separator == '\n' || separator == '\r') {
      throw new IllegalArgumentException(
          "the separator can't be a line break or the quote, got '%c'".formatted(separator));
    }
    checkAscii("separator", separator);
    checkAscii("quote", quote);
    if (comment != null) {
      checkAscii("mark of comments", comment);
    }
    if (skippedLines < 0) {
      throw new IllegalArgumentException(
          "%d lines to skip; give 0 or more".formatted(skippedLines));
    }
  }

  private static void checkAscii(String what, char c) {
    if (c >= 128) {
      throw new IllegalArgumentException(
          "the %s is a character of ASCII, not '%c'".formatted(what, c));
    }
  }

  /** Commas, double quotes, UTF-8, blanks trimmed, and the usual marks of missing values. */
  public static CsvFormat of() {
    return new CsvFormat(',', '"', null, 0, true, StandardCharsets.UTF_8, MISSING);
  }

  /** Usually {@code ';'} or {@code '\t'}. */
  public CsvFormat withSeparator(char separator) {
    return new CsvFormat(separator, quote, comment, skippedLines, trim, charset, missing);
  }

  public CsvFormat withQuote(char quote) {
    return new CsvFormat(separator, quote, comment, skippedLines, trim, charset, missing);
  }

  public CsvFormat withComment(char comment) {
    return new CsvFormat(separator, quote, comment, skippedLines, trim, charset, missing);
  }

  public CsvFormat withSkippedLines(int skippedLines) {
    return new CsvFormat(separator, quote, comment, skippedLines, trim, charset, missing);
  }

  public CsvFormat withTrim(boolean trim) {
    return new CsvFormat(separator, quote, comment, skippedLines, trim, charset, missing);
  }

  public CsvFormat withCharset(Charset charset) {
    return new CsvFormat(separator, quote, comment, skippedLines, trim, charset, missing);
  }

  /** With other marks of missing values than the usual ones. */
  public CsvFormat withMissing(String... marks) {
    return new CsvFormat(
        separator,
        quote,
        comment,
        skippedLines,
        trim,
        charset,
        new LinkedHashSet<>(List.of(marks)));
  }
}
