package dev.inlay.train;

import dev.inlay.graph.Node;

/**
 * The correlation between labels and predictions (Pearson 1896), from -1 to 1; the mean over
 * samples.
 *
 * @param axis along which values are compared
 */
public record PearsonCorrelation(int axis) implements Metric {
  /** Along the last axis. */
  public static PearsonCorrelation of() {
    return new PearsonCorrelation(-1);
  }

  @Override
  public String name() {
    return "pearson_correlation";
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
    return standard(pair.yTrue()).mul(standard(pair.yPred())).mean(axis);
  }

  private Node standard(Node x) {
    Node centered = x.sub(x.meanKeepingDims(axis));
    return centered.div(centered.square().meanKeepingDims(axis).sqrt());
  }
}
