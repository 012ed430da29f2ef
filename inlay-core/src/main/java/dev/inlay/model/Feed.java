package dev.inlay.model;

import dev.inlay.layer.IdRange;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A batch as a program takes it.
 *
 * @param values one for each of the program's inputs, checked and in their order: features, then
 *     labels, then the rows' weights for each output that has any
 * @param rows how many rows it has
 * @param place where its rows stand in the data, for messages
 * @param weightAxes for each output how many axes its weights have: 1 for one number a row, more
 *     for steps, 0 for no weights; empty if no output has weights
 */
record Feed(List<Value> values, int rows, Place place, List<Integer> weightAxes) {
  /** Tells where a row of a batch stands in the data, counted from 0. */
  @FunctionalInterface
  interface Place {
    long of(int row);
  }

  /** The rows' weights for an output; null if it has none. */
  @Nullable Tensor weights(int output) {
    if (weightAxes.isEmpty() || weightAxes.get(output) == 0) {
      return null;
    }
    int after = 0;
    for (int axes : weightAxes.subList(output, weightAxes.size())) {
      after += axes > 0 ? 1 : 0;
    }
    return tensor(values.size() - after);
  }

  /** A batch of rows that follow each other in the data. */
  static Feed from(long firstRow, List<Value> values, int rows, List<Integer> weightAxes) {
    return new Feed(values, rows, row -> firstRow + row, weightAxes);
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
