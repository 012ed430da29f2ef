package dev.inlay.engine;

import dev.inlay.kernel.Lookups;
import dev.inlay.kernel.RowSums;
import dev.inlay.tensor.Table;
import java.util.List;

/**
 * Moves rows of a table and of its slots, which lie far from each other. Short ones are brought
 * together, so that they are fetched from memory at once and moved by one call of the rule; long
 * ones are fetched a few at once and moved where they lie. One belongs to one thread at a time.
 */
final class RowBlock {
  /** Short rows that are brought together. */
  private static final int ROWS = 32;

  /** Floats of a long row. */
  private static final int LONG = 64;

  private final Slots.Entry entry;
  private final boolean isOfLong;

  /** Room for short rows; none for long ones. */
  private final float[] weights;

  /** Room for short rows of the slots; for long ones, the arrays in which those lie. */
  private final float[][] slots;

  RowBlock(Slots.Entry entry) {
    this.entry = entry;
    this.isOfLong = entry.variable().values().width() >= LONG;
    this.weights = room(entry.variable().values());
    this.slots = entry.slots().stream().map(this::room).toArray(float[][]::new);
  }

  private float[] room(Table table) {
    return new float[isOfLong ? 0 : ROWS * table.width()];
  }

  /** Moves the rows of a sum, all of which are different. */
  void move(RowSums sums, Frame frame) {
    int step = isOfLong ? Frame.AT_ONCE : ROWS;
    for (int from = 0; from < sums.size(); from += step) {
      int to = Math.min(from + step, sums.size());
      if (isOfLong) {
        moveWhereTheyLie(sums, from, to, frame);
      } else {
        moveTogether(sums, from, to - from, frame.kernels.lookups());
      }
    }
  }

  private void moveTogether(RowSums sums, int from, int count, Lookups lookups) {
    Table values = entry.variable().values();
    List<Table> tables = entry.slots();
    int width = values.width();
    lookups.gather(values, sums.ids(), from, count, weights, 0, width);
    for (int s = 0; s < slots.length; s++) {
      Table slot = tables.get(s);
      lookups.gather(slot, sums.ids(), from, count, slots[s], 0, slot.width());
    }
    update(weights, 0, sums, from, count);
    lookups.scatter(weights, 0, sums.ids(), from, count, values);
    for (int s = 0; s < slots.length; s++) {
      lookups.scatter(slots[s], 0, sums.ids(), from, count, tables.get(s));
    }
  }

  private void moveWhereTheyLie(RowSums sums, int from, int to, Frame frame) {
    Table values = entry.variable().values();
    frame.touch(entry, sums.ids(), from, to);
    for (int i = from; i < to; i++) {
      int row = sums.ids()[i];
      int chunk = row >>> values.chunkShift();
      entry.chunks(chunk, slots);
      update(values.chunk(chunk), values.offset(row), sums, i, 1);
    }
  }

  private void update(float[] w, int at, RowSums sums, int from, int count) {
    int width = entry.variable().values().width();
    entry.rule().update(w, slots, at, sums.values(), from * width, count * width, entry.hyper());
  }
}
