package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.graph.Reduction.Fold;
import java.util.List;

/**
 * The largest element of each channel in a given number of windows over the steps of {@code [batch,
 * steps, channels]}, whatever its size. Window i of n along an axis of length l goes from ⌊i l / n⌋
 * to ⌈(i + 1) l / n⌉, so that neighbours may overlap. Lengths have to be known when the model is
 * built.
 *
 * @param outputSize how many windows along each axis
 */
public record AdaptiveMaxPooling1D(List<Integer> outputSize) implements Layer {
  public AdaptiveMaxPooling1D {
    outputSize = Pools.outputSize(1, outputSize);
  }

  /** One number for each axis, or one for all. */
  public static AdaptiveMaxPooling1D of(int... outputSize) {
    return new AdaptiveMaxPooling1D(WindowOptions.each("output sizes", 1, outputSize));
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    return Pools.adaptive(Fold.MAX, outputSize, inputs);
  }
}
