package dev.inlay.kernel;

import dev.inlay.tensor.Table;

/**
 * Brings rows from memory ahead of their use. To move a row takes so many instructions that the
 * processor would wait for the memory at each; a few rows touched one after the other are fetched
 * at once.
 */
public final class Fetch {
  /** Floats of a cache line. */
  private static final int LINE = 16;

  private Fetch() {}

  /**
   * Reads a little of each cache line of some rows.
   *
   * @param rows their numbers, of which {@code count} count, those below 0 for no row
   * @return not for use, but the caller must keep the JIT from finding that out
   */
  public static float touch(Table table, int[] rows, int from, int count) {
    int width = table.width();
    int shift = table.chunkShift();
    float sum = 0;
    for (int i = from; i < from + count; i++) {
      int row = rows[i];
      if (row >= 0) {
        float[] chunk = table.chunk(row >>> shift);
        int at = table.offset(row);
        for (int j = 0; j < width; j += LINE) {
          sum += chunk[at + j];
        }
        sum += chunk[at + width - 1];
      }
    }
    return sum;
  }
}
