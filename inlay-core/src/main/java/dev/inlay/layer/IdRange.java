package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.graph.Source;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Tensor.IntTensor;
import dev.inlay.tensor.Tensor.LongTensor;
import dev.inlay.tensor.Tensor.StringTensor;
import dev.inlay.tensor.Value;

/**
 * A promise that a layer needs: ids from 0 up to a limit. Whoever feeds the graph checks it, before
 * the run if {@link #ids} is an input, else after it on the node's value (until then the ids
 * outside count as missing).
 *
 * @param ids the node whose values are ids
 * @param limit how many there are: the highest is one less
 * @param layer the path of the layer that looks them up
 */
public record IdRange(Node ids, int limit, String layer) {
  /** Whether the values can be checked when they are fed. */
  public boolean isFed() {
    return ids.op() instanceof Source.Input;
  }

  /**
   * Checks values of {@link #ids}.
   *
   * @param values rows of ids; floats are cut toward zero first
   * @param firstRow the number of the first row in whatever the rows come from, for the message
   * @throws IllegalArgumentException naming the feature, the row, the value and the range
   */
  public void check(Value values, long firstRow) {
    Tensor ids =
        switch (values) {
          case Tensor t -> t;
          case Ragged r -> r.values();
        };
    int bad = firstOutside(ids);
    if (bad >= 0) {
      long row = firstRow + row(values, bad);
      throw new IllegalArgumentException(
          "%srow %d: id %s is outside of 0 to %d, the rows of layer \"%s\"; clean the data, raise its inputDim, or say what such ids mean with withInvalidIds()"
              .formatted(
                  this.ids.op() instanceof Source.Input in
                      ? "input \"" + in.spec().name() + "\", "
                      : "",
                  row,
                  ids.text(bad),
                  limit - 1,
                  layer));
    }
  }

  /** The row in which an element stands. */
  private static long row(Value values, int element) {
    return switch (values) {
      case Tensor t -> element / Math.max(1, t.shape().size(1, t.shape().rank()));
      case Ragged r -> {
        int row = 0;
        while (r.splits()[row + 1] <= element) {
          row++;
        }
        yield row;
      }
    };
  }

  private int firstOutside(Tensor values) {
    switch (values) {
      case IntTensor t -> {
        int[] data = t.data();
        for (int i = 0; i < data.length; i++) {
          if (data[i] < 0 || data[i] >= limit) {
            return i;
          }
        }
      }
      case LongTensor t -> {
        long[] data = t.data();
        for (int i = 0; i < data.length; i++) {
          if (data[i] < 0 || data[i] >= limit) {
            return i;
          }
        }
      }
      case FloatTensor t -> {
        float[] data = t.data();
        for (int i = 0; i < data.length; i++) {
          if (!(data[i] > -1 && data[i] < limit)) {
            return i;
          }
        }
      }
      case StringTensor t ->
          throw new IllegalArgumentException(
              "texts such as \"%s\" are no ids; look them up first"
                  .formatted(t.data().length == 0 ? "" : t.text(0)));
    }
    return -1;
  }
}
