package dev.inlay.engine;

import dev.inlay.kernel.Lookups;
import dev.inlay.kernel.RowSums;
import dev.inlay.tensor.Table;
import java.util.List;

/**
 * Room for a few rows of a table and of its slots, side by side. Rows are short, and lie far from
 * each other: brought together they are fetched from memory at once, and moved by one call of the
 * rule. One belongs to one thread at a time.
 */
final class RowBlock {
  private static final int ROWS = 32;

  private final Slots.Entry entry;
  private final float[] weights;
  private final float[][] slots;

  RowBlock(Slots.Entry entry) {
    this.entry = entry;
    this.weights = room(entry.variable().values());
    this.slots = entry.slots().stream().map(RowBlock::room).toArray(float[][]::new);
  }

  private static float[] room(Table table) {
    return new float[ROWS * table.width()];
  }

  /** Moves the rows of a sum, all of which are different. */
  void move(RowSums sums, Lookups lookups) {
    Table values = entry.variable().values();
    List<Table> tables = entry.slots();
    int width = values.width();
    for (int from = 0; from < sums.size(); from += ROWS) {
      int count = Math.min(ROWS, sums.size() - from);
      lookups.gather(values, sums.ids(), from, count, weights, 0, width);
      for (int s = 0; s < slots.length; s++) {
        Table slot = tables.get(s);
        lookups.gather(slot, sums.ids(), from, count, slots[s], 0, slot.width());
      }
      entry
          .rule()
          .update(weights, slots, 0, sums.values(), from * width, count * width, entry.hyper());
      lookups.scatter(weights, 0, sums.ids(), from, count, values);
      for (int s = 0; s < slots.length; s++) {
        lookups.scatter(slots[s], 0, sums.ids(), from, count, tables.get(s));
      }
    }
  }
}
