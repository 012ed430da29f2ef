package dev.inlay.train;

import dev.inlay.kernel.Kernels;
import dev.inlay.kernel.Lookups;
import dev.inlay.tensor.Table;
import java.util.ArrayList;
import java.util.List;

/** Rows of some tables, brought together where they can be worked on as tables of their own. */
final class Gathered {
  private static final int FEWEST = 64;
  private static final Lookups LOOKUPS = Kernels.best().lookups();

  private final List<Table> tables;
  private final float[][] room;
  private int capacity;

  Gathered(List<Table> tables) {
    this.tables = tables;
    this.room = new float[tables.size()][];
  }

  private static int capacity(int rows) {
    return Math.max(FEWEST, Integer.highestOneBit(Math.max(1, rows - 1)) * 2);
  }

  /** How many floats some rows take that are so wide in all tables together. */
  static long floats(int rows, long width) {
    return capacity(rows) * width;
  }

  /** Copies some rows out, a table of them for each table. */
  List<Table> take(int[] rows, int count, Tables workers) {
    if (capacity < Math.max(1, count)) {
      capacity = capacity(count);
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
        (t, from, n) -> {
          Table table = tables.get(t);
          LOOKUPS.gather(table, rows, from, n, room[t], from * table.width(), table.width());
        });
    return taken;
  }

  /** Copies the rows back; they are all different. */
  void putBack(int[] rows, int count, Tables workers) {
    each(
        count,
        workers,
        (t, from, n) -> {
          Table table = tables.get(t);
          LOOKUPS.scatter(room[t], from * table.width(), rows, from, n, table);
        });
  }

  /** What is done with some rows of a table. */
  private interface Run {
    void move(int table, int from, int n);
  }

  private void each(int count, Tables workers, Run run) {
    workers.ranges(
        count,
        Tables.rowsOfBlock(tables.getFirst().width()),
        (_, from, n) -> {
          for (int t = 0; t < room.length; t++) {
            run.move(t, from, n);
          }
        });
  }
}
