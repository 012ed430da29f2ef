package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.tensor.Shape;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Brings each feature to mean 0 and variance 1, then scales and shifts it (Ioffe and Szegedy 2015).
 * In training, mean and variance (the biased one) are those of the batch, over all axes but the
 * feature's and only over steps that a mask lets count; moving averages of both serve outside of
 * training and where the layer is frozen.
 *
 * @param axis the axis of the features; a negative one counts from the end
 * @param momentum what the moving averages keep of themselves at each step
 * @param epsilon added to the variance
 * @param center whether a trained {@code beta} is added
 * @param scale whether a trained {@code gamma} is a factor
 * @param gamma the factor, 1 at first
 * @param beta the shift, 0 at first
 * @param movingMean first values of the moving mean
 * @param movingVariance first values of the moving variance
 */
public record BatchNormalization(
    int axis,
    double momentum,
    float epsilon,
    boolean center,
    boolean scale,
    WeightOptions gamma,
    WeightOptions beta,
    Initializer movingMean,
    Initializer movingVariance)
    implements Layer {
  /** What Keras adds to the number of steps that count. */
  private static final float COUNT_EPSILON = 1e-7f;

  public BatchNormalization {
    if (axis == 0 || !(momentum >= 0 && momentum <= 1) || !(epsilon >= 0)) {
      throw new IllegalArgumentException(
          "BatchNormalization(axis %d, momentum %s, epsilon %s): the axis isn't the batch's, the momentum is from 0 to 1, epsilon 0 or more"
              .formatted(axis, momentum, epsilon));
    }
  }

  /** Keras's defaults: last axis, momentum 0.99, epsilon 0.001. */
  public static BatchNormalization of() {
    return new BatchNormalization(
        -1,
        0.99,
        1e-3f,
        true,
        true,
        WeightOptions.of(Initializers.ONES),
        WeightOptions.of(Initializers.ZEROS),
        Initializers.ZEROS,
        Initializers.ONES);
  }

  public BatchNormalization withAxis(int axis) {
    return new BatchNormalization(
        axis, momentum, epsilon, center, scale, gamma, beta, movingMean, movingVariance);
  }

  public BatchNormalization withMomentum(double momentum) {
    return new BatchNormalization(
        axis, momentum, epsilon, center, scale, gamma, beta, movingMean, movingVariance);
  }

  public BatchNormalization withEpsilon(double epsilon) {
    return new BatchNormalization(
        axis, momentum, (float) epsilon, center, scale, gamma, beta, movingMean, movingVariance);
  }

  public BatchNormalization withCenter(boolean center) {
    return new BatchNormalization(
        axis, momentum, epsilon, center, scale, gamma, beta, movingMean, movingVariance);
  }

  public BatchNormalization withScale(boolean scale) {
    return new BatchNormalization(
        axis, momentum, epsilon, center, scale, gamma, beta, movingMean, movingVariance);
  }

  public BatchNormalization withGamma(WeightOptions gamma) {
    return new BatchNormalization(
        axis, momentum, epsilon, center, scale, gamma, beta, movingMean, movingVariance);
  }

  public BatchNormalization withBeta(WeightOptions beta) {
    return new BatchNormalization(
        axis, momentum, epsilon, center, scale, gamma, beta, movingMean, movingVariance);
  }

  public BatchNormalization withMovingMeanInitializer(Initializer initializer) {
    return new BatchNormalization(
        axis, momentum, epsilon, center, scale, gamma, beta, initializer, movingVariance);
  }

  public BatchNormalization withMovingVarianceInitializer(Initializer initializer) {
    return new BatchNormalization(
        axis, momentum, epsilon, center, scale, gamma, beta, movingMean, initializer);
  }

  @Override
  public Masking masking() {
    return Masking.PASSED;
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    Node x = Inputs.atLeastRank(2, inputs);
    int feature = x.shape().axis(axis);
    int[] others = IntStream.range(0, x.shape().rank()).filter(a -> a != feature).toArray();
    Shape shape = Shape.of(Inputs.known(x, feature));
    Node factor = scale ? scope.weight("gamma", shape, gamma) : null;
    Node shift = center ? scope.weight("beta", shape, beta) : null;
    Node mean = scope.state("moving_mean", shape, movingMean);
    Node variance = scope.state("moving_variance", shape, movingVariance);

    if (scope.training() && !scope.isFrozen()) {
      Node mask = scope.mask(inputs[0]);
      Node counted = mask == null ? null : Inputs.full(1, x).mul(Masks.along(mask, x));
      Node batchMean = mean(x, counted, others);
      Node batchVariance = mean(x.sub(along(batchMean, feature, x)).square(), counted, others);
      scope.update(mean, moved(mean, batchMean));
      scope.update(variance, moved(variance, batchVariance));
      mean = batchMean;
      variance = batchVariance;
    }

    Node inverse = variance.add(epsilon).pow(-0.5f);
    Node slope = factor == null ? inverse : inverse.mul(factor);
    Node out = x.sub(along(mean, feature, x)).mul(along(slope, feature, x));
    return shift == null ? out : out.add(along(shift, feature, x));
  }

  private Node moved(Node average, Node now) {
    return average.mul((float) momentum).add(now.mul((float) (1 - momentum)));
  }

  private static Node mean(Node x, @Nullable Node counted, int... axes) {
    return counted == null
        ? x.mean(axes)
        : x.mul(counted).sum(axes).div(counted.sum(axes).add(COUNT_EPSILON));
  }

  /** A value of each feature, ready to be broadcast. */
  private static Node along(Node vector, int feature, Node x) {
    int rank = x.shape().rank();
    if (feature == rank - 1) {
      return vector;
    }
    int[] dims = new int[rank - feature];
    Arrays.fill(dims, 1);
    dims[0] = vector.shape().last();
    return vector.reshape(dims);
  }
}
