package dev.inlay.data;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One walk over the files of a {@link Csv}. */
final class CsvWalk implements AutoCloseable {
  private final Csv csv;
  private final Iterator<Path> files;
  private List<String> names = List.of();
  private @Nullable Open open;

  /** A file being read. */
  private record Open(
      Path file, CsvRows rows, CsvReader<Boolean> reader, Iterator<Boolean> records) {}

  CsvWalk(Csv csv) {
    this.csv = csv;
    this.files = csv.files().iterator();
  }

  /** The columns wanted and their types: given, or inferred from the first rows. */
  Schema infer() {
    List<String> header = header();
    var guesses = new LinkedHashMap<String, TypeGuess>();
    for (String name : wanted(header)) {
      guesses.put(name, new TypeGuess());
    }
    int rows = fill(guesses, csv.sampleRows());
    if (rows == 0) {
      throw new IllegalArgumentException(
          csv.files().stream().map(Path::toString).collect(Collectors.joining(", "))
              + ": a header line, but no rows below it");
    }
    var types = new LinkedHashMap<String, DType>();
    guesses.forEach(
        (name, guess) -> {
          DType given = csv.types().get(name);
          types.put(name, given == null ? guess.type(csv.defaults().containsKey(name)) : given);
        });
    return new Schema(types);
  }

  /** The next rows, at most {@code limit}; null at the end. */
  @Nullable Batch read(Schema schema, int limit) {
    var cells = new LinkedHashMap<String, CellColumn>();
    schema.types().forEach((name, type) -> cells.put(name, CellColumn.of(type)));
    if (fill(cells, limit) == 0) {
      return null;
    }
    var columns = new LinkedHashMap<String, Value>();
    cells.forEach((name, column) -> columns.put(name, column.toValue()));
    return Batch.of(columns);
  }

  /** The rest of the rows, in chunks. */
  Iterator<Batch> chunks(Schema schema, int rows) {
    return new Chunks(this, schema, rows);
  }

  private static final class Chunks implements Iterator<Batch>, AutoCloseable {
    private final CsvWalk walk;
    private final Schema schema;
    private final int rows;
    private @Nullable Batch ahead;

    Chunks(CsvWalk walk, Schema schema, int rows) {
      this.walk = walk;
      this.schema = schema;
      this.rows = rows;
    }

    @Override
    public boolean hasNext() {
      if (ahead == null) {
        ahead = walk.read(schema, rows);
      }
      return ahead != null;
    }

    @Override
    public Batch next() {
      if (!hasNext() || ahead == null) {
        throw new NoSuchElementException("no more rows");
      }
      Batch next = ahead;
      ahead = null;
      return next;
    }

    @Override
    public void close() {
      walk.close();
    }
  }

  private List<String> header() {
    if (open == null) {
      openNext();
    }
    return names;
  }

  private List<String> wanted(List<String> header) {
    List<String> columns = csv.columns() == null ? header : csv.columns();
    checkKnown("to read", columns);
    checkKnown("given a type", csv.types().keySet());
    checkKnown("given a default", csv.defaults().keySet());
    return columns;
  }

  private void checkKnown(String what, Iterable<String> columns) {
    for (String column : columns) {
      if (!names.contains(column)) {
        throw new IllegalArgumentException(
            "%s: no column \"%s\", which is %s; the header has %s"
                .formatted(csv.files().getFirst(), column, what, names));
      }
    }
  }

  /** Reads rows into the columns until there are {@code limit} or no more; says how many. */
  private int fill(Map<String, ? extends CellSink> columns, int limit) {
    int rows = 0;
    boolean prepared = false;
    while (rows < limit) {
      if (open == null) {
        prepared = false;
        if (!openNext()) {
          break;
        }
      }
      Open file = open;
      if (file == null) {
        break;
      }
      if (!prepared) {
        file.rows.fill(columns, csv.defaults());
        prepared = true;
      }
      try {
        if (file.records.hasNext()) {
          file.records.next();
          rows++;
        } else {
          close();
        }
      } catch (CsvParseException | UncheckedIOException e) {
        throw explained(file, e);
      }
    }
    return rows;
  }

  private boolean openNext() {
    if (!files.hasNext()) {
      return false;
    }
    Path file = files.next();
    Open next = open(file, new CsvRows(file, csv.format()));
    open = next;
    List<String> header = begin(next);
    if (names.isEmpty()) {
      names = header;
    } else if (!names.equals(header)) {
      throw new IllegalArgumentException(
          "%s: columns %s, but %s has %s".formatted(file, header, csv.files().getFirst(), names));
    }
    next.rows.header(header);
    return true;
  }

  private Open open(Path file, CsvRows rows) {
    CsvFormat format = csv.format();
    var builder =
        CsvReader.builder()
            .fieldSeparator(format.separator())
            .quoteCharacter(format.quote())
            .trimWhitespacesAroundQuotes(format.trim() && format.separator() != '\t')
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .allowUnclosedQuote(false);
    Character comment = format.comment();
    if (comment != null) {
      builder.commentStrategy(CommentStrategy.SKIP).commentCharacter(comment);
    }
    try {
      CsvReader<Boolean> reader = builder.build(rows, CsvSource.open(file, format.charset()));
      return new Open(file, rows, reader, reader.iterator());
    } catch (NoSuchFileException e) {
      throw new UncheckedIOException(file + ": no such file", e);
    } catch (IOException e) {
      throw new UncheckedIOException("%s can't be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** Skips what stands before the header and gives the header. */
  private List<String> begin(Open file) {
    List<String> given = csv.header();
    try {
      file.reader.skipLines(csv.format().skippedLines());
      if (given != null) {
        return given;
      }
      if (!file.records.hasNext()) {
        throw new IllegalArgumentException(file.file + ": empty; wanted a header line");
      }
      file.records.next();
    } catch (CsvParseException | UncheckedIOException e) {
      throw explained(file, e);
    }
    List<String> header = file.rows.headerCells();
    checkNames(file.file.toString(), header);
    return header;
  }

  static void checkNames(String where, List<String> header) {
    var seen = new HashSet<String>();
    for (int i = 0; i < header.size(); i++) {
      String name = header.get(i);
      if (name.isEmpty()) {
        throw new IllegalArgumentException(
            "%s: column %d of %d has no name; names are %s"
                .formatted(where, i + 1, header.size(), header));
      }
      if (!seen.add(name)) {
        throw new IllegalArgumentException(
            "%s: two columns have the name \"%s\"; rename one".formatted(where, name));
      }
    }
  }

  /** What went wrong, with its place; a cell's own complaint has it already. */
  private static RuntimeException explained(Open file, RuntimeException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof BadCell bad) {
        return new IllegalArgumentException(bad.getMessage(), e);
      }
      if (cause instanceof CharacterCodingException) {
        return new IllegalArgumentException(
            "%s:%d: this line or a later one is not in the encoding of the format; save the file in UTF-8, or give its charset"
                .formatted(file.file, file.rows.line()),
            e);
      }
      if (cause instanceof IOException) {
        return new UncheckedIOException(
            "%s:%d: can't be read on: %s"
                .formatted(file.file, file.rows.line(), cause.getMessage()),
            (IOException) cause);
      }
    }
    return new IllegalArgumentException(
        "%s:%d: %s".formatted(file.file, file.rows.line(), e.getMessage()), e);
  }

  @Override
  public void close() {
    if (open != null) {
      Closing.close(open.reader);
      open = null;
    }
  }
}
