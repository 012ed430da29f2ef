package dev.inlay.model;

import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Value;
import java.util.List;

/**
 * A batch as a program takes it.
 *
 * @param values one for each of the program's inputs, checked and in their order: features, then
 *     labels, then the rows' weights
 * @param rows how many rows it has
 * @param firstRow the number of its first row in the data, for messages
 * @param weighted whether the last value is the rows' weights
 */
record Feed(List<Value> values, int rows, long firstRow, boolean weighted) {
  Tensor tensor(int index) {
    return (Tensor) values.get(index);
  }
}
