package dev.inlay.layer;

import dev.inlay.graph.Variable;
import dev.inlay.tensor.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Vectors of length 1.
 *
 * @param axis along which axes a vector lies; see {@link MaxNorm}
 */
public record UnitNorm(List<Integer> axis) implements Constraint {
  public UnitNorm {
    axis = List.copyOf(axis);
  }

  /** Along axis 0, as in Keras. */
  public static UnitNorm of() {
    return of(0);
  }

  public static UnitNorm of(int axis) {
    return new UnitNorm(List.of(axis));
  }

  @Override
  public void apply(Variable variable) {
    Norms.rescale(variable, axis, _ -> 1);
  }

  @Override
  public @Nullable RowConstraint ofRows(Shape shape) {
    return Norms.ofRows(shape, axis, _ -> 1);
  }
}
