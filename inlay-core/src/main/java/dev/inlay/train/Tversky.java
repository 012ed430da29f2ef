package dev.inlay.train;

import dev.inlay.graph.Node;
import java.util.List;

/**
 * {@link Dice} in which what is too much and what is missed count differently (Salehi 2017): 1 - i
 * / (i + alpha Σ ŷ (1 - y) + beta Σ y (1 - ŷ)), where i is Σ y ŷ. (Up to version 3.15, Keras had
 * alpha and beta the other way round.)
 *
 * @param alpha how much that counts which was predicted but isn't so
 * @param beta how much that counts which is so but wasn't predicted
 * @param axis the axes over which a set spreads; none for all, the batch among them
 */
public record Tversky(float alpha, float beta, List<Integer> axis) implements Loss {
  public Tversky {
    axis = List.copyOf(axis);
  }

  /** Both count a half, which is {@link Dice}. */
  public static Tversky of() {
    return of(0.5f, 0.5f);
  }

  public static Tversky of(float alpha, float beta) {
    return new Tversky(alpha, beta, List.of());
  }

  public Tversky withAxis(Integer... axes) {
    return new Tversky(alpha, beta, List.of(axes));
  }

  @Override
  public Node perSample(Node yTrue, Node yPred) {
    var pair = Ranks.align(yTrue, yPred);
    int[] axes = axis.stream().mapToInt(i -> i).toArray();
    Node both = pair.yTrue().mul(pair.yPred()).sum(axes);
    Node missed = pair.yPred().neg().add(1).mul(pair.yTrue()).sum(axes).mul(beta);
    Node invented = pair.yTrue().neg().add(1).mul(pair.yPred()).sum(axes).mul(alpha);
    Node all = both.add(missed).add(invented).add(Probabilities.EPSILON);
    return both.div(all).neg().add(1);
  }
}
