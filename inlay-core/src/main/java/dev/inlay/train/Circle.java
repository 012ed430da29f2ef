package dev.inlay.train;

import dev.inlay.graph.Binary;
import dev.inlay.graph.Node;
import dev.inlay.graph.Unary;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;

/**
 * Pulls together embeddings of one class within a batch and pushes apart those of different ones
 * (Sun 2020). Predictions are embeddings {@code [batch, width]} of length 1, labels class ids. A
 * sample that has nobody of its class, or nobody of another, beside it doesn't count.
 *
 * @param gamma how steep
 * @param margin how far apart classes should be: within a class, cosine distances are wanted below
 *     it, between classes above 1 less it
 * @param removeDiagonal whether a sample is no companion to itself
 */
public record Circle(float gamma, float margin, boolean removeDiagonal) implements Loss {
  /** Stands for minus infinity: exp of it is 0, but sums with it are numbers. */
  private static final float FAR = -1e30f;

  /** With gamma 80, margin 0.4, and no sample beside itself. */
  public static Circle of() {
    return new Circle(80, 0.4f, true);
  }

  public Circle withGamma(float steepness) {
    return new Circle(steepness, margin, removeDiagonal);
  }

  public Circle withMargin(float distance) {
    return new Circle(gamma, distance, removeDiagonal);
  }

  @Override
  public Labels labels(Shape yPred) {
    return Labels.of(DType.INT32, yPred.slice(0, yPred.rank() - 1));
  }

  @Override
  public Node valid(Node yTrue, Node yPred) {
    return perSample(yTrue, yPred).greater(0);
  }

  @Override
  public Node perSample(Node yTrue, Node yPred) {
    Node ids = Ranks.ids(yTrue, yPred);
    Node column = Ranks.expand(ids);
    Node alike = column.apply(Binary.EQUAL, column.transpose(1, 0));
    Node unlike = alike.apply(Unary.NOT);
    Node companions = removeDiagonal ? alike.mul(offDiagonal(ids)) : alike;
    Node distance = yPred.matMul(yPred.transpose(1, 0)).neg().add(1).max(0);
    Node near = distance.add(margin).mul(companions).max(0);
    Node far = distance.neg().add(1 + margin).mul(unlike).max(0);
    Node pull = near.mul(distance.neg().add(margin)).mul(-gamma);
    Node push = far.mul(distance.neg().add(1 - margin)).mul(gamma);
    return sum(companions, pull).add(sum(unlike, push)).softplus();
  }

  /** Ones but where a sample meets itself. */
  private static Node offDiagonal(Node ids) {
    Node ones = Ranks.expand(ids.cast(DType.FLOAT32).mul(0).add(1));
    Node place = ones.graph().add(new dev.inlay.graph.Reduction.CumSum(0, false, false), ones);
    return place.apply(Binary.EQUAL, place.transpose(1, 0)).apply(Unary.NOT);
  }

  /** log Σ exp of a row's values where a mask is set. */
  private static Node sum(Node mask, Node values) {
    Node counted = mask.where(values, values.graph().constant(FAR));
    Node largest = counted.reduceMax(1).stopGradient();
    Node shares = counted.sub(Ranks.expand(largest)).exp().mul(mask).sum(1);
    return shares.max(Float.MIN_NORMAL).log().add(largest);
  }
}
