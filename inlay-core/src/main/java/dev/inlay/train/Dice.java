package dev.inlay.train;

import dev.inlay.graph.Node;
import java.util.List;

/**
 * 1 - 2 Σ y ŷ / (Σ y + Σ ŷ): how little two sets overlap (Dice 1945).
 *
 * @param axis the axes over which a set spreads; none for all, the batch among them, so that all
 *     samples have one loss
 */
public record Dice(List<Integer> axis) implements Loss {
  public Dice {
    axis = List.copyOf(axis);
  }

  /** One set over all axes. */
  public static Dice of() {
    return new Dice(List.of());
  }

  /** A set over some axes. */
  public static Dice of(Integer... axes) {
    return new Dice(List.of(axes));
  }

  @Override
  public Node perSample(Node yTrue, Node yPred) {
    var pair = Ranks.align(yTrue, yPred);
    int[] axes = axis.stream().mapToInt(i -> i).toArray();
    Node both = pair.yTrue().mul(pair.yPred()).sum(axes).mul(2);
    Node all = pair.yTrue().sum(axes).add(pair.yPred().sum(axes)).add(Probabilities.EPSILON);
    return both.div(all).neg().add(1);
  }
}
