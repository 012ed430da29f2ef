package dev.inlay.layer;

import dev.inlay.graph.Node;
import org.jspecify.annotations.Nullable;

/**
 * A sequence that a cell is taken over.
 *
 * @param values {@code [batch, steps, …]}
 * @param mask {@code [batch, steps]}, or null if all steps count
 * @param unroll whether to write one step after the other instead of a loop
 */
public record Sequence(Node values, @Nullable Node mask, boolean unroll) {
  /** The same steps with other values. */
  public Sequence withValues(Node values) {
    return new Sequence(values, mask, unroll);
  }
}
