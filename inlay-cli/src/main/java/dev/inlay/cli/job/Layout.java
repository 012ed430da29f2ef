package dev.inlay.cli.job;

import dev.inlay.data.Csv;
import dev.inlay.data.CsvFormat;
import java.nio.file.Path;
import java.util.List;

/**
 * How a file of separated values is written; every component may be empty, which means the usual.
 *
 * @param header the columns' names, for files without a header line
 * @param separator one character
 * @param quote one character
 * @param comment the character with which lines begin that are left out
 * @param skipLines how many lines at the beginning are left out
 * @param missing what stands in cells whose value is missing
 */
public record Layout(
    List<String> header,
    String separator,
    String quote,
    String comment,
    int skipLines,
    List<String> missing) {
  /** A header line, commas, and the usual marks of missing values. */
  public static final Layout USUAL = new Layout(List.of(), "", "", "", 0, List.of());

  public Layout {
    header = List.copyOf(header);
    missing = List.copyOf(missing);
  }

  /**
   * With another separator.
   *
   * @param text one character, or {@code tab}
   * @throws IllegalArgumentException if it is anything else
   */
  public Layout withSeparator(String text) {
    String meant = meant(text);
    if (meant.length() != 1) {
      throw new IllegalArgumentException(
          "separator \"%s\": give one character, in quotes, or tab".formatted(text));
    }
    return new Layout(header, meant, quote, comment, skipLines, missing);
  }

  /** The character that a text means: itself, or the tab by its name. */
  static String meant(String text) {
    return text.equals("tab") || text.equals("\\t") ? "\t" : text;
  }

  public Layout withSkipLines(int lines) {
    return new Layout(header, separator, quote, comment, lines, missing);
  }

  /** A reader of files that are written like this. */
  public Csv csv(List<Path> files) {
    CsvFormat format = CsvFormat.of().withSkippedLines(skipLines);
    if (!separator.isEmpty()) {
      format = format.withSeparator(separator.charAt(0));
    }
    if (!quote.isEmpty()) {
      format = format.withQuote(quote.charAt(0));
    }
    if (!comment.isEmpty()) {
      format = format.withComment(comment.charAt(0));
    }
    if (!missing.isEmpty()) {
      format = format.withMissing(missing.toArray(String[]::new));
    }
    Csv csv = Csv.of(files.toArray(Path[]::new)).withFormat(format);
    return header.isEmpty() ? csv : csv.withHeader(header);
  }
}
