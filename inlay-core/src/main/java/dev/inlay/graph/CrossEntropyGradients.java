package dev.inlay.graph;

import java.util.List;

/** The gradients of cross-entropies: one op for the logits, and the plain form for the labels. */
final class CrossEntropyGradients {
  private CrossEntropyGradients() {}

  static void send(CrossEntropy op, Node y, Node g, Backward to) {
    Node logits = y.input(0);
    Node labels = y.input(1);
    Graph graph = y.graph();
    switch (op) {
      case CrossEntropy.SigmoidCrossEntropy _ -> {
        to.send(logits, () -> graph.add(new CrossEntropy.CrossEntropyGrad(op), g, logits, labels));
        to.send(labels, () -> g.mul(logits).neg());
      }
      case CrossEntropy.SoftmaxCrossEntropy _ -> {
        to.send(logits, () -> graph.add(new CrossEntropy.CrossEntropyGrad(op), g, logits, labels));
        to.send(
            labels,
            () -> {
              Node log = logits.logSoftmax();
              var classes = List.of(log.shape().rank() - 1);
              Node each = graph.add(new Reduction.Unreduce(classes, false, false), g, log);
              return log.mul(each).neg();
            });
      }
      case CrossEntropy.SparseSoftmaxCrossEntropy _ ->
          to.send(
              logits, () -> graph.add(new CrossEntropy.CrossEntropyGrad(op), g, logits, labels));
      case CrossEntropy.CrossEntropyGrad _ -> {
        if (y.inputs().stream().anyMatch(to::wants)) {
          throw Autodiff.underivable(y);
        }
      }
    }
  }
}
