package dev.inlay.layer;

import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * A weight that a layer asks its scope for.
 *
 * @param name its name within the layer, as Keras names it: {@code kernel}, {@code bias}
 * @param shape all axes known
 * @param initializer its first values
 * @param trainable whether optimizers may move it; states such as moving averages are not
 * @param regularizer a penalty on it, or null
 * @param constraint a rule it obeys, or null
 * @param dtype FLOAT32, or INT8 for one that is held in 8 bits
 */
public record WeightSpec(
    String name,
    Shape shape,
    Initializer initializer,
    boolean trainable,
    @Nullable Regularizer regularizer,
    @Nullable Constraint constraint,
    DType dtype) {

  /** A trainable weight with nothing special. */
  public static WeightSpec of(String name, Shape shape, Initializer initializer) {
    return new WeightSpec(name, shape, initializer, true, null, null, DType.FLOAT32);
  }

  /** A state: not trained, moved by {@link Scope#update}. */
  public static WeightSpec state(String name, Shape shape, Initializer initializer) {
    return new WeightSpec(name, shape, initializer, false, null, null, DType.FLOAT32);
  }

  /** A state that is held as whole numbers of 8 bits. */
  static WeightSpec ofBytes(String name, Shape shape, Initializer initializer) {
    return new WeightSpec(name, shape, initializer, false, null, null, DType.INT8);
  }

  public WeightSpec withTrainable(boolean trainable) {
    return new WeightSpec(name, shape, initializer, trainable, regularizer, constraint, dtype);
  }

  public WeightSpec withRegularizer(@Nullable Regularizer regularizer) {
    return new WeightSpec(name, shape, initializer, trainable, regularizer, constraint, dtype);
  }

  public WeightSpec withConstraint(@Nullable Constraint constraint) {
    return new WeightSpec(name, shape, initializer, trainable, regularizer, constraint, dtype);
  }
}
