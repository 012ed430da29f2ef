package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Tensor.IntTensor;
import dev.inlay.tensor.Tensor.LongTensor;
import dev.inlay.tensor.Tensor.StringTensor;
import dev.inlay.tensor.TensorSpec;
import dev.inlay.tensor.Value;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** What layers ask of values on the data side. */
final class RawValues {
  private RawValues() {}

  /** A value of the same shape as another, of a type of its own. */
  static TensorSpec like(Node value, String name, DType dtype) {
    return new TensorSpec(name, dtype, value.shape(), value.isRagged());
  }

  /** Elements turned into others, in the same places. */
  static Value each(Value value, UnaryOperator<Tensor> change) {
    return switch (value) {
      case Tensor t -> change.apply(t);
      case Ragged r -> each(r, change);
    };
  }

  /** Elements turned into others, in the same places. */
  static Ragged each(Ragged value, UnaryOperator<Tensor> change) {
    return new Ragged(change.apply(value.values()), value.splits());
  }

  /**
   * Texts.
   *
   * @throws IllegalArgumentException if there are numbers
   */
  static String[] texts(Tensor tensor) {
    if (tensor instanceof StringTensor texts) {
      return texts.data();
    }
    throw new IllegalArgumentException(
        "wants texts, got numbers of %s%s; name the right feature, or read it as text"
            .formatted(tensor.dtype(), first(tensor)));
  }

  /**
   * Whole numbers; floats are cut toward zero.
   *
   * @throws IllegalArgumentException if there are texts
   */
  static long[] longs(Tensor tensor) {
    return switch (tensor) {
      case LongTensor t -> t.data();
      case IntTensor t -> Arrays.stream(t.data()).asLongStream().toArray();
      case FloatTensor t -> {
        long[] cut = new long[t.data().length];
        Arrays.setAll(cut, i -> (long) t.data()[i]);
        yield cut;
      }
      case StringTensor _ ->
          throw new IllegalArgumentException(
              "wants numbers, got texts%s; read the feature as numbers".formatted(first(tensor)));
    };
  }

  private static String first(Tensor tensor) {
    return tensor.shape().intSize() == 0 ? "" : " (first: \"" + tensor.text(0) + "\")";
  }

  /** The elements of each row, a tensor's or those of rows of different lengths. */
  static Ragged rows(Value value) {
    return switch (value) {
      case Ragged r -> r;
      case Tensor t -> {
        int rows = t.rows();
        int width = rows == 0 ? 0 : t.shape().intSize() / rows;
        int[] splits = new int[rows + 1];
        Arrays.setAll(splits, row -> row * width);
        yield new Ragged(t.reshape(Shape.of(rows * width)), splits);
      }
    };
  }
}
