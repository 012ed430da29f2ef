package dev.inlay.model;

import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Tensor.IntTensor;
import dev.inlay.tensor.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All rows of data that fits into memory, checked once, from which batches are gathered into arrays
 * that are used again and again: a batch is good until the next one of its size is asked for.
 */
final class Columns {
  private final Feed all;
  private final Map<Integer, List<Value>> buffers = new HashMap<>();

  Columns(Feed all) {
    this.all = all;
  }

  /** The rows {@code order[from .. to)}. */
  Feed take(int[] order, int from, int to) {
    int n = to - from;
    List<Value> batch = buffers.computeIfAbsent(n, this::buffer);
    for (int i = 0; i < batch.size(); i++) {
      switch (all.values().get(i)) {
        case FloatTensor t -> {
          int width = t.data().length / all.rows();
          float[] into = ((FloatTensor) batch.get(i)).data();
          if (width == 1) {
            for (int r = 0; r < n; r++) {
              into[r] = t.data()[order[from + r]];
            }
          } else {
            copy(t.data(), into, width, order, from, n);
          }
        }
        case IntTensor t -> {
          int width = t.data().length / all.rows();
          int[] into = ((IntTensor) batch.get(i)).data();
          if (width == 1) {
            for (int r = 0; r < n; r++) {
              into[r] = t.data()[order[from + r]];
            }
          } else {
            copy(t.data(), into, width, order, from, n);
          }
        }
        case Value other -> batch.set(i, other.take(Arrays.copyOfRange(order, from, to)));
      }
    }
    return new Feed(batch, n, row -> all.place().of(order[from + row]), all.weightAxes());
  }

  private static void copy(Object from, Object into, int width, int[] order, int at, int n) {
    for (int r = 0; r < n; r++) {
      System.arraycopy(from, order[at + r] * width, into, r * width, width);
    }
  }

  private List<Value> buffer(int n) {
    List<Value> batch = new ArrayList<>();
    for (Value column : all.values()) {
      batch.add(
          switch (column) {
            case FloatTensor t -> Tensor.zeros(t.shape().withDim(0, n));
            case IntTensor t -> {
              Shape shape = t.shape().withDim(0, n);
              yield Tensor.of(shape, new int[shape.intSize()]);
            }
            case Value other -> other;
          });
    }
    return batch;
  }
}
