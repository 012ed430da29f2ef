package dev.inlay.layer;

import dev.inlay.graph.Variable;
import dev.inlay.tensor.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Vectors whose lengths lie between two bounds, or are brought nearer to them.
 *
 * @param minValue the lower bound of the Euclidean length
 * @param maxValue the upper bound
 * @param rate how much of the way is made at each step, from 0 (exclusive) to 1
 * @param axis along which axes a vector lies; see {@link MaxNorm}
 */
public record MinMaxNorm(float minValue, float maxValue, float rate, List<Integer> axis)
    implements Constraint {
  public MinMaxNorm {
    axis = List.copyOf(axis);
    if (!(minValue <= maxValue) || !(rate > 0 && rate <= 1)) {
      throw new IllegalArgumentException(
          "MinMaxNorm(%s, %s, rate %s): the first bound is the lower one, the rate above 0 and at most 1"
              .formatted(minValue, maxValue, rate));
    }
  }

  /** Keras's default: from 0 to 1, all the way, along axis 0. */
  public static MinMaxNorm of() {
    return of(0, 1);
  }

  public static MinMaxNorm of(double minValue, double maxValue) {
    return new MinMaxNorm((float) minValue, (float) maxValue, 1, List.of(0));
  }

  public MinMaxNorm withRate(double rate) {
    return new MinMaxNorm(minValue, maxValue, (float) rate, axis);
  }

  public MinMaxNorm withAxis(int axis) {
    return new MinMaxNorm(minValue, maxValue, rate, List.of(axis));
  }

  @Override
  public void apply(Variable variable) {
    Norms.rescale(variable, axis, this::wanted);
  }

  @Override
  public @Nullable RowConstraint ofRows(Shape shape) {
    // Part of the way alone leaves another part for the next step.
    return rate == 1 ? Norms.ofRows(shape, axis, this::wanted) : null;
  }

  private double wanted(double norm) {
    return rate * Math.clamp(norm, minValue, maxValue) + (1 - rate) * norm;
  }
}
