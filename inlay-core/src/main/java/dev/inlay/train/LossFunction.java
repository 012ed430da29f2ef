package dev.inlay.train;

import dev.inlay.graph.Node;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Loss} computes: it adds nodes for one number per sample; {@link #of(Node, Node,
 * Node, Node)} weights them and makes them one number.
 */
@FunctionalInterface
public interface LossFunction {
  /**
   * The loss of each sample.
   *
   * @param yTrue labels, in the type and shape of {@link #labels}, or with a last axis of 1 more or
   *     less
   * @param yPred predictions {@code [batch, …, outputs]}
   * @return {@code [batch, …]}: one axis less than the predictions
   */
  Node perSample(Node yTrue, Node yPred);

  /** Ones where a sample counts, of the shape of {@link #perSample}; null if all count. */
  default @Nullable Node valid(Node yTrue, Node yPred) {
    return null;
  }

  /** The labels that this loss wants for predictions of a shape. */
  default Labels labels(Shape yPred) {
    return Labels.of(DType.FLOAT32, yPred);
  }

  /** How the losses of samples become one number. */
  default Loss.Reduction reduction() {
    return Loss.Reduction.SUM_OVER_BATCH_SIZE;
  }

  /** This loss with another reduction. */
  default Loss withReduction(Loss.Reduction reduction) {
    return new Reduced(this, reduction);
  }

  /** The loss of a batch, without weights and masks. */
  default Node of(Node yTrue, Node yPred) {
    return of(yTrue, yPred, null, null);
  }

  /**
   * The loss of a batch: one number, unless the reduction is {@link Loss.Reduction#NONE}.
   *
   * @param sampleWeight {@code [batch]}, {@code [batch, 1]} or of the shape of {@link #perSample};
   *     null for ones
   * @param mask ones where a sample counts; a mean is then taken over those that count
   */
  default Node of(Node yTrue, Node yPred, @Nullable Node sampleWeight, @Nullable Node mask) {
    Node valid = valid(yTrue, yPred);
    Node counted = mask == null ? valid : valid == null ? mask : mask.mul(valid);
    return Weighting.reduce(perSample(yTrue, yPred), sampleWeight, counted, reduction());
  }
}
