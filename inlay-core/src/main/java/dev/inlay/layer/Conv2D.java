package dev.inlay.layer;

import dev.inlay.graph.Node;
import java.util.List;

/**
 * Filters that slide over the lines and columns of {@code [batch, height, width, channels]}: {@code
 * activation(conv(x, kernel) + bias)}.
 *
 * @param filters the number of output channels
 * @param window how a filter slides
 * @param dilationRate the distance between the places that it sees
 * @param groups into how many groups channels and filters are cut, each connected within itself
 * @param kernel the weight {@code [height, width, channels / groups, filters]}
 * @param output bias, activation, penalty
 */
public record Conv2D(
    int filters,
    WindowOptions window,
    List<Integer> dilationRate,
    int groups,
    WeightOptions kernel,
    OutputOptions output)
    implements KernelConvolution<Conv2D> {
  public Conv2D {
    dilationRate = List.copyOf(dilationRate);
    Convolving.checkGrouped(2, filters, window, dilationRate, groups);
  }

  /** Linear, stride 1, no padding. */
  public static Conv2D of(int filters, int kernelSize) {
    return of(filters, kernelSize, Activations.LINEAR);
  }

  /** With an activation. */
  public static Conv2D of(int filters, int kernelSize, ActivationFunction activation) {
    return new Conv2D(
        filters,
        WindowOptions.of(2, kernelSize),
        WindowOptions.each("dilation rates", 2, 1),
        1,
        WeightOptions.of(Initializers.GLOROT_UNIFORM),
        OutputOptions.of(activation));
  }

  @Override
  public Conv2D withWindow(WindowOptions window) {
    return new Conv2D(filters, window, dilationRate, groups, kernel, output);
  }

  @Override
  public Conv2D withDilationRate(int... dilationRate) {
    List<Integer> each = WindowOptions.each("dilation rates", 2, dilationRate);
    return new Conv2D(filters, window, each, groups, kernel, output);
  }

  public Conv2D withGroups(int groups) {
    return new Conv2D(filters, window, dilationRate, groups, kernel, output);
  }

  @Override
  public Conv2D withKernel(WeightOptions kernel) {
    return new Conv2D(filters, window, dilationRate, groups, kernel, output);
  }

  @Override
  public Conv2D withOutput(OutputOptions output) {
    return new Conv2D(filters, window, dilationRate, groups, kernel, output);
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    return Convolving.grouped(this, filters, groups, scope, inputs);
  }
}
