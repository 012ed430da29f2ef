package dev.inlay.layer;

import dev.inlay.graph.Binary;
import dev.inlay.graph.Node;
import dev.inlay.graph.Random;
import dev.inlay.tensor.Shape;
import java.util.List;
import java.util.stream.IntStream;

/**
 * In training, sets each element to 0 with a probability and divides the others by what is left
 * (inverted dropout, Srivastava and others 2014); else does nothing.
 *
 * @param rate the probability, from 0 to 1
 * @param noiseShape the shape of what is drawn: where it is 1, all elements along the axis are
 *     dropped or kept together; -1 for the input's length. Empty for the input's shape
 */
public record Dropout(float rate, List<Integer> noiseShape) implements Layer {
  public Dropout {
    checkRate("Dropout", rate);
    noiseShape = List.copyOf(noiseShape);
    checkNoiseShape("Dropout", noiseShape);
  }

  public static Dropout of(double rate) {
    return new Dropout((float) rate, List.of());
  }

  public Dropout withNoiseShape(int... noiseShape) {
    return new Dropout(rate, IntStream.of(noiseShape).boxed().toList());
  }

  static void checkRate(String what, float rate) {
    if (!(rate >= 0 && rate <= 1)) {
      throw new IllegalArgumentException(
          "%s(%s): the part to drop is from 0 to 1".formatted(what, rate));
    }
  }

  static void checkNoiseShape(String what, List<Integer> noiseShape) {
    if (noiseShape.stream().anyMatch(d -> d < 1 && d != Shape.UNKNOWN)) {
      throw new IllegalArgumentException(
          "%s(noiseShape %s): lengths are 1 or more, or -1 for the input's"
              .formatted(what, noiseShape));
    }
  }

  /** Of a value's shape: 0 with probability {@code rate}, else 1. */
  static Node kept(Scope scope, float rate, Node like) {
    Node uniform = scope.random(Random.Distribution.UNIFORM, like);
    return uniform.apply(Binary.GREATER_OR_EQUAL, scope.graph().constant(rate));
  }

  /** Factors of a value's shape: 0 with probability {@code rate}, else {@code 1 / (1 - rate)}. */
  static Node factors(Scope scope, float rate, Node like) {
    return kept(scope, rate, like).mul(rate < 1 ? 1 / (1 - rate) : 0);
  }

  /** The first elements along those axes of a value along which one draw serves all. */
  static Node drawn(Node x, List<Integer> noiseShape) {
    if (noiseShape.isEmpty()) {
      return x;
    }
    if (noiseShape.size() != x.shape().rank()) {
      throw new IllegalArgumentException(
          "noise of shape %s doesn't fit an input of shape %s".formatted(noiseShape, x.shape()));
    }
    Node like = x;
    for (int axis = 0; axis < noiseShape.size(); axis++) {
      int length = noiseShape.get(axis);
      int own = x.shape().dim(axis);
      if (length == 1) {
        like = like.slice(axis, 0, 1);
      } else if (length != Shape.UNKNOWN && own != Shape.UNKNOWN && length != own) {
        throw new IllegalArgumentException(
            "noise of shape %s doesn't fit an input of shape %s".formatted(noiseShape, x.shape()));
      }
    }
    return like;
  }

  /** The value with elements dropped, those along axes 1 to the last but one together. */
  static Node dropChannels(Scope scope, float rate, Node x) {
    if (!scope.training() || rate == 0) {
      return x;
    }
    Node like = x;
    for (int axis = 1; axis < x.shape().rank() - 1; axis++) {
      like = like.slice(axis, 0, 1);
    }
    return x.mul(factors(scope, rate, like));
  }

  @Override
  public Masking masking() {
    return Masking.PASSED;
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    Node x = Inputs.atLeastRank(1, inputs);
    Node like = drawn(x, noiseShape);
    return scope.training() && rate > 0 ? x.mul(factors(scope, rate, like)) : x;
  }
}
