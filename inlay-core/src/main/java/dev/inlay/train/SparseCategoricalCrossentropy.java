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
 */
public record SparseCategoricalCrossentropy(boolean fromLogits, @Nullable Integer ignoreClass)
    implements Loss {
  /** For probabilities. */
  public static SparseCategoricalCrossentropy of() {
    return new SparseCategoricalCrossentropy(false, null);
  }

  /** For logits. */
  public static SparseCategoricalCrossentropy ofLogits() {
    return new SparseCategoricalCrossentropy(true, null);
  }

  public SparseCategoricalCrossentropy withIgnoreClass(int label) {
    return new SparseCategoricalCrossentropy(fromLogits, label);
  }

  @Override
  public Labels labels(Shape yPred) {
    return new Labels(DType.INT32, yPred.slice(0, yPred.rank() - 1), yPred.last(), ignoreClass);
  }

  @Override
  public @Nullable Node valid(Node yTrue, Node yPred) {
    Integer ignored = ignoreClass;
    if (ignored == null) {
      return null;
    }
    Node ids = ids(yTrue, yPred);
    Node label = ids.graph().constant(Tensor.of(Shape.SCALAR, ignored.intValue()));
    return ids.apply(Binary.EQUAL, label).apply(Unary.NOT);
  }

  @Override
  public Node perSample(Node yTrue, Node yPred) {
    Node ids = ids(yTrue, yPred);
    Node valid = valid(yTrue, yPred);
    if (valid != null) {
      ids = valid.where(ids, ids.graph().constant(Tensor.of(Shape.SCALAR, 0)));
    }
    Node logits = Probabilities.logits(yPred, fromLogits, new Softmax());
    Node x = logits == null ? Probabilities.clip(yPred).log() : logits;
    Node loss = ids.graph().add(new CrossEntropy.SparseSoftmaxCrossEntropy(), x, ids);
    return valid == null ? loss : loss.mul(valid);
  }

  private static Node ids(Node yTrue, Node yPred) {
    boolean extra = yTrue.shape().rank() == yPred.shape().rank() && yTrue.shape().last() == 1;
    return (extra ? Ranks.squeeze(yTrue) : yTrue).cast(DType.INT32);
  }
}
