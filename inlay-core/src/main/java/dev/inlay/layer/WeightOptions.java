package dev.inlay.layer;

import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * What a user may say about one weight of a layer.
 *
 * @param initializer its first values
 * @param regularizer a penalty on it, or null
 * @param constraint a rule it obeys, or null
 */
public record WeightOptions(
    Initializer initializer, @Nullable Regularizer regularizer, @Nullable Constraint constraint) {
  /** First values, and nothing else. */
  public static WeightOptions of(Initializer initializer) {
    return new WeightOptions(initializer, null, null);
  }

  public WeightOptions withInitializer(Initializer initializer) {
    return new WeightOptions(initializer, regularizer, constraint);
  }

  public WeightOptions withRegularizer(@Nullable Regularizer regularizer) {
    return new WeightOptions(initializer, regularizer, constraint);
  }

  public WeightOptions withConstraint(@Nullable Constraint constraint) {
    return new WeightOptions(initializer, regularizer, constraint);
  }

  /** The trainable weight that these describe. */
  WeightSpec spec(String name, Shape shape) {
    return new WeightSpec(name, shape, initializer, true, regularizer, constraint, DType.FLOAT32);
  }
}
