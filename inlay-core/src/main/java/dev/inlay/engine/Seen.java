package dev.inlay.engine;

import dev.inlay.kernel.RowSums;
import dev.inlay.tensor.Table;
import java.util.Arrays;

/** The rows of a table's gradient, put together of what several parts have summed. */
final class Seen {
  private final int width;
  private int[][] ids = {};
  private float[][] values = {};
  private int[] sizes = {};
  private int[] allIds = {};
  private float[] allValues = {};

  Seen(int width) {
    this.width = width;
  }

  /** Takes a copy of what one of so many parts has summed. */
  void put(int part, int parts, RowSums sums) {
    int size = sums.size();
    synchronized (this) {
      if (sizes.length != parts) {
        ids = Arrays.copyOf(ids, parts);
        values = Arrays.copyOf(values, parts);
        sizes = Arrays.copyOf(sizes, parts);
      }
      sizes[part] = size;
      if (ids[part] == null || ids[part].length < size) {
        ids[part] = new int[size];
        values[part] = new float[size * width];
      }
    }
    System.arraycopy(sums.ids(), 0, ids[part], 0, size);
    System.arraycopy(sums.values(), 0, values[part], 0, size * width);
  }

  /** All rows, part by part; they are there until the next parts come. */
  Slots.Handed handed() {
    int size = Arrays.stream(sizes).sum();
    if (allIds.length < size) {
      allIds = new int[size];
      allValues = new float[size * width];
    }
    int at = 0;
    for (int part = 0; part < sizes.length; part++) {
      System.arraycopy(ids[part], 0, allIds, at, sizes[part]);
      System.arraycopy(values[part], 0, allValues, at * width, sizes[part] * width);
      at += sizes[part];
    }
    return new Slots.Handed(Table.of(size, width, allValues), allIds);
  }
}
