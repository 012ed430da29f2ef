package dev.inlay.layer;

import dev.inlay.graph.Node;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Brings each row's vectors along some axes to the Euclidean length 1.
 *
 * @param axis the axes along which a vector lies; negative ones count from the end
 */
public record UnitNormalization(List<Integer> axis) implements Layer {
  /** The length below which a vector counts as that long, as in Keras. */
  private static final float EPSILON = 1e-12f;

  public UnitNormalization {
    axis = List.copyOf(axis);
    Normalizing.check("UnitNormalization", axis, EPSILON);
  }

  /** Along the last axis. */
  public static UnitNormalization of() {
    return of(-1);
  }

  public static UnitNormalization of(int... axis) {
    return new UnitNormalization(IntStream.of(axis).boxed().toList());
  }

  @Override
  public Masking masking() {
    return Masking.PASSED;
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    Node x = Inputs.atLeastRank(2, inputs);
    return Inputs.unit(x, EPSILON, Normalizing.axes(axis, x));
  }
}
