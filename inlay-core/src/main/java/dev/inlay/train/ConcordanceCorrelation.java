package dev.inlay.train;

import dev.inlay.graph.Node;

/**
 * How near predictions are to labels, from -1 to 1 (Lin 1989): as a correlation, but less where
 * means or variances differ; the mean over samples. Keras's formula takes the labels' distance from
 * the mean of the predictions, and so does this.
 *
 * @param axis along which values are compared
 */
public record ConcordanceCorrelation(int axis) implements Metric {
  /** Along the last axis. */
  public static ConcordanceCorrelation of() {
    return new ConcordanceCorrelation(-1);
  }

  @Override
  public String name() {
    return "concordance_correlation";
  }

  @Override
  public Mode direction() {
    return Mode.MAX;
  }

  @Override
  public Accumulator start() {
    return new MeanLoss(name(), this::correlation).start();
  }

  private Node correlation(Node yTrue, Node yPred) {
    var pair = Ranks.align(yTrue, yPred);
    Node trueMean = pair.yTrue().meanKeepingDims(axis);
    Node predMean = pair.yPred().meanKeepingDims(axis);
    Node covariance = pair.yTrue().sub(predMean).mul(pair.yPred().sub(predMean));
    Node norm =
        variance(pair.yTrue(), trueMean)
            .add(variance(pair.yPred(), predMean))
            .add(trueMean.sub(predMean).square());
    return covariance.mul(2).div(norm.add(Probabilities.EPSILON)).mean(axis);
  }

  private Node variance(Node x, Node mean) {
    return x.sub(mean).square().meanKeepingDims(axis);
  }
}
