package dev.inlay.engine;

import dev.inlay.tensor.Table;
import java.util.Objects;

/** Lets rows of tables make up for the steps that they have missed. */
final class CatchUp {
  private static final int ROWS_PER_PART = 1 << 14;

  private CatchUp() {}

  /** Every row, up to and with a step. */
  static void all(Slots.Entry entry, int step, Workers workers) {
    if (isUpToDate(entry, step)) {
      return;
    }
    int rows = Math.toIntExact(entry.variable().values().rows());
    workers.run(
        Math.ceilDiv(rows, ROWS_PER_PART),
        (part, _) -> {
          float[][] arrays = new float[entry.slots().size()][];
          int to = Math.min(rows, (part + 1) * ROWS_PER_PART);
          for (int row = part * ROWS_PER_PART; row < to; row++) {
            row(entry, row, step, arrays);
          }
        });
  }

  private static boolean isUpToDate(Slots.Entry entry, int step) {
    int[] lastStep = Objects.requireNonNull(entry.lastStep());
    for (int last : lastStep) {
      if (last < step) {
        return false;
      }
    }
    return true;
  }

  /**
   * A few rows, which are fetched from memory at once: first their last steps, then those that have
   * missed any.
   *
   * @param rows their numbers, in an order of which nothing is left
   */
  static void rows(Slots.Entry entry, int[] rows, int count, int step, Frame frame) {
    int[] lastStep = Objects.requireNonNull(entry.lastStep());
    int late = 0;
    for (int i = 0; i < count; i++) {
      int row = rows[i];
      rows[late] = row;
      late += lastStep[row] < step ? 1 : 0;
    }
    float[][] arrays = frame.slots(entry.slots().size());
    frame.touch(entry, rows, 0, late);
    for (int i = 0; i < late; i++) {
      row(entry, rows[i], step, arrays);
    }
  }

  /**
   * One row.
   *
   * @param arrays scratch for the slots' arrays
   */
  static void row(Slots.Entry entry, int row, int step, float[][] arrays) {
    int[] lastStep = entry.lastStep();
    if (lastStep == null || lastStep[row] >= step) {
      return;
    }
    Table values = entry.variable().values();
    int chunk = row >>> values.chunkShift();
    entry.chunks(chunk, arrays);
    int at = values.offset(row);
    entry.rule().catchUp(values.chunk(chunk), arrays, at, values.width(), lastStep[row], step);
    lastStep[row] = step;
  }
}
