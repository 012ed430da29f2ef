package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.tensor.Shape;

/**
 * Crosses features with each other: {@code x0 * (x · kernel + bias) + x}, the layer of DCN V2 (Wang
 * and others 2021). The first input is the features as they came in, the second the output of the
 * layer before; with one input, both are that.
 *
 * @param kernel the weight {@code [width, width]}
 */
public record Cross(WeightOptions kernel) implements Layer {
  /** With Glorot's uniform kernel. */
  public static Cross of() {
    return new Cross(WeightOptions.of(Initializers.GLOROT_UNIFORM));
  }

  public Cross withKernel(WeightOptions kernel) {
    return new Cross(kernel);
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    Node first = inputs[0];
    Node x = inputs[inputs.length - 1];
    int width = x.shape().last();
    if (inputs.length > 2 || first.shape().last() != width) {
      throw new IllegalArgumentException(
          "wants the features and the output of the layer before, of one width; got %d inputs of widths %d and %d"
              .formatted(inputs.length, first.shape().last(), width));
    }
    Node weights = scope.weight("kernel", Shape.of(width, width), kernel);
    Node bias = scope.weight("bias", Shape.of(width), Initializers.ZEROS);
    return first.mul(x.matMul(weights).add(bias)).add(x);
  }
}
