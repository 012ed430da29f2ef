package dev.inlay.layer;

import dev.inlay.data.Batch;
import dev.inlay.data.Dataset;
import dev.inlay.tensor.Value;

/**
 * A layer that learns settings from data before it is used: a vocabulary, a mean. Layers are
 * values, so adapting one gives another; use that in the model.
 *
 * <pre>{@code
 * var vectorize = TextVectorization.of().withMaxTokens(10_000).adapt(reviews, "text");
 * }</pre>
 *
 * @param <L> the layer itself
 */
public interface Adaptable<L extends Layer> extends PreprocessingLayer {
  /** Rows at a time of a data set that isn't in batches, as Keras takes them. */
  int ROWS = 32;

  /** Learns batch by batch; forgets what the layer has learned before. */
  Adaptation<L> adaptation();

  /** Whether the layer knows what it needs, given or learned. */
  boolean isAdapted();

  /** This layer with what it learns from values. */
  default L adapt(Value values) {
    Adaptation<L> adaptation = adaptation();
    adaptation.add(values);
    return adaptation.layer();
  }

  /**
   * This layer with what it learns from a feature, in one walk over the data.
   *
   * @throws IllegalStateException if the data never ends
   */
  default L adapt(Dataset data, String feature) {
    if (data.isInfinite()) {
      throw new IllegalStateException("the data never ends; adapt to take(n) of it");
    }
    Adaptation<L> adaptation = adaptation();
    for (Batch batch : data.isBatched() ? data : data.batch(ROWS)) {
      adaptation.add(batch.feature(feature));
    }
    return adaptation.layer();
  }
}
