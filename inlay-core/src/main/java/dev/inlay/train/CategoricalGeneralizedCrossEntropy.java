package dev.inlay.train;

import dev.inlay.graph.Node;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;

/**
 * (1 - p[y]^q) / q: between the cross-entropy (q near 0) and the absolute error (q near 1), for
 * labels of which some are wrong (Zhang and Sabuncu 2018). Labels are class ids, predictions
 * probabilities {@code [batch, …, classes]}.
 *
 * @param q from 0 to 1, both excluded
 */
public record CategoricalGeneralizedCrossEntropy(float q) implements Loss {
  public CategoricalGeneralizedCrossEntropy {
    if (!(q > 0 && q < 1)) {
      throw new IllegalArgumentException("q is between 0 and 1, got " + q);
    }
  }

  /** With q a half. */
  public static CategoricalGeneralizedCrossEntropy of() {
    return new CategoricalGeneralizedCrossEntropy(0.5f);
  }

  @Override
  public Labels labels(Shape yPred) {
    return new Labels(DType.INT32, yPred.slice(0, yPred.rank() - 1), yPred.last(), null);
  }

  @Override
  public Node perSample(Node yTrue, Node yPred) {
    Node ids = Ranks.ids(yTrue, yPred);
    Node p = Ranks.squeeze(yPred.gatherElements(Ranks.expand(ids)));
    return p.pow(q).neg().add(1).mul(1 / q);
  }
}
