package dev.inlay.engine;

import dev.inlay.graph.Lookup;
import dev.inlay.graph.Node;
import dev.inlay.graph.Source;
import dev.inlay.kernel.Bags;
import dev.inlay.kernel.Folds;
import dev.inlay.tensor.Table;
import dev.inlay.tensor.Tensor;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a bag: ids, and the factor with which each counts.
 *
 * @param storage the table, if it is a weight; null if it is computed
 * @param tableView the table, if it is computed; else null
 * @param rows the table's rows
 * @param width the table's width
 * @param factors where the run keeps the factors
 */
record BagEntries(
    Lookup.Bag bag,
    @Nullable Table storage,
    @Nullable View tableView,
    int rows,
    int width,
    View ragged,
    @Nullable View weights,
    int factors,
    Ids check) {
  /**
   * The entries of a bag.
   *
   * @param inputs a table, ids and, if the bag is weighted, weights
   */
  static BagEntries of(Lowering l, Lookup.Bag bag, List<Node> inputs) {
    Node table = inputs.get(0);
    Node ids = inputs.get(1);
    Form form = l.form(table);
    View ragged = l.in(ids);
    return new BagEntries(
        bag,
        table.op() instanceof Source.Weight(var variable) ? variable.values() : null,
        table.op() instanceof Source.Weight ? null : l.in(table, 0),
        form.dims()[0],
        form.last(),
        ragged,
        bag.weighted() ? l.in(inputs.get(2)) : null,
        l.factors(ragged.buffer().index),
        Ids.of(ids, 0, form.dims()[0]));
  }

  /** Checks the ids of a shard's rows and works out their factors. */
  void weigh(Frame frame) {
    int from = frame.row;
    int to = frame.row + frame.rows;
    int[] ids = ids(frame);
    int[] splits = splits(frame);
    check.check(ids, splits, from, to);
    float[] factors = factors(frame.memory);
    if (isPlain(splits, from, to)) {
      for (int e = splits[from]; e < splits[to]; e++) {
        factors[e] = ids[e] < 0 ? 0 : 1;
      }
      return;
    }
    float[] each =
        weights == null ? null : ((Tensor.FloatTensor) frame.ragged(weights).values()).data();
    Bags.factors(bag, table(frame), ids, splits, each, from, to, factors);
  }

  /**
   * Whether each of some rows has one entry, which counts as it is: the bag is then a gather. Most
   * features have one value a row, and one loop over all rows is faster than one for each row.
   */
  boolean isPlain(int[] splits, int from, int to) {
    if (weights != null || bag.maxNorm() < Float.POSITIVE_INFINITY) {
      return false;
    }
    for (int row = from; row < to; row++) {
      if (splits[row + 1] != splits[row] + 1) {
        return false;
      }
    }
    return true;
  }

  int[] ids(Frame frame) {
    return ((Tensor.IntTensor) frame.ragged(ragged).values()).data();
  }

  int[] splits(Frame frame) {
    return frame.ragged(ragged).splits();
  }

  float[] factors(Memory memory) {
    return memory.factors(factors);
  }

  Table table(Frame frame) {
    return storage != null
        ? storage
        : Table.of(rows, width, frame.floats(Objects.requireNonNull(tableView)));
  }

  /**
   * Adds one entry's part of the gradient of its table row. Where the row was shortened to the
   * bag's norm, the part of the gradient along the row is lost: x maxNorm / |x| has the derivative
   * maxNorm / |x| (1 - x xᵀ / |x|²).
   */
  void addGradient(
      Frame frame, Table table, int id, float factor, float[] g, int gAt, float[] sum, int at) {
    frame.kernels.pointwise().axpy(factor, g, gAt, sum, at, width);
    if (bag.maxNorm() < Float.POSITIVE_INFINITY) {
      Folds folds = frame.kernels.folds();
      float[] x = table.chunk(id >>> table.chunkShift());
      int xAt = table.offset(id);
      float squares = folds.dot(x, xAt, x, xAt, width);
      if (Math.sqrt(squares) >= bag.maxNorm()) {
        float along = folds.dot(x, xAt, g, gAt, width) / squares;
        frame.kernels.pointwise().axpy(-factor * along, x, xAt, sum, at, width);
      }
    }
  }
}
