package dev.inlay.layer;

import dev.inlay.graph.Variable;
import dev.inlay.tensor.Shape;
import java.util.List;

/**
 * First values whose variance is {@code scale / n}, so that signals keep their size from layer to
 * layer. The fans of a kernel {@code [size…, in, out]} are {@code in} and {@code out} times its
 * size; of a vector, both its length. Where a kernel's axes lie otherwise, they can be named.
 *
 * @param scale the variance of what comes out for inputs of variance 1
 * @param mode which n counts
 * @param distribution what is drawn
 * @param inputAxes the axes whose lengths multiply to fan in; none for those above
 * @param outputAxes the axes whose lengths multiply to fan out; none for those above
 */
public record VarianceScaling(
    float scale,
    Mode mode,
    Distribution distribution,
    List<Integer> inputAxes,
    List<Integer> outputAxes)
    implements Initializer {
  /** How many inputs or outputs a unit is taken to have. */
  public enum Mode {
    FAN_IN,
    FAN_OUT,
    /** The mean of both. */
    FAN_AVG
  }

  /** What is drawn, around 0. */
  public enum Distribution {
    /** Normal, cut at two deviations, widened to make up for the cut. */
    TRUNCATED_NORMAL,
    UNTRUNCATED_NORMAL,
    UNIFORM
  }

  public VarianceScaling {
    if (!(scale > 0)) {
      throw new IllegalArgumentException("VarianceScaling: scale is above 0, not " + scale);
    }
    inputAxes = List.copyOf(inputAxes);
    outputAxes = List.copyOf(outputAxes);
  }

  VarianceScaling(float scale, Mode mode, Distribution distribution) {
    this(scale, mode, distribution, List.of(), List.of());
  }

  /** Keras's default: fan in, truncated normal. */
  public static VarianceScaling of(float scale) {
    return new VarianceScaling(scale, Mode.FAN_IN, Distribution.TRUNCATED_NORMAL);
  }

  public VarianceScaling withMode(Mode mode) {
    return new VarianceScaling(scale, mode, distribution, inputAxes, outputAxes);
  }

  public VarianceScaling withDistribution(Distribution distribution) {
    return new VarianceScaling(scale, mode, distribution, inputAxes, outputAxes);
  }

  /** With fans counted along these axes of the kernel. */
  public VarianceScaling withAxes(List<Integer> inputAxes, List<Integer> outputAxes) {
    return new VarianceScaling(scale, mode, distribution, inputAxes, outputAxes);
  }

  /** An initializer that counts its fans along these axes, if it counts any. */
  static Initializer along(
      Initializer initializer, List<Integer> inputAxes, List<Integer> outputAxes) {
    return switch (initializer) {
      case Initializers plain when plain.origin() instanceof VarianceScaling scaling ->
          scaling.withAxes(inputAxes, outputAxes);
      case VarianceScaling scaling when scaling.inputAxes.isEmpty() ->
          scaling.withAxes(inputAxes, outputAxes);
      default -> initializer;
    };
  }

  @Override
  public void fill(Variable variable, long key) {
    double variance = scale / Math.max(1, fan(variable.shape()));
    Initializer values =
        switch (distribution) {
          case TRUNCATED_NORMAL ->
              TruncatedNormal.of(0, (float) (Math.sqrt(variance) / TruncatedNormal.REALISED));
          case UNTRUNCATED_NORMAL -> RandomNormal.of(0, (float) Math.sqrt(variance));
          case UNIFORM -> {
            float limit = (float) Math.sqrt(3 * variance);
            yield RandomUniform.of(-limit, limit);
          }
        };
    values.fill(variable, key);
  }

  private double fan(Shape shape) {
    if (!inputAxes.isEmpty() && !outputAxes.isEmpty()) {
      return fan(product(shape, inputAxes), product(shape, outputAxes));
    }
    int rank = shape.rank();
    double size = rank > 2 ? shape.size(0, rank - 2) : 1;
    double in = rank == 0 ? 1 : size * shape.dim(Math.max(0, rank - 2));
    double out = rank == 0 ? 1 : size * shape.last();
    return fan(in, out);
  }

  private static double product(Shape shape, List<Integer> axes) {
    return axes.stream().mapToDouble(shape::dim).reduce(1, (a, b) -> a * b);
  }

  private double fan(double in, double out) {
    return switch (mode) {
      case FAN_IN -> in;
      case FAN_OUT -> out;
      case FAN_AVG -> (in + out) / 2;
    };
  }
}
