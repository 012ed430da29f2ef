package dev.inlay.cli.job;

import dev.inlay.data.Csv;
import dev.inlay.data.CsvFormat;
import dev.inlay.data.FileFormat;
import dev.inlay.data.JsonLines;
import dev.inlay.data.RowSource;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.regex.Pattern;

/**
 * How rows are written, if in a file of separated values, and completed; every component may be
 * empty, which means the usual.
 *
 * @param header the columns' names, for files without a header line
 * @param separator one character
 * @param quote one character
 * @param comment the character with which lines begin that are left out
 * @param skipLines how many lines at the beginning are left out
 * @param missing what stands in cells whose value is missing
 * @param joins side tables that rows are completed with
 * @param charset how letters are written; UTF-8 if empty
 */
public record Layout(
    List<String> header,
    String separator,
    String quote,
    String comment,
    int skipLines,
    List<String> missing,
    List<Join> joins,
    String charset) {
  /** A header line, commas, and the usual marks of missing values. */
  public static final Layout USUAL = new Layout(List.of(), "", "", "", 0, List.of(), List.of(), "");

  /** What a charset may be, for people. */
  static final String CHARSETS = "the name of a charset, such as windows-1252 or UTF-8";

  /** What names are made of; others are no question for the JVM. */
  private static final Pattern CHARSET_NAME = Pattern.compile("[A-Za-z0-9][\\w.:+-]*");

  private static final Pattern CSV_NAME = Pattern.compile("(?i).*\\.(csv|tsv|data)(\\.gz)?");

  private static final FileFormat JSON_LINES =
      new FileFormat() {
        @Override
        public String name() {
          return "jsonl";
        }

        @Override
        public List<String> suffixes() {
          return List.of(".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz");
        }

        @Override
        public RowSource<?> open(List<Path> files) {
          return JsonLines.of(files);
        }
      };

  public Layout {
    header = List.copyOf(header);
    missing = List.copyOf(missing);
    joins = List.copyOf(joins);
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
    return new Layout(header, meant, quote, comment, skipLines, missing, joins, charset);
  }

  /** With names for the columns of files that have no header line. */
  public Layout withHeader(List<String> names) {
    return new Layout(names, separator, quote, comment, skipLines, missing, joins, charset);
  }

  /**
   * With letters written in another way than UTF-8.
   *
   * @param name of a charset, such as windows-1252
   * @throws IllegalArgumentException if the JVM has none of this name
   */
  public Layout withCharset(String name) {
    if (!isCharset(name)) {
      throw new IllegalArgumentException("charset \"%s\": %s".formatted(name, CHARSETS));
    }
    return new Layout(header, separator, quote, comment, skipLines, missing, joins, name);
  }

  static boolean isCharset(String name) {
    return CHARSET_NAME.matcher(name).matches() && Charset.isSupported(name);
  }

  /** The character that a text means: itself, or the tab by its name. */
  static String meant(String text) {
    return text.equals("tab") || text.equals("\\t") ? "\t" : text;
  }

  public Layout withSkipLines(int lines) {
    return new Layout(header, separator, quote, comment, lines, missing, joins, charset);
  }

  /** Whether a file of this name has JSON lines, packed or not. */
  public static boolean isJsonLines(Path file) {
    return isOf(JSON_LINES, file);
  }

  /** Whether a file has rows, by its name. */
  public static boolean isData(Path file) {
    return CSV_NAME.matcher(file.toString()).matches()
        || formats().stream().anyMatch(format -> isOf(format, file));
  }

  private static boolean isOf(FileFormat format, Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return format.suffixes().stream().anyMatch(name::endsWith);
  }

  /** The kinds of files that are known besides CSV. */
  static List<FileFormat> formats() {
    List<FileFormat> formats = new ArrayList<>(List.of(JSON_LINES));
    ServiceLoader.load(FileFormat.class).forEach(formats::add);
    return formats;
  }

  /**
   * The rows of files, completed with side tables.
   *
   * @param format of the files; if it is empty they are CSV, unless their names end like those of
   *     another kind
   */
  RowSource<?> rows(List<Path> files, String format) {
    return joined(unjoined(files, format), false);
  }

  /** The rows of files, each of which is needed: none is left out. */
  public RowSource<?> allRows(List<Path> files) {
    return joined(unjoined(files, ""), true);
  }

  /** The names of a source's columns, read from as few rows as tell them. */
  public static Collection<String> columns(RowSource<?> rows) {
    RowSource<?> read = rows instanceof Csv csv ? csv.withSampleRows(1) : rows;
    return read.schema().types().keySet();
  }

  private RowSource<?> unjoined(List<Path> files, String kind) {
    for (FileFormat format : formats()) {
      if (kind.isEmpty() ? isOf(format, files.getFirst()) : format.name().equals(kind)) {
        return format.open(files);
      }
    }
    return csv(files);
  }

  /** Rows completed with the side tables that they lack. */
  RowSource<?> joined(RowSource<?> rows, boolean all) {
    RowSource<?> joined = rows;
    for (Join join : joins) {
      joined = join.join(joined, all);
    }
    return joined;
  }

  private Csv csv(List<Path> files) {
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
    if (!charset.isEmpty()) {
      format = format.withCharset(Charset.forName(charset));
    }
    if (!missing.isEmpty()) {
      format = format.withMissing(missing.toArray(String[]::new));
    }
    Csv csv = Csv.of(files).withFormat(format);
    return header.isEmpty() ? csv : csv.withHeader(header);
  }
}
