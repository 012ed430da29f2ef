package dev.inlay.feature;

import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Tensor;
import java.util.Arrays;

/**
 * The ids of a categorical column for some rows, as TensorFlow's SparseTensor has them: cells that
 * are missing are left out, the others know where they stood.
 *
 * @param splits rows + 1 offsets into the cells: row {@code i} has cells {@code splits[i]} to
 *     {@code splits[i + 1] - 1}
 * @param positions for each cell, its place in its row of the data
 * @param values for each cell, its id; negative for a value that has none
 * @param width the length of the longest row in the data
 */
public record SparseIds(int[] splits, int[] positions, int[] values, int width) {
  /** The number of rows. */
  public int rows() {
    return splits.length - 1;
  }

  /**
   * The ids that a table has rows for; negative ones are left out.
   *
   * @param column the column's name, for messages
   * @param limit the number of ids
   * @throws IllegalArgumentException if an id is {@code limit} or more, or below -1
   */
  Ragged toRagged(String column, int limit) {
    if (areWithin(limit)) {
      return new Ragged(Tensor.of(values), splits);
    }
    check(column, limit);
    int[] kept = new int[values.length];
    int[] keptSplits = new int[splits.length];
    int count = 0;
    for (int row = 0; row < rows(); row++) {
      for (int i = splits[row]; i < splits[row + 1]; i++) {
        if (values[i] >= 0) {
          kept[count++] = values[i];
        }
      }
      keptSplits[row + 1] = count;
    }
    int[] ids = count == kept.length ? kept : Arrays.copyOf(kept, count);
    return new Ragged(Tensor.of(ids), keptSplits);
  }

  /** Whether all ids are from 0 to {@code limit - 1}: then no sign bit is set below. */
  private boolean areWithin(int limit) {
    int signs = 0;
    for (int id : values) {
      signs |= id | (limit - 1 - id);
    }
    return signs >= 0;
  }

  /** The first row without any cell, or -1. */
  int firstEmptyRow() {
    for (int row = 0; row < rows(); row++) {
      if (splits[row] == splits[row + 1]) {
        return row;
      }
    }
    return -1;
  }

  /** With one cell of the given id in each row that has none. */
  SparseIds filled(int id) {
    if (firstEmptyRow() < 0) {
      return this;
    }
    int[] more = new int[values.length + rows()];
    int[] places = new int[more.length];
    int[] moved = new int[splits.length];
    int count = 0;
    for (int row = 0; row < rows(); row++) {
      int cells = splits[row + 1] - splits[row];
      if (cells == 0) {
        more[count++] = id;
      } else {
        System.arraycopy(values, splits[row], more, count, cells);
        System.arraycopy(positions, splits[row], places, count, cells);
        count += cells;
      }
      moved[row + 1] = count;
    }
    return new SparseIds(
        moved, Arrays.copyOf(places, count), Arrays.copyOf(more, count), Math.max(1, width));
  }

  /**
   * Refuses ids that a table of {@code limit} rows has no row for. -1 stands for a value without an
   * id.
   */
  void check(String column, int limit) {
    for (int row = 0; row < rows(); row++) {
      for (int i = splits[row]; i < splits[row + 1]; i++) {
        if (values[i] >= limit || values[i] < -1) {
          throw new IllegalArgumentException(
              "column \"%s\", row %d: id %d is outside of 0 to %d; clean the data, raise the number of ids, or give such values a default"
                  .formatted(column, row, values[i], limit - 1));
        }
      }
    }
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof SparseIds s
        && width == s.width
        && Arrays.equals(splits, s.splits)
        && Arrays.equals(positions, s.positions)
        && Arrays.equals(values, s.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(new int[] {width, Arrays.hashCode(splits), Arrays.hashCode(values)});
  }

  @Override
  public String toString() {
    return "ids %s at %s split at %s of width %d"
        .formatted(
            Arrays.toString(values), Arrays.toString(positions), Arrays.toString(splits), width);
  }
}
