package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.TensorSpec;

/**
 * The layer through which a value enters a Functional model: {@code Input.of("category", INT32, 1)}
 * takes ids of shape {@code (None, 1)}.
 *
 * <p>A model computes with {@code FLOAT32} and {@code INT32}. Texts ({@code STRING}) are for layers
 * that encode them on the data side, as {@link StringLookup} does. Integers of 64 bits reach such
 * layers whole, and are narrowed for others.
 *
 * @param spec name, type and shape, with the batch axis in front
 */
public record Input(TensorSpec spec) implements Layer {
  public Input {
    if (spec.dtype() == DType.INT8) {
      throw new IllegalArgumentException(
          "input \"%s\" of INT8: whole numbers come as INT32".formatted(spec.name()));
    }
  }

  /**
   * A new input of a model.
   *
   * @param name the key of the feature it takes
   * @param dtype {@code FLOAT32}, or {@code INT32} or {@code INT64} for ids, or {@code STRING}
   * @param rowDims the axes of one row, without the batch's; -1 for one of varying length
   */
  public static Symbol of(String name, DType dtype, int... rowDims) {
    return new Input(TensorSpec.of(name, dtype, Shape.batchOf(rowDims))).on();
  }

  /**
   * A new input of a model all of whose batches have the same number of rows, as stateful layers
   * want it.
   *
   * @param batch how many rows each batch has
   */
  public static Symbol ofBatch(String name, DType dtype, int batch, int... rowDims) {
    Shape shape = Shape.batchOf(rowDims).withDim(0, batch);
    return new Input(TensorSpec.of(name, dtype, shape)).on();
  }

  /**
   * A new input of rows of different lengths, such as the ids that {@link Embedding#combined}
   * takes.
   *
   * @param name the key of the feature it takes
   * @param dtype {@code FLOAT32}, or {@code INT32} for ids
   */
  public static Symbol ragged(String name, DType dtype) {
    return new Input(TensorSpec.ragged(name, dtype)).on();
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    return scope.input(
        spec.dtype() == DType.INT64
            ? new TensorSpec(spec.name(), DType.INT32, spec.shape(), spec.ragged())
            : spec);
  }
}
