package dev.inlay.train;

import dev.inlay.graph.Node;
import dev.inlay.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** A loss with a reduction of its own. Made by {@link Loss#withReduction}. */
public record Reduced(LossFunction loss, Reduction reduction) implements Loss {
  @Override
  public Node perSample(Node yTrue, Node yPred) {
    return loss.perSample(yTrue, yPred);
  }

  @Override
  public @Nullable Node valid(Node yTrue, Node yPred) {
    return loss.valid(yTrue, yPred);
  }

  @Override
  public Labels labels(Shape yPred) {
    return loss.labels(yPred);
  }

  @Override
  public Loss withReduction(Reduction other) {
    return loss.withReduction(other);
  }
}
