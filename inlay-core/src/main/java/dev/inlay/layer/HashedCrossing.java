package dev.inlay.layer;

import dev.inlay.data.Fingerprint;
import dev.inlay.data.Hasher;
import dev.inlay.graph.Node;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.StringTensor;
import dev.inlay.tensor.Value;
import java.util.Arrays;
import java.util.List;

/**
 * Combinations of several features put into bins by their hash: Keras's {@code HashedCrossing},
 * with the hash of TensorFlow's {@code crossed_column}. Inputs are texts or whole numbers of one
 * shape, {@code (rows)} or {@code (rows, 1)}.
 *
 * @param numBins how many bins there are
 * @param outputMode {@code INT} or {@code ONE_HOT}
 */
public record HashedCrossing(int numBins, OutputMode outputMode) implements PreprocessingLayer {
  public HashedCrossing {
    if (numBins < 1) {
      throw new IllegalArgumentException("numBins is %d; give 1 or more".formatted(numBins));
    }
    if (outputMode != OutputMode.INT && outputMode != OutputMode.ONE_HOT) {
      throw new IllegalArgumentException(
          "a cross comes as INT or ONE_HOT, not as " + outputMode + ": each row has one bin");
    }
  }

  public static HashedCrossing of(int numBins) {
    return new HashedCrossing(numBins, OutputMode.INT);
  }

  public HashedCrossing withOutputMode(OutputMode outputMode) {
    return new HashedCrossing(numBins, outputMode);
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    if (inputs.length < 2) {
      throw new IllegalArgumentException(
          "crosses two inputs or more, got %d".formatted(inputs.length));
    }
    for (Node input : inputs) {
      check(input, inputs[0].shape());
    }
    Node bins = scope.encoded(RawValues.like(inputs[0], "bins", DType.INT32), this::bins, inputs);
    return new CategoryOutput(outputMode, numBins).of(scope, bins);
  }

  private static void check(Node input, Shape first) {
    Shape shape = input.shape();
    if (input.isRagged() || shape.rank() > 2 || (shape.rank() == 2 && shape.last() != 1)) {
      throw new IllegalArgumentException(
          "crosses one value a row, shape (batch,) or (batch, 1); got %s%s"
              .formatted(input.isRagged() ? "ragged " : "", shape));
    }
    if (!first.accepts(shape)) {
      throw new IllegalArgumentException(
          "crosses inputs of one shape, got %s and %s".formatted(first, shape));
    }
    if (input.dtype() == DType.FLOAT32) {
      throw new IllegalArgumentException(
          "crosses texts and whole numbers, got FLOAT32; put a Discretization in front");
    }
  }

  private Tensor bins(List<Value> raw) {
    Shape shape = ((Tensor) raw.getFirst()).shape();
    long[] hashes = new long[shape.intSize()];
    Arrays.fill(hashes, Fingerprint.CROSS_KEY);
    for (Value value : raw) {
      long[] hashed = hashed((Tensor) value);
      for (int i = 0; i < hashes.length; i++) {
        hashes[i] = Fingerprint.concat(hashes[i], hashed[i]);
      }
    }
    int[] bins = new int[hashes.length];
    Arrays.setAll(bins, i -> (int) Long.remainderUnsigned(hashes[i], numBins));
    return Tensor.of(shape, bins);
  }

  /** What is hashed of each value: a text's fingerprint, a whole number itself. */
  private static long[] hashed(Tensor values) {
    return values instanceof StringTensor texts
        ? Arrays.stream(texts.data()).mapToLong(new Hasher()::fingerprint).toArray()
        : RawValues.longs(values);
  }
}
