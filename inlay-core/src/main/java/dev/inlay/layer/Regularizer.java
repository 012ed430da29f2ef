package dev.inlay.layer;

import dev.inlay.graph.Node;

/** A penalty on a weight's values, added to the loss at each step. */
public interface Regularizer {
  /** The penalty, a single number, for a weight or an output. */
  Node penalty(Node values);
}
