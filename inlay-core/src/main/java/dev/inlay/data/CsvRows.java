package dev.inlay.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.inlay.data.ParsedFile.Flaw;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Hands the cells of records to columns, straight from the block that was read. */
final class CsvRows {
  private final CsvTokens tokens;
  private final List<String> header;
  private final byte[][] missing;
  private final boolean[] maybeMissing = new boolean[256];
  private final @Nullable CellSink[] sinks;
  private final byte[] @Nullable [] defaults;
  private int cell;

  /**
   * @param header names of the cells
   * @param columns where values go; cells that are not named here are left out
   */
  CsvRows(
      CsvFormat format,
      List<String> header,
      Map<String, ? extends CellSink> columns,
      Map<String, String> defaultCells) {
    this.tokens = new CsvTokens(format);
    this.header = header;
    this.missing =
        format.missing().stream().map(mark -> mark.getBytes(UTF_8)).toArray(byte[][]::new);
    for (byte[] mark : missing) {
      if (mark.length > 0) {
        maybeMissing[mark[0] & 0xff] = true;
      }
    }
    this.sinks = new CellSink[header.size()];
    this.defaults = new byte[header.size()] @Nullable [];
    for (int i = 0; i < sinks.length; i++) {
      sinks[i] = columns.get(header.get(i));
      String written = defaultCells.get(header.get(i));
      defaults[i] = written == null ? null : written.getBytes(UTF_8);
    }
  }

  void reset(Blocks.Block block) {
    tokens.reset(block);
  }

  int breaks() {
    return tokens.breaks();
  }

  /**
   * Reads rows.
   *
   * @param limit how many at most
   * @param strict whether to stop at the first bad one
   * @param flaws takes the bad ones
   * @param undo has the columns forget all but so many rows
   * @return how many good ones there were
   */
  int fill(int limit, boolean strict, List<Flaw> flaws, IntConsumer undo) {
    int rows = 0;
    while (rows < limit && tokens.next()) {
      String reason = tokens.flaw();
      if (reason == null && tokens.count() != header.size()) {
        reason =
            "%d cells, but there are %d columns; quote cells that hold the separator"
                .formatted(tokens.count(), header.size());
      }
      if (reason == null) {
        try {
          record();
          rows++;
          continue;
        } catch (BadCell e) {
          reason = "column \"%s\": %s".formatted(header.get(cell), e.getMessage());
        }
      }
      flaws.add(new Flaw(tokens.line(), reason, tokens.text()));
      undo.accept(rows);
      if (strict) {
        break;
      }
    }
    return rows;
  }

  private void record() {
    for (cell = 0; cell < sinks.length; cell++) {
      CellSink sink = sinks[cell];
      if (sink == null) {
        continue;
      }
      int offset = tokens.offset(cell);
      int length = tokens.length();
      byte[] buffer = tokens.buffer(cell);
      if (!isMissing(buffer, offset, length)) {
        sink.add(buffer, offset, length);
        continue;
      }
      byte[] written = defaults[cell];
      if (written == null) {
        sink.addMissing();
      } else {
        sink.add(written, 0, written.length);
      }
    }
  }

  private boolean isMissing(byte[] buffer, int offset, int length) {
    if (length == 0) {
      return true;
    }
    if (!maybeMissing[buffer[offset] & 0xff]) {
      return false;
    }
    for (byte[] mark : missing) {
      if (mark.length == length && matches(mark, buffer, offset)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(byte[] mark, byte[] buffer, int offset) {
    for (int i = 0; i < mark.length; i++) {
      if (mark[i] != buffer[offset + i]) {
        return false;
      }
    }
    return true;
  }
}
