package dev.inlay.layer;

import dev.inlay.graph.Lookup;
import dev.inlay.graph.Node;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.TensorSpec;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Locale;

/**
 * Ids in the form that an {@link OutputMode} wants. Ids outside of {@code 0} to {@code depth - 1}
 * are left out of vectors.
 *
 * <p>A sample is the last axis of {@code (rows, values)}, the whole of {@code (values)}, and, as in
 * Keras, the second axis of values with more axes.
 *
 * @param depth how many ids there are
 */
record CategoryOutput(OutputMode mode, int depth) {
  private static final TensorSpec ROWS = TensorSpec.ragged("ids", DType.INT32);

  /** The ids, which are {@code INT32}, in this form. */
  Node of(Scope scope, Node ids) {
    return switch (mode) {
      case INT -> ids;
      case ONE_HOT -> oneHot(ids);
      case MULTI_HOT ->
          isBag(scope, ids)
              ? bag(scope.encoded(ROWS, raw -> distinct(RawValues.rows(raw.getFirst())), ids))
              : vectors(ids).reduceMax(sampleAxis(ids));
      case COUNT, TF_IDF ->
          isBag(scope, ids)
              ? bag(scope.encoded(ROWS, raw -> ints(RawValues.rows(raw.getFirst())), ids))
              : vectors(ids).sum(sampleAxis(ids));
    };
  }

  /** How much the weights of each id are together; weights have the ids' shape. */
  Node weighed(Node ids, Node weights) {
    int[] dims = new int[weights.shape().rank() + 1];
    dims[dims.length - 1] = 1;
    return vectors(ids).mul(weights.cast(DType.FLOAT32).reshape(dims)).sum(sampleAxis(ids));
  }

  private Node oneHot(Node ids) {
    int rank = ids.shape().rank();
    return rank > 1 && !ids.isRagged() && ids.shape().last() == 1
        ? vectors(ids.reshape(new int[rank - 1]))
        : vectors(ids);
  }

  private Node vectors(Node ids) {
    if (ids.isRagged()) {
      throw new IllegalArgumentException(
          "%s wants rows of one length; pad them, or choose multi_hot or count"
              .formatted(mode.name().toLowerCase(Locale.ROOT)));
    }
    return ids.graph().add(new Lookup.OneHot(depth), ids.cast(DType.INT32));
  }

  private int sampleAxis(Node ids) {
    if (ids.shape().rank() > 1) {
      return 1;
    }
    if (ids.shape().dim(0) == Shape.UNKNOWN) {
      throw new IllegalArgumentException(
          "%s reads samples of shape (batch, values), got %s; give the input an axis of its own"
              .formatted(mode.name().toLowerCase(Locale.ROOT), ids.shape()));
    }
    return 0;
  }

  /** Rows of ids that the data side can gather, so that no vector is made for each id. */
  private static boolean isBag(Scope scope, Node ids) {
    return ids.shape().rank() == 2 && scope.isRaw(ids);
  }

  private Node bag(Node rows) {
    return rows.graph().add(new Lookup.MultiHot(depth, false), rows);
  }

  private static Ragged ints(Ragged rows) {
    long[] ids = RawValues.longs(rows.values());
    int[] narrow = new int[ids.length];
    Arrays.setAll(narrow, i -> ids[i] == (int) ids[i] ? (int) ids[i] : -1);
    return new Ragged(Tensor.of(narrow), rows.splits());
  }

  /** Rows in which each id stands once. */
  private Ragged distinct(Ragged rows) {
    long[] ids = RawValues.longs(rows.values());
    int[] kept = new int[ids.length];
    int[] splits = new int[rows.splits().length];
    BitSet seen = new BitSet();
    int count = 0;
    for (int row = 0; row < rows.rows(); row++) {
      int from = count;
      for (int i = rows.splits()[row]; i < rows.splits()[row + 1]; i++) {
        if (ids[i] >= 0 && ids[i] < depth && !seen.get((int) ids[i])) {
          seen.set((int) ids[i]);
          kept[count++] = (int) ids[i];
        }
      }
      for (int i = from; i < count; i++) {
        seen.clear(kept[i]);
      }
      splits[row + 1] = count;
    }
    return new Ragged(Tensor.of(Arrays.copyOf(kept, count)), splits);
  }
}
