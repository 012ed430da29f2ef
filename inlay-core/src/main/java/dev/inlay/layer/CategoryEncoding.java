package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Tensor;

/**
 * Ids as vectors: Keras's {@code CategoryEncoding}. Ids beyond the last are left out. With {@code
 * COUNT}, a second input of the ids' shape may say how much each counts.
 *
 * <p>Rows of different lengths can be encoded as {@code MULTI_HOT} and {@code COUNT}. Negative ids
 * are an error where the ids come with the data, and are left out where the model computes them.
 *
 * @param numTokens how many ids there are
 * @param outputMode {@code ONE_HOT}, {@code MULTI_HOT} or {@code COUNT}
 */
public record CategoryEncoding(int numTokens, OutputMode outputMode) implements PreprocessingLayer {
  public CategoryEncoding {
    if (numTokens < 1) {
      throw new IllegalArgumentException(
          "numTokens is %d; give 1 or more, or take an IntegerLookup if you don't know it"
              .formatted(numTokens));
    }
    if (outputMode == OutputMode.INT || outputMode == OutputMode.TF_IDF) {
      throw new IllegalArgumentException(
          "a category is encoded as ONE_HOT, MULTI_HOT or COUNT, not as " + outputMode);
    }
  }

  /** Multi-hot vectors. */
  public static CategoryEncoding of(int numTokens) {
    return new CategoryEncoding(numTokens, OutputMode.MULTI_HOT);
  }

  public CategoryEncoding withOutputMode(OutputMode outputMode) {
    return new CategoryEncoding(numTokens, outputMode);
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    if (inputs.length == 0 || inputs.length > 2) {
      throw new IllegalArgumentException(
          "wants ids and perhaps how much each counts, got %d inputs".formatted(inputs.length));
    }
    Node ids = inputs[0];
    if (scope.isRaw(ids)) {
      ids =
          scope.encoded(
              RawValues.like(ids, "ids", DType.INT32),
              raw -> RawValues.each(raw.getFirst(), this::ids),
              ids);
    }
    CategoryOutput output = new CategoryOutput(outputMode, numTokens);
    if (inputs.length == 1) {
      return output.of(scope, ids.cast(DType.INT32));
    }
    if (outputMode != OutputMode.COUNT) {
      throw new IllegalArgumentException(
          "counts ids by weights with COUNT only, not with " + outputMode);
    }
    return output.weighed(ids, inputs[1]);
  }

  private Tensor ids(Tensor raw) {
    long[] longs = RawValues.longs(raw);
    int[] ids = new int[longs.length];
    for (int i = 0; i < ids.length; i++) {
      if (longs[i] < 0 && outputMode != OutputMode.ONE_HOT) {
        throw new IllegalArgumentException(
            "id %d is negative; ids run from 0 to %d".formatted(longs[i], numTokens - 1));
      }
      ids[i] = longs[i] >= 0 && longs[i] < numTokens ? (int) longs[i] : -1;
    }
    return Tensor.of(raw.shape(), ids);
  }
}
