package dev.inlay.train;

import dev.inlay.graph.Binary;
import dev.inlay.graph.Node;
import dev.inlay.graph.Unary;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;

/**
 * Connectionist temporal classification (Graves 2006): -log of the probability that a sequence of
 * predictions reads as the label, if repeated classes are read once and class 0, the blank, not at
 * all. Predictions are logits {@code [batch, time, classes]}, with a length of time that is known;
 * labels are class ids {@code [batch, length]}, filled up with zeros.
 *
 * <p>The forward pass of the algorithm, written out for each moment: what has been read is either
 * label i, or the blank behind label i - 1.
 */
public record Ctc() implements Loss {
  /** Stands for the logarithm of 0. */
  private static final float NEVER = -1e30f;

  @Override
  public Labels labels(Shape yPred) {
    return Labels.of(DType.INT32, Shape.of(yPred.dim(0), Shape.UNKNOWN));
  }

  @Override
  public Node perSample(Node yTrue, Node yPred) {
    if (yPred.shape().rank() != 3 || yPred.shape().dim(1) == Shape.UNKNOWN) {
      throw new IllegalArgumentException(
          "CTC wants logits of shape [batch, time, classes] with a known length of time, got "
              + yPred.shape());
    }
    Node ids = yTrue.cast(DType.INT32);
    Node labels = ids.cast(DType.FLOAT32);
    Node zero = ids.graph().constant(Tensor.of(Shape.SCALAR, 0));
    Node isLabel = ids.apply(Binary.EQUAL, zero).apply(Unary.NOT);
    Node before = Node.concat(1, labels.slice(1, 0, 1).mul(0), labels.slice(1, 0, -1));
    Node differs = labels.apply(Binary.EQUAL, before).apply(Unary.NOT);
    Node logits = yPred.logSoftmax();
    Node never = labels.slice(1, 0, 1).mul(0).add(NEVER);

    Node label = labels.mul(0).add(NEVER);
    Node blank = Node.concat(1, never.mul(0), label);
    for (int t = 0; t < yPred.shape().dim(1); t++) {
      Node now = logits.slice(1, t, t + 1).reshape(0, -1);
      Node said = now.gatherElements(ids);
      Node silent = now.slice(1, 0, 1);
      Node fromBlank = t == 0 ? blank.slice(1, 0, -1) : add(label, blank.slice(1, 0, -1));
      Node fromLabel = Node.concat(1, never, label.slice(1, 0, -1));
      Node jump = differs.where(fromLabel, differs.graph().constant(NEVER));
      Node stays = Node.concat(1, never, label);
      blank = (t == 0 ? blank : add(blank, stays)).add(silent);
      label = add(fromBlank, jump).add(said);
    }
    Node length = isLabel.sumKeepingDims(1);
    Node none = length.apply(Binary.EQUAL, length.graph().constant(0f));
    Node endsInBlank = blank.gatherElements(length.cast(DType.INT32));
    Node last = label.gatherElements(length.sub(1).max(0).cast(DType.INT32));
    Node endsInLabel = none.where(length.mul(0).add(NEVER), last);
    return Ranks.squeeze(add(endsInBlank, endsInLabel)).neg();
  }

  /** log(exp(a) + exp(b)): the larger one is a constant, so that equal ones share the gradient. */
  private static Node add(Node a, Node b) {
    Node larger = a.max(b).stopGradient();
    return a.sub(larger).exp().add(b.sub(larger).exp()).log().add(larger);
  }
}
