package dev.inlay.formats.keras;

import static dev.inlay.formats.keras.Operations.Meaning.one;

import dev.inlay.formats.keras.Operations.Meaning;
import dev.inlay.graph.CrossEntropy;
import dev.inlay.graph.Lookup;
import dev.inlay.graph.Node;
import dev.inlay.graph.Reduction;
import dev.inlay.graph.Reduction.Fold;
import dev.inlay.graph.Unary;
import dev.inlay.tensor.DType;
import java.util.HashMap;
import java.util.Map;

/** Losses as operations: one number for each element or for each distribution. */
final class LossOperations {
  static final Map<String, Meaning> MEANINGS = new HashMap<>();

  private static final float EPSILON = 1e-7f;

  static {
    MEANINGS.put("BinaryCrossentropy", one(LossOperations::binary));
    MEANINGS.put("CategoricalCrossentropy", one(LossOperations::categorical));
    MEANINGS.put("SparseCategoricalCrossentropy", one(LossOperations::sparse));
  }

  private LossOperations() {}

  private static Node target(Operands operands) {
    return operands.node(0, "target").cast(DType.FLOAT32);
  }

  private static Node output(Operands operands) {
    return operands.node(1, "output").cast(DType.FLOAT32);
  }

  private static boolean fromLogits(Operands operands) {
    return operands.settings().flag("from_logits", false);
  }

  /** A probability, kept from where its logarithm is infinite. */
  private static Node inside(Node probability) {
    return probability.max(EPSILON).min(1 - EPSILON);
  }

  private static Node binary(Operands operands) {
    Node target = target(operands);
    Node output = output(operands);
    // As Keras on TensorFlow, which looks for what a sigmoid was made of.
    if (fromLogits(operands) || output.op() == Unary.SIGMOID) {
      Node logits = output.op() == Unary.SIGMOID ? output.input(0) : output;
      return target.graph().add(new CrossEntropy.SigmoidCrossEntropy(), logits, target);
    }
    Node p = inside(output);
    Node no = p.neg().add(1).log().mul(target.neg().add(1));
    return p.log().mul(target).add(no).neg();
  }

  private static Node categorical(Operands operands) {
    Node target = target(operands);
    Node output = output(operands);
    int axis = operands.axis(output, -1);
    int last = output.shape().rank() - 1;
    Node truth = ShapeOperations.moved(target, axis, last);
    Node classes = ShapeOperations.moved(output, axis, last);
    boolean isSoftmax = classes.op() instanceof Reduction.Softmax;
    Node log;
    if (fromLogits(operands) || isSoftmax) {
      log = (isSoftmax ? classes.input(0) : classes).logSoftmax();
    } else {
      log = inside(classes.div(AxisOperations.reduce(classes, Fold.SUM, true, last))).log();
    }
    return truth.mul(log).sum(-1).neg();
  }

  private static Node sparse(Operands operands) {
    Node target = operands.node(0, "target").cast(DType.INT32);
    Node output = output(operands);
    int last = output.shape().rank() - 1;
    operands.settings().drop("axis");
    if (target.shape().rank() == output.shape().rank()) {
      target = ShapeOperations.without(target, last);
    }
    boolean isSoftmax = output.op() instanceof Reduction.Softmax;
    Node logits = fromLogits(operands) ? output : inside(output).log();
    Node log = (isSoftmax ? output.input(0) : logits).logSoftmax();
    int classes = ShapeOperations.known(output, last);
    Node own = output.graph().add(new Lookup.OneHot(classes), target);
    return own.where(log, output.graph().constant(0f)).sum(-1).neg();
  }
}
