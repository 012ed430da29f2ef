package dev.inlay.layer;

import dev.inlay.graph.Node;
import java.util.List;

/**
 * A convolution in two steps, over the lines and columns of {@code [batch, height, width,
 * channels]}: each channel for itself as in {@link DepthwiseConv2D}, then all channels of a place
 * together.
 *
 * @param filters the number of output channels
 * @param depthMultiplier the number of channels between the steps for each input channel
 * @param window how the first step's filters slide
 * @param dilationRate the distance between the places that they see
 * @param depthwise the weight {@code [height, width, channels, depthMultiplier]}
 * @param pointwise the weight {@code [1, 1, channels * depthMultiplier, filters]}
 * @param output bias, activation, penalty
 */
public record SeparableConv2D(
    int filters,
    int depthMultiplier,
    WindowOptions window,
    List<Integer> dilationRate,
    WeightOptions depthwise,
    WeightOptions pointwise,
    OutputOptions output)
    implements Convolution<SeparableConv2D> {
  public SeparableConv2D {
    dilationRate = List.copyOf(dilationRate);
    Convolving.check(2, window, dilationRate);
    Convolving.refuseCausal(window);
    Convolving.atLeastOne("filters", filters);
    Convolving.atLeastOne("depthMultiplier", depthMultiplier);
  }

  /** Linear, stride 1, no padding. */
  public static SeparableConv2D of(int filters, int kernelSize) {
    return of(filters, kernelSize, Activations.LINEAR);
  }

  /** With an activation. */
  public static SeparableConv2D of(int filters, int kernelSize, ActivationFunction activation) {
    return new SeparableConv2D(
        filters,
        1,
        WindowOptions.of(2, kernelSize),
        WindowOptions.each("dilation rates", 2, 1),
        WeightOptions.of(Initializers.GLOROT_UNIFORM),
        WeightOptions.of(Initializers.GLOROT_UNIFORM),
        OutputOptions.of(activation));
  }

  public SeparableConv2D withDepthMultiplier(int depthMultiplier) {
    return new SeparableConv2D(
        filters, depthMultiplier, window, dilationRate, depthwise, pointwise, output);
  }

  @Override
  public SeparableConv2D withWindow(WindowOptions window) {
    return new SeparableConv2D(
        filters, depthMultiplier, window, dilationRate, depthwise, pointwise, output);
  }

  @Override
  public SeparableConv2D withDilationRate(int... dilationRate) {
    List<Integer> each = WindowOptions.each("dilation rates", 2, dilationRate);
    return new SeparableConv2D(
        filters, depthMultiplier, window, each, depthwise, pointwise, output);
  }

  public SeparableConv2D withDepthwise(WeightOptions depthwise) {
    return new SeparableConv2D(
        filters, depthMultiplier, window, dilationRate, depthwise, pointwise, output);
  }

  public SeparableConv2D withPointwise(WeightOptions pointwise) {
    return new SeparableConv2D(
        filters, depthMultiplier, window, dilationRate, depthwise, pointwise, output);
  }

  @Override
  public SeparableConv2D withOutput(OutputOptions output) {
    return new SeparableConv2D(
        filters, depthMultiplier, window, dilationRate, depthwise, pointwise, output);
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    Node each =
        Convolving.depthwise(this, "depthwise_kernel", depthwise, depthMultiplier, scope, inputs);
    Node sums = Convolving.pointwise(each, filters, pointwise, scope);
    return Convolving.finish(this, scope, inputs[0], sums);
  }
}
