package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Brings groups of each row's channels to mean 0 and variance 1, over the channels of a group and
 * all other axes of the row, then scales and shifts each channel (Wu and He 2018).
 *
 * @param groups how many groups of neighbouring channels, a divisor of their number; -1 for as many
 *     groups as channels (instance normalisation)
 * @param axis the axis of the channels; a negative one counts from the end
 * @param epsilon added to the variance
 * @param center whether a trained {@code beta} is added
 * @param scale whether a trained {@code gamma} is a factor
 * @param gamma the factor, 1 at first
 * @param beta the shift, 0 at first
 */
public record GroupNormalization(
    int groups,
    int axis,
    float epsilon,
    boolean center,
    boolean scale,
    WeightOptions gamma,
    WeightOptions beta)
    implements Layer {
  public GroupNormalization {
    Normalizing.check("GroupNormalization", List.of(axis), epsilon);
    if (groups < 1 && groups != -1) {
      throw new IllegalArgumentException(
          "GroupNormalization(%d): groups are 1 or more, or -1 for one a channel"
              .formatted(groups));
    }
  }

  /** So many groups over the last axis, with Keras's epsilon 0.001. */
  public static GroupNormalization of(int groups) {
    return new GroupNormalization(
        groups,
        -1,
        1e-3f,
        true,
        true,
        WeightOptions.of(Initializers.ONES),
        WeightOptions.of(Initializers.ZEROS));
  }

  /** With Keras's 32 groups. */
  public static GroupNormalization of() {
    return of(32);
  }

  public GroupNormalization withAxis(int axis) {
    return new GroupNormalization(groups, axis, epsilon, center, scale, gamma, beta);
  }

  public GroupNormalization withEpsilon(double epsilon) {
    return new GroupNormalization(groups, axis, (float) epsilon, center, scale, gamma, beta);
  }

  public GroupNormalization withCenter(boolean center) {
    return new GroupNormalization(groups, axis, epsilon, center, scale, gamma, beta);
  }

  public GroupNormalization withScale(boolean scale) {
    return new GroupNormalization(groups, axis, epsilon, center, scale, gamma, beta);
  }

  public GroupNormalization withGamma(WeightOptions gamma) {
    return new GroupNormalization(groups, axis, epsilon, center, scale, gamma, beta);
  }

  public GroupNormalization withBeta(WeightOptions beta) {
    return new GroupNormalization(groups, axis, epsilon, center, scale, gamma, beta);
  }

  @Override
  public Masking masking() {
    return Masking.PASSED;
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    Node x = Inputs.atLeastRank(2, inputs);
    int channel = x.shape().axis(axis);
    int channels = Inputs.known(x, channel);
    int count = groups == -1 ? channels : groups;
    if (channels % count != 0) {
      throw new IllegalArgumentException(
          "%d channels of shape %s can't be parted into %d groups; choose a divisor"
              .formatted(channels, x.shape(), count));
    }
    int rank = x.shape().rank();
    int[] within = IntStream.rangeClosed(1, rank).filter(a -> a != channel).toArray();
    Node parted = x.reshape(split(x, channel, count));
    Node y = Normalizing.standard(parted, epsilon, within).reshape(joined(x));
    int[] own = {channel};
    Shape shape = Shape.of(channels);
    if (scale) {
      y = y.mul(Normalizing.along(scope.weight("gamma", shape, gamma), own, x));
    }
    return center ? y.add(Normalizing.along(scope.weight("beta", shape, beta), own, x)) : y;
  }

  /** The lengths with groups and the channels of one in the place of all channels. */
  private static int[] split(Node x, int channel, int count) {
    int[] dims = new int[x.shape().rank() + 1];
    for (int i = channel + 2; i < dims.length; i++) {
      dims[i] = x.shape().dim(i - 1);
    }
    dims[channel] = count;
    dims[channel + 1] = x.shape().dim(channel) / count;
    return dims;
  }

  private static int[] joined(Node x) {
    int[] dims = x.shape().dims().clone();
    dims[0] = 0;
    if (Arrays.stream(dims).filter(d -> d == Shape.UNKNOWN).count() > 1) {
      throw new IllegalArgumentException(
          "needs to know all but one of the lengths of shape %s".formatted(x.shape()));
    }
    return dims;
  }
}
