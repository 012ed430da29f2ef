package dev.inlay.layer;

import dev.inlay.graph.Node;
import java.util.List;

/**
 * Filters that slide over the planes, lines and columns of {@code [batch, depth, height, width,
 * channels]}: {@code activation(conv(x, kernel) + bias)}.
 *
 * @param filters the number of output channels
 * @param window how a filter slides
 * @param dilationRate the distance between the places that it sees
 * @param groups into how many groups channels and filters are cut, each connected within itself
 * @param kernel the weight {@code [depth, height, width, channels / groups, filters]}
 * @param output bias, activation, penalty
 */
public record Conv3D(
    int filters,
    WindowOptions window,
    List<Integer> dilationRate,
    int groups,
    WeightOptions kernel,
    OutputOptions output)
    implements KernelConvolution<Conv3D> {
  public Conv3D {
    dilationRate = List.copyOf(dilationRate);
    Convolving.checkGrouped(3, filters, window, dilationRate, groups);
  }

  /** Linear, stride 1, no padding. */
  public static Conv3D of(int filters, int kernelSize) {
    return of(filters, kernelSize, Activations.LINEAR);
  }

  /** With an activation. */
  public static Conv3D of(int filters, int kernelSize, ActivationFunction activation) {
    return new Conv3D(
        filters,
        WindowOptions.of(3, kernelSize),
        WindowOptions.each("dilation rates", 3, 1),
        1,
        WeightOptions.of(Initializers.GLOROT_UNIFORM),
        OutputOptions.of(activation));
  }

  @Override
  public Conv3D withWindow(WindowOptions window) {
    return new Conv3D(filters, window, dilationRate, groups, kernel, output);
  }

  @Override
  public Conv3D withDilationRate(int... dilationRate) {
    List<Integer> each = WindowOptions.each("dilation rates", 3, dilationRate);
    return new Conv3D(filters, window, each, groups, kernel, output);
  }

  public Conv3D withGroups(int groups) {
    return new Conv3D(filters, window, dilationRate, groups, kernel, output);
  }

  @Override
  public Conv3D withKernel(WeightOptions kernel) {
    return new Conv3D(filters, window, dilationRate, groups, kernel, output);
  }

  @Override
  public Conv3D withOutput(OutputOptions output) {
    return new Conv3D(filters, window, dilationRate, groups, kernel, output);
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    return Convolving.grouped(this, filters, groups, scope, inputs);
  }
}
