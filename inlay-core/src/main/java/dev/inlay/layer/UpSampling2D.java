package dev.inlay.layer;

import dev.inlay.graph.Node;

/**
 * {@code [batch, height, width, channels]} made larger by whole factors.
 *
 * @param height how many times as many lines
 * @param width how many times as many columns
 * @param interpolation what stands between the old elements
 */
public record UpSampling2D(int height, int width, Interpolation interpolation) implements Layer {
  public UpSampling2D {
    Convolving.atLeastOne("height", height);
    Convolving.atLeastOne("width", width);
  }

  /** Each element repeated. */
  public static UpSampling2D of(int size) {
    return of(size, size);
  }

  /** Each element repeated. */
  public static UpSampling2D of(int height, int width) {
    return new UpSampling2D(height, width, Interpolation.NEAREST);
  }

  public UpSampling2D withInterpolation(Interpolation interpolation) {
    return new UpSampling2D(height, width, interpolation);
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    Node x = Convolving.spatial(2, inputs);
    if (interpolation == Interpolation.NEAREST) {
      return Repeating.each(Repeating.each(x, 1, height), 2, width);
    }
    // Interpolation is linear, for lines and columns apart: a matrix for each.
    int lines = Inputs.known(x, 1);
    int columns = Inputs.known(x, 2);
    int channels = Inputs.known(x, 3);
    Node lineWeights = x.graph().constant(interpolation.weights(lines, height));
    Node columnWeights = x.graph().constant(interpolation.weights(columns, width));
    Node taller = lineWeights.matMul(x.reshape(0, 0, columns * channels));
    return columnWeights.matMul(taller.reshape(0, 0, columns, channels));
  }
}
