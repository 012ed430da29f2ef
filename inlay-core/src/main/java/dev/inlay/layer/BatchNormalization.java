package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.tensor.Shape;
import java.util.Objects;
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
 * @param renorm how batch renormalisation is done, or null for none
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
    Initializer movingVariance,
    @Nullable Renorm renorm)
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
        Initializers.ONES,
        null);
  }

  public BatchNormalization withAxis(int axis) {
    return new BatchNormalization(
        axis, momentum, epsilon, center, scale, gamma, beta, movingMean, movingVariance, renorm);
  }

  public BatchNormalization withMomentum(double momentum) {
    return new BatchNormalization(
        axis, momentum, epsilon, center, scale, gamma, beta, movingMean, movingVariance, renorm);
  }

  public BatchNormalization withEpsilon(double epsilon) {
    return new BatchNormalization(
        axis,
        momentum,
        (float) epsilon,
        center,
        scale,
        gamma,
        beta,
        movingMean,
        movingVariance,
        renorm);
  }

  public BatchNormalization withCenter(boolean center) {
    return new BatchNormalization(
        axis, momentum, epsilon, center, scale, gamma, beta, movingMean, movingVariance, renorm);
  }

  public BatchNormalization withScale(boolean scale) {
    return new BatchNormalization(
        axis, momentum, epsilon, center, scale, gamma, beta, movingMean, movingVariance, renorm);
  }

  public BatchNormalization withGamma(WeightOptions gamma) {
    return new BatchNormalization(
        axis, momentum, epsilon, center, scale, gamma, beta, movingMean, movingVariance, renorm);
  }

  public BatchNormalization withBeta(WeightOptions beta) {
    return new BatchNormalization(
        axis, momentum, epsilon, center, scale, gamma, beta, movingMean, movingVariance, renorm);
  }

  public BatchNormalization withMovingMeanInitializer(Initializer initializer) {
    return new BatchNormalization(
        axis, momentum, epsilon, center, scale, gamma, beta, initializer, movingVariance, renorm);
  }

  public BatchNormalization withMovingVarianceInitializer(Initializer initializer) {
    return new BatchNormalization(
        axis, momentum, epsilon, center, scale, gamma, beta, movingMean, initializer, renorm);
  }

  public BatchNormalization withRenorm(@Nullable Renorm renorm) {
    return new BatchNormalization(
        axis, momentum, epsilon, center, scale, gamma, beta, movingMean, movingVariance, renorm);
  }

  /**
   * Batch renormalisation (Ioffe 2017): in training too, values are brought to the scale of moving
   * averages, and the batch's own mean and deviation only take part in the gradient.
   *
   * @param momentum what these averages, which move on their own, keep of themselves at each step
   * @param rMin the least ratio of the batch's deviation to the average
   * @param rMax the greatest
   * @param dMax the greatest distance of the batch's mean from the average, in deviations
   */
  public record Renorm(double momentum, float rMin, float rMax, float dMax) {
    public Renorm {
      if (!(momentum >= 0 && momentum <= 1 && rMin <= rMax && dMax >= 0)) {
        throw new IllegalArgumentException(
            "Renorm(momentum %s, rMin %s, rMax %s, dMax %s): the momentum is from 0 to 1, rMin at most rMax, dMax 0 or more"
                .formatted(momentum, rMin, rMax, dMax));
      }
    }

    /** Momentum 0.99, no bounds. */
    public static Renorm of() {
      return new Renorm(
          0.99, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, Float.POSITIVE_INFINITY);
    }
  }

  @Override
  public Masking masking() {
    return Masking.PASSED;
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    Node x = Inputs.atLeastRank(2, inputs);
    int feature = x.shape().axis(axis);
    int[] features = {feature};
    int[] others = IntStream.range(0, x.shape().rank()).filter(a -> a != feature).toArray();
    Shape shape = Shape.of(Inputs.known(x, feature));
    Node factor = scale ? scope.weight("gamma", shape, gamma) : null;
    Node shift = center ? scope.weight("beta", shape, beta) : null;
    Node mean = scope.state("moving_mean", shape, movingMean);
    Node variance = scope.state("moving_variance", shape, movingVariance);
    Averages averages = renorm == null ? null : new Averages(scope, shape);

    if (scope.training() && !scope.isFrozen()) {
      Node mask = scope.mask(inputs[0]);
      Node counted = mask == null ? null : Inputs.full(1, x).mul(Masks.along(mask, x));
      Node batchMean = mean(x, counted, others);
      Node batchVariance =
          mean(x.sub(Normalizing.along(batchMean, features, x)).square(), counted, others);
      scope.update(mean, moved(mean, batchMean, momentum));
      if (averages == null) {
        scope.update(variance, moved(variance, batchVariance, momentum));
      } else {
        Node deviation = batchVariance.add(epsilon).sqrt();
        Node d = averages.shift(batchMean);
        Node r = averages.ratio(deviation);
        shift = plus(factor == null ? d : d.mul(factor), shift);
        factor = factor == null ? r : r.mul(factor);
        averages.update(batchMean, deviation, variance);
      }
      mean = batchMean;
      variance = batchVariance;
    }

    Node inverse = Normalizing.inverse(variance, epsilon);
    Node slope = factor == null ? inverse : inverse.mul(factor);
    Node out =
        x.sub(Normalizing.along(mean, features, x)).mul(Normalizing.along(slope, features, x));
    return shift == null ? out : out.add(Normalizing.along(shift, features, x));
  }

  private static Node plus(Node a, @Nullable Node b) {
    return b == null ? a : a.add(b);
  }

  /** The averages that {@link Renorm} keeps. */
  private final class Averages {
    final Renorm settings = Objects.requireNonNull(renorm);
    final Scope scope;
    final Node movingDeviation;
    final Node mean;
    final Node deviation;

    Averages(Scope scope, Shape shape) {
      Initializer first = new RootOf(movingVariance);
      this.scope = scope;
      this.movingDeviation = scope.state("moving_stddev", shape, first);
      this.mean = scope.state("renorm_mean", shape, movingMean);
      this.deviation = scope.state("renorm_stddev", shape, first);
    }

    private Node scale() {
      return deviation.max((float) Math.sqrt(epsilon));
    }

    Node ratio(Node batchDeviation) {
      return batchDeviation.div(scale()).max(settings.rMin).min(settings.rMax).stopGradient();
    }

    Node shift(Node batchMean) {
      return batchMean.sub(mean).div(scale()).max(-settings.dMax).min(settings.dMax).stopGradient();
    }

    void update(Node batchMean, Node batchDeviation, Node variance) {
      scope.update(mean, moved(mean, batchMean, settings.momentum));
      scope.update(deviation, moved(deviation, batchDeviation, settings.momentum));
      Node now = moved(movingDeviation, batchDeviation, momentum);
      scope.update(movingDeviation, now);
      scope.update(variance, now.square().sub(epsilon).relu());
    }
  }

  private static Node moved(Node average, Node now, double momentum) {
    return average.mul((float) momentum).add(now.mul((float) (1 - momentum)));
  }

  private static Node mean(Node x, @Nullable Node counted, int... axes) {
    return counted == null
        ? x.mean(axes)
        : x.mul(counted).sum(axes).div(counted.sum(axes).add(COUNT_EPSILON));
  }
}
