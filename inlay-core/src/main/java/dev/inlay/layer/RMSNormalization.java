package dev.inlay.layer;

import dev.inlay.graph.Node;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Divides each row's values along some axes by their root mean square, then scales them (Zhang and
 * Sennrich 2019): {@code scale x / √(mean(x²) + epsilon)}.
 *
 * @param axis the axes over which the mean is taken, which the weight {@code scale} has; negative
 *     ones count from the end
 * @param epsilon added to the mean
 */
public record RMSNormalization(List<Integer> axis, float epsilon) implements Layer {
  public RMSNormalization {
    axis = List.copyOf(axis);
    Normalizing.check("RMSNormalization", axis, epsilon);
  }

  /** Keras's defaults: last axis, epsilon 1e-6. */
  public static RMSNormalization of() {
    return new RMSNormalization(List.of(-1), 1e-6f);
  }

  public RMSNormalization withAxis(int... axis) {
    return new RMSNormalization(IntStream.of(axis).boxed().toList(), epsilon);
  }

  public RMSNormalization withEpsilon(double epsilon) {
    return new RMSNormalization(axis, (float) epsilon);
  }

  @Override
  public Masking masking() {
    return Masking.PASSED;
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    Node x = Inputs.atLeastRank(2, inputs);
    int[] axes = Normalizing.axes(axis, x);
    Node scale = scope.weight("scale", Normalizing.lengths(axes, x), Initializers.ONES);
    Node y = x.mul(Normalizing.inverse(x.square().meanKeepingDims(axes), epsilon));
    return y.mul(Normalizing.along(scale, axes, x));
  }
}
