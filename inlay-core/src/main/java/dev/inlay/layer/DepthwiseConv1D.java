package dev.inlay.layer;

import dev.inlay.graph.Node;
import java.util.List;

/**
 * Filters that slide over the steps of {@code [batch, steps, channels]}, each over one channel:
 * {@code depthMultiplier} filters for every channel, whose outputs stand side by side.
 *
 * @param depthMultiplier the number of output channels for each input channel
 * @param window how a filter slides
 * @param dilationRate the distance between the places that it sees
 * @param kernel the weight {@code [size, channels, depthMultiplier]}; Keras's {@code
 *     depthwise_initializer} and so on
 * @param output bias, activation, penalty
 */
public record DepthwiseConv1D(
    int depthMultiplier,
    WindowOptions window,
    List<Integer> dilationRate,
    WeightOptions kernel,
    OutputOptions output)
    implements KernelConvolution<DepthwiseConv1D> {
  public DepthwiseConv1D {
    dilationRate = List.copyOf(dilationRate);
    Convolving.check(1, window, dilationRate);
    Convolving.refuseCausal(window);
    Convolving.atLeastOne("depthMultiplier", depthMultiplier);
  }

  /** Linear, one filter for each channel, stride 1, no padding. */
  public static DepthwiseConv1D of(int kernelSize) {
    return of(kernelSize, Activations.LINEAR);
  }

  /** With an activation. */
  public static DepthwiseConv1D of(int kernelSize, ActivationFunction activation) {
    return new DepthwiseConv1D(
        1,
        WindowOptions.of(1, kernelSize),
        WindowOptions.each("dilation rates", 1, 1),
        WeightOptions.of(Initializers.GLOROT_UNIFORM),
        OutputOptions.of(activation));
  }

  public DepthwiseConv1D withDepthMultiplier(int depthMultiplier) {
    return new DepthwiseConv1D(depthMultiplier, window, dilationRate, kernel, output);
  }

  @Override
  public DepthwiseConv1D withWindow(WindowOptions window) {
    return new DepthwiseConv1D(depthMultiplier, window, dilationRate, kernel, output);
  }

  @Override
  public DepthwiseConv1D withDilationRate(int... dilationRate) {
    List<Integer> each = WindowOptions.each("dilation rates", 1, dilationRate);
    return new DepthwiseConv1D(depthMultiplier, window, each, kernel, output);
  }

  @Override
  public DepthwiseConv1D withKernel(WeightOptions kernel) {
    return new DepthwiseConv1D(depthMultiplier, window, dilationRate, kernel, output);
  }

  @Override
  public DepthwiseConv1D withOutput(OutputOptions output) {
    return new DepthwiseConv1D(depthMultiplier, window, dilationRate, kernel, output);
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    Node sums = Convolving.depthwise(this, "kernel", kernel, depthMultiplier, scope, inputs);
    return Convolving.finish(this, scope, inputs[0], sums);
  }
}
