package dev.inlay.tensor;

/**
 * What a model wants for one of its inputs.
 *
 * @param name the input's name: the key of the feature it takes
 * @param dtype the type of its elements
 * @param shape its shape, usually with an unknown first axis for the batch
 * @param ragged whether rows differ in length; the shape is then {@code (batch, None)}
 */
public record TensorSpec(String name, DType dtype, Shape shape, boolean ragged) {
  public TensorSpec {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("an input has an empty name; name it after its feature");
    }
    if (ragged && shape.rank() != 2) {
      throw new IllegalArgumentException(
          "input \"%s\": a ragged input has shape (batch, None), not %s".formatted(name, shape));
    }
  }

  /** A dense input. */
  public static TensorSpec of(String name, DType dtype, Shape shape) {
    return new TensorSpec(name, dtype, shape, false);
  }

  /** An input of rows of different lengths. */
  public static TensorSpec ragged(String name, DType dtype) {
    return new TensorSpec(name, dtype, Shape.of(Shape.UNKNOWN, Shape.UNKNOWN), true);
  }
}
