package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.tensor.Shape;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A rectifier that learns its slopes: x where above 0, else {@code alpha x} (He and others 2015).
 *
 * @param alpha the slopes, a weight of a row's shape
 * @param sharedAxes axes along which one slope serves all, from 1; length 1 in {@code alpha}
 */
public record PReLU(WeightOptions alpha, List<Integer> sharedAxes) implements Layer {
  public PReLU {
    sharedAxes = List.copyOf(sharedAxes);
    if (sharedAxes.contains(0)) {
      throw new IllegalArgumentException(
          "PReLU(sharedAxes %s): slopes are shared by all rows anyway; name axes of the row"
              .formatted(sharedAxes));
    }
  }

  /** A slope for each element of a row, 0 at first. */
  public static PReLU of() {
    return new PReLU(WeightOptions.of(Initializers.ZEROS), List.of());
  }

  public PReLU withAlpha(WeightOptions alpha) {
    return new PReLU(alpha, sharedAxes);
  }

  public PReLU withSharedAxes(int... sharedAxes) {
    return withSharedAxes(IntStream.of(sharedAxes).boxed().toList());
  }

  PReLU withSharedAxes(List<Integer> sharedAxes) {
    return new PReLU(alpha, sharedAxes);
  }

  @Override
  public Masking masking() {
    return Masking.PASSED;
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    Node x = Inputs.atLeastRank(2, inputs);
    List<Integer> shared = sharedAxes.stream().map(x.shape()::axis).toList();
    int[] dims =
        IntStream.range(1, x.shape().rank())
            .map(axis -> shared.contains(axis) ? 1 : Inputs.known(x, axis))
            .toArray();
    Node slopes = scope.weight("alpha", Shape.of(dims), alpha);
    return x.relu().sub(slopes.mul(x.neg().relu()));
  }
}
