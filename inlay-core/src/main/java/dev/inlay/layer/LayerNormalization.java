package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.tensor.Shape;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Brings each row's values along some axes to mean 0 and variance 1, then scales and shifts them
 * (Ba and others 2016): {@code gamma (x - mean) / √(variance + epsilon) + beta}, with the biased
 * variance.
 *
 * @param axis the axes over which mean and variance are taken, which {@code gamma} and {@code beta}
 *     have; negative ones count from the end
 * @param epsilon added to the variance
 * @param center whether a trained {@code beta} is added
 * @param scale whether a trained {@code gamma} is a factor
 * @param rmsScaling whether values are only divided, {@code gamma x / √(variance + epsilon)}, as
 *     Keras's old models do; see {@link RMSNormalization} for what that was meant to be
 * @param gamma the factor, 1 at first
 * @param beta the shift, 0 at first
 */
public record LayerNormalization(
    List<Integer> axis,
    float epsilon,
    boolean center,
    boolean scale,
    boolean rmsScaling,
    WeightOptions gamma,
    WeightOptions beta)
    implements Layer {
  public LayerNormalization {
    axis = List.copyOf(axis);
    Normalizing.check("LayerNormalization", axis, epsilon);
  }

  /** Keras's defaults: last axis, epsilon 0.001. */
  public static LayerNormalization of() {
    return new LayerNormalization(
        List.of(-1),
        1e-3f,
        true,
        true,
        false,
        WeightOptions.of(Initializers.ONES),
        WeightOptions.of(Initializers.ZEROS));
  }

  public LayerNormalization withAxis(int... axis) {
    return withAxis(IntStream.of(axis).boxed().toList());
  }

  LayerNormalization withAxis(List<Integer> axis) {
    return new LayerNormalization(axis, epsilon, center, scale, rmsScaling, gamma, beta);
  }

  public LayerNormalization withEpsilon(double epsilon) {
    return new LayerNormalization(axis, (float) epsilon, center, scale, rmsScaling, gamma, beta);
  }

  public LayerNormalization withCenter(boolean center) {
    return new LayerNormalization(axis, epsilon, center, scale, rmsScaling, gamma, beta);
  }

  public LayerNormalization withScale(boolean scale) {
    return new LayerNormalization(axis, epsilon, center, scale, rmsScaling, gamma, beta);
  }

  public LayerNormalization withRmsScaling(boolean rmsScaling) {
    return new LayerNormalization(axis, epsilon, center, scale, rmsScaling, gamma, beta);
  }

  public LayerNormalization withGamma(WeightOptions gamma) {
    return new LayerNormalization(axis, epsilon, center, scale, rmsScaling, gamma, beta);
  }

  public LayerNormalization withBeta(WeightOptions beta) {
    return new LayerNormalization(axis, epsilon, center, scale, rmsScaling, gamma, beta);
  }

  @Override
  public Masking masking() {
    return Masking.PASSED;
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    Node x = Inputs.atLeastRank(2, inputs);
    int[] axes = Normalizing.axes(axis, x);
    Shape shape = Normalizing.lengths(axes, x);
    Node y =
        rmsScaling
            ? x.mul(Normalizing.inverseDeviation(x, epsilon, axes))
            : Normalizing.standard(x, epsilon, axes);
    if (scale || rmsScaling) {
      y = y.mul(Normalizing.along(scope.weight("gamma", shape, gamma), axes, x));
    }
    return center && !rmsScaling
        ? y.add(Normalizing.along(scope.weight("beta", shape, beta), axes, x))
        : y;
  }
}
