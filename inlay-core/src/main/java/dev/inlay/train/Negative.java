package dev.inlay.train;

import dev.inlay.graph.Node;
import dev.inlay.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** A loss with its sign turned: as a metric, a similarity is larger for what is better. */
public record Negative(LossFunction loss) implements LossFunction {
  @Override
  public Node perSample(Node yTrue, Node yPred) {
    return loss.perSample(yTrue, yPred).neg();
  }

  @Override
  public @Nullable Node valid(Node yTrue, Node yPred) {
    return loss.valid(yTrue, yPred);
  }

  @Override
  public Labels labels(Shape yPred) {
    return loss.labels(yPred);
  }
}
