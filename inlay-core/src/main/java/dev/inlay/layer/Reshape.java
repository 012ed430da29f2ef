package dev.inlay.layer;

import dev.inlay.graph.Node;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The same elements of a row under other axes.
 *
 * @param targetShape the new axes, without the batch's; one may be -1 and is worked out
 */
public record Reshape(List<Integer> targetShape) implements Layer {
  public Reshape {
    targetShape = List.copyOf(targetShape);
    if (targetShape.stream().anyMatch(d -> d == 0 || d < -1)) {
      throw new IllegalArgumentException(
          "Reshape(%s): lengths are 1 or more, or once -1".formatted(targetShape));
    }
  }

  public static Reshape of(int... targetShape) {
    return new Reshape(IntStream.of(targetShape).boxed().toList());
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    int[] dims = IntStream.concat(IntStream.of(0), targetShape.stream().mapToInt(d -> d)).toArray();
    return Inputs.one(inputs).reshape(dims);
  }
}
