package dev.inlay.layer;

import dev.inlay.graph.Binary;
import dev.inlay.graph.Node;
import dev.inlay.graph.Random;

/**
 * In training, sets each element to 0 with a probability and divides the others by what is left
 * (inverted dropout, Srivastava and others 2014); else does nothing.
 *
 * @param rate the probability, from 0 (inclusive) to 1 (exclusive)
 */
public record Dropout(float rate) implements Layer {
  public Dropout {
    checkRate("Dropout", rate);
  }

  public static Dropout of(double rate) {
    return new Dropout((float) rate);
  }

  static void checkRate(String what, float rate) {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException(
          "%s(%s): the part to drop is 0 or more and below 1".formatted(what, rate));
    }
  }

  /** Factors of a value's shape: 0 with probability {@code rate}, else {@code 1 / (1 - rate)}. */
  static Node factors(Scope scope, float rate, Node like) {
    Node uniform = scope.random(Random.Distribution.UNIFORM, like);
    Node kept = uniform.apply(Binary.GREATER_OR_EQUAL, scope.graph().constant(rate));
    return kept.mul(1 / (1 - rate));
  }

  @Override
  public Masking masking() {
    return Masking.PASSED;
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    Node x = Inputs.atLeastRank(1, inputs);
    return scope.training() && rate > 0 ? x.mul(factors(scope, rate, x)) : x;
  }
}
