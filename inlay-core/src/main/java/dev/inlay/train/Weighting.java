package dev.inlay.train;

import dev.inlay.graph.Binary;
import dev.inlay.graph.Node;
import org.jspecify.annotations.Nullable;

/**
 * How values of samples are weighted, masked and reduced: the rules of Keras 3
 * (keras/src/losses/loss.py).
 */
final class Weighting {
  private Weighting() {}

  static Node reduce(
      Node values, @Nullable Node sampleWeight, @Nullable Node mask, Loss.Reduction reduction) {
    Node fitting = sampleWeight == null ? values : fit(values, sampleWeight);
    Node weight = weight(fitting, sampleWeight, mask, reduction);
    Node weighted = weight == null ? fitting : fitting.mul(weight);
    if (weighted.shape().rank() == 0) {
      return weighted;
    }
    return switch (reduction) {
      case NONE -> weighted;
      case SUM -> weighted.sum();
      case SUM_OVER_BATCH_SIZE -> weighted.mean();
      case MEAN_WITH_SAMPLE_WEIGHT ->
          weight == null ? weighted.mean() : weighted.sum().apply(Binary.DIV_NO_NAN, weight.sum());
    };
  }

  /**
   * Values with the last axis of 1 that their weights have and they lack, or without the one that
   * their weights lack. It's seen where they aren't summed.
   */
  private static Node fit(Node values, Node weight) {
    int rank = values.shape().rank();
    int wanted = weight.shape().rank();
    if (rank == 1 && wanted == 2 && weight.shape().last() == 1) {
      return Ranks.expand(values);
    }
    return wanted > 1 && rank == wanted + 1 && values.shape().last() == 1
        ? Ranks.squeeze(values)
        : values;
  }

  /**
   * Weight and mask together, of the rank of the values unless those are one number; null if all
   * count the same.
   */
  private static @Nullable Node weight(
      Node values, @Nullable Node sampleWeight, @Nullable Node mask, Loss.Reduction reduction) {
    if (values.shape().rank() == 0) {
      // A loss over all samples at once counts by the mean of their weights.
      return sampleWeight;
    }
    Node weight = sampleWeight == null ? null : Ranks.fit(sampleWeight, values.shape().rank());
    if (mask == null) {
      return weight;
    }
    Node counted = Ranks.fit(mask, values.shape().rank());
    if (reduction == Loss.Reduction.SUM_OVER_BATCH_SIZE) {
      // Those that count get the weight of those that don't, so that the mean is over them alone.
      counted = counted.apply(Binary.DIV_NO_NAN, counted.mean());
    }
    return weight == null ? counted : weight.mul(counted);
  }
}
