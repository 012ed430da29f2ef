package dev.inlay.model;

import dev.inlay.layer.IdRange;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Value;
import java.util.List;

/**
 * A batch as a program takes it.
 *
 * @param values one for each of the program's inputs, checked and in their order: features, then
 *     labels, then the rows' weights
 * @param rows how many rows it has
 * @param place where its rows stand in the data, for messages
 * @param weighted whether the last value is the rows' weights
 */
record Feed(List<Value> values, int rows, Place place, boolean weighted) {
  /** Tells where a row of a batch stands in the data, counted from 0. */
  @FunctionalInterface
  interface Place {
    long of(int row);
  }

  /** How many axes the weights have: 1 for one number a row, more for steps; 0 without weights. */
  int weightAxes() {
    return weighted ? tensor(values.size() - 1).shape().rank() : 0;
  }

  /** A batch of rows that follow each other in the data. */
  static Feed from(long firstRow, List<Value> values, int rows, boolean weighted) {
    return new Feed(values, rows, row -> firstRow + row, weighted);
  }

  Tensor tensor(int index) {
    return (Tensor) values.get(index);
  }

  /**
   * Checks ids that a run has worked out.
   *
   * @throws IllegalArgumentException naming the layer, the row in the data and the id
   */
  void check(IdRange range, Tensor ids) {
    try {
      range.check(ids, 0);
    } catch (IllegalArgumentException e) {
      for (int row = 0; row < rows; row++) {
        range.check(ids.rows(row, row + 1), place.of(row));
      }
      throw e;
    }
  }
}
