package dev.inlay.train;

import dev.inlay.graph.Binary;
import dev.inlay.graph.CrossEntropy;
import dev.inlay.graph.Node;
import dev.inlay.graph.Reduction.Softmax;
import dev.inlay.graph.Unary;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * -log p[y]: labels are class ids, predictions {@code [batch, …, classes]}.
 *
 * @param fromLogits whether predictions are logits, to which a softmax has still to be applied
 * @param ignoreClass samples with this label don't count; null if all do
 * @param axis the axis of the classes
 */
public record SparseCategoricalCrossentropy(
    boolean fromLogits, @Nullable Integer ignoreClass, int axis) implements Loss {
  /** For probabilities. */
  public static SparseCategoricalCrossentropy of() {
    return new SparseCategoricalCrossentropy(false, null, -1);
  }

  /** For logits. */
  public static SparseCategoricalCrossentropy ofLogits() {
    return new SparseCategoricalCrossentropy(true, null, -1);
  }

  public SparseCategoricalCrossentropy withIgnoreClass(int label) {
    return new SparseCategoricalCrossentropy(fromLogits, label, axis);
  }

  public SparseCategoricalCrossentropy withAxis(int classAxis) {
    return new SparseCategoricalCrossentropy(fromLogits, ignoreClass, classAxis);
  }

  @Override
  public Labels labels(Shape yPred) {
    int classAxis = yPred.axis(axis);
    return new Labels(DType.INT32, yPred.without(classAxis), yPred.dim(classAxis), ignoreClass);
  }

  @Override
  public @Nullable Node valid(Node yTrue, Node yPred) {
    Integer ignored = ignoreClass;
    if (ignored == null) {
      return null;
    }
    Node ids = Ranks.ids(yTrue, yPred);
    Node label = ids.graph().constant(Tensor.of(Shape.SCALAR, ignored.intValue()));
    return ids.apply(Binary.EQUAL, label).apply(Unary.NOT);
  }

  @Override
  public Node perSample(Node yTrue, Node yPred) {
    Node ids = Ranks.ids(yTrue, yPred);
    Node valid = valid(yTrue, yPred);
    if (valid != null) {
      ids = valid.where(ids, ids.graph().constant(Tensor.of(Shape.SCALAR, 0)));
    }
    boolean last = yPred.shape().axis(axis) == yPred.shape().rank() - 1;
    Node logits =
        last || fromLogits ? Probabilities.logits(yPred, fromLogits, new Softmax()) : null;
    Node x = Ranks.axisLast(logits == null ? Probabilities.clip(yPred).log() : logits, axis);
    Node loss = ids.graph().add(new CrossEntropy.SparseSoftmaxCrossEntropy(), x, ids);
    return valid == null ? loss : loss.mul(valid);
  }
}
