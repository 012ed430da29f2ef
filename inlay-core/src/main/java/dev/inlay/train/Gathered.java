package dev.inlay.train;

import dev.inlay.tensor.Table;
import java.util.ArrayList;
import java.util.List;

/** Rows of some tables, brought together where they can be worked on as tables of their own. */
final class Gathered {
  private static final int FEWEST = 64;

  private final List<Table> tables;
  private final float[][] room;
  private int capacity;

  Gathered(List<Table> tables) {
    this.tables = tables;
    this.room = new float[tables.size()][];
  }

  /** Copies some rows out, a table of them for each table. */
  List<Table> take(int[] rows, int count, Tables workers) {
    if (capacity < Math.max(1, count)) {
      capacity = Math.max(FEWEST, Integer.highestOneBit(count) * 2);
      for (int t = 0; t < room.length; t++) {
        room[t] = new float[Math.multiplyExact(capacity, tables.get(t).width())];
      }
    }
    List<Table> taken = new ArrayList<>();
    for (int t = 0; t < room.length; t++) {
      taken.add(Table.of(count, tables.get(t).width(), room[t]));
    }
    each(
        count,
        workers,
        (t, i) -> {
          Table table = tables.get(t);
          int width = table.width();
          System.arraycopy(
              table.chunkOf(rows[i]), table.offset(rows[i]), room[t], i * width, width);
        });
    return taken;
  }

  /** Copies the rows back. */
  void putBack(int[] rows, int count, Tables workers) {
    each(
        count,
        workers,
        (t, i) -> {
          Table table = tables.get(t);
          int width = table.width();
          System.arraycopy(
              room[t], i * width, table.chunkOf(rows[i]), table.offset(rows[i]), width);
        });
  }

  /** What is done with the i-th row of a table. */
  private interface Row {
    void run(int table, int i);
  }

  private void each(int count, Tables workers, Row row) {
    workers.ranges(
        count,
        Tables.rowsOfBlock(tables.getFirst().width()),
        (_, from, n) -> {
          for (int t = 0; t < room.length; t++) {
            for (int i = from; i < from + n; i++) {
              row.run(t, i);
            }
          }
        });
  }
}
