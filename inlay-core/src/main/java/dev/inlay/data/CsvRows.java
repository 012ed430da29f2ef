package dev.inlay.data;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.RecordType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hands the cells of a file to columns, straight from the parser's buffer. The first record is the
 * header, unless one was given.
 */
final class CsvRows extends AbstractBaseCsvCallbackHandler<Boolean> {
  private final Path file;
  private final boolean trim;
  private final char[][] missing;
  private List<String> header = new ArrayList<>();
  private boolean headerDone;
  private @Nullable CellSink[] sinks = {};
  private char[] @Nullable [] defaults = {};
  private long line = 1;

  CsvRows(Path file, CsvFormat format) {
    this.file = file;
    this.trim = format.trim();
    this.missing = format.missing().stream().map(String::toCharArray).toArray(char[][]::new);
  }

  /** The cells of the first record. */
  List<String> headerCells() {
    return List.copyOf(header);
  }

  /** Ends the header: from now on, cells are values. */
  void header(List<String> names) {
    header = names;
    headerDone = true;
  }

  /** Where values go from now on; columns that are not named are left out. */
  void fill(Map<String, ? extends CellSink> columns, Map<String, String> defaultCells) {
    sinks = new CellSink[header.size()];
    defaults = new char[header.size()] @Nullable [];
    for (int i = 0; i < sinks.length; i++) {
      sinks[i] = columns.get(header.get(i));
      String cell = defaultCells.get(header.get(i));
      defaults[i] = cell == null ? null : cell.toCharArray();
    }
  }

  /** The line on which the present record began. */
  long line() {
    return line;
  }

  @Override
  protected void handleBegin(long startingLineNumber) {
    line = startingLineNumber;
  }

  @Override
  protected void handleField(int index, char[] buffer, int start, int size, boolean quoted) {
    int offset = start;
    int length = size;
    if (trim && !quoted) {
      while (length > 0 && buffer[offset + length - 1] <= ' ') {
        length--;
      }
      while (length > 0 && buffer[offset] <= ' ') {
        offset++;
        length--;
      }
    }
    if (!headerDone) {
      header.add(new String(buffer, offset, length).strip());
    } else if (index < sinks.length) {
      CellSink sink = sinks[index];
      if (sink != null) {
        put(index, sink, buffer, offset, length);
      }
    }
  }

  private void put(int index, CellSink sink, char[] buffer, int offset, int length) {
    try {
      if (!isMissing(buffer, offset, length)) {
        sink.add(buffer, offset, length);
        return;
      }
      char[] cell = defaults[index];
      if (cell == null) {
        sink.addMissing();
      } else {
        sink.add(cell, 0, cell.length);
      }
    } catch (BadCell e) {
      throw new BadCell(
          "%s:%d: column \"%s\": %s".formatted(file, line, header.get(index), e.getMessage()));
    }
  }

  private boolean isMissing(char[] buffer, int offset, int length) {
    if (length == 0) {
      return true;
    }
    for (char[] mark : missing) {
      if (mark.length == length && matches(mark, buffer, offset)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(char[] mark, char[] buffer, int offset) {
    for (int i = 0; i < mark.length; i++) {
      if (mark[i] != buffer[offset + i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  protected Boolean buildRecord() {
    if (headerDone && getRecordType() == RecordType.DATA && getFieldCount() != header.size()) {
      throw new BadCell(
          "%s:%d: %d cells, but there are %d columns; quote cells that hold the separator"
              .formatted(file, line, getFieldCount(), header.size()));
    }
    return true;
  }
}
