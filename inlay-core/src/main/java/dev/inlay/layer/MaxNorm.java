package dev.inlay.layer;

import dev.inlay.graph.Variable;
import dev.inlay.tensor.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Vectors no longer than a bound: longer ones are scaled down (Srivastava and others 2014).
 *
 * @param maxValue the bound of the Euclidean length
 * @param axis along which axes a vector lies. With 0, a Dense kernel's vectors are its units'; an
 *     embedding's rows are vectors along axis 1
 */
public record MaxNorm(float maxValue, List<Integer> axis) implements Constraint {
  public MaxNorm {
    axis = List.copyOf(axis);
  }

  /** Keras's default: 2 along axis 0. */
  public static MaxNorm of() {
    return of(2, 0);
  }

  public static MaxNorm of(double maxValue, int axis) {
    return new MaxNorm((float) maxValue, List.of(axis));
  }

  @Override
  public void apply(Variable variable) {
    Norms.rescale(variable, axis, norm -> Math.min(norm, maxValue));
  }

  @Override
  public @Nullable RowConstraint ofRows(Shape shape) {
    return Norms.ofRows(shape, axis, norm -> Math.min(norm, maxValue));
  }
}
