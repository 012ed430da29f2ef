package dev.inlay.layer;

import dev.inlay.tensor.Value;

/**
 * What a layer has seen of the data so far. For one thread.
 *
 * @param <L> the layer that is made
 */
public interface Adaptation<L extends Layer> {
  /** Takes some more rows of the feature. */
  void add(Value values);

  /**
   * The layer with what was learned.
   *
   * @throws IllegalArgumentException if there is nothing to learn from what was added
   */
  L layer();
}
