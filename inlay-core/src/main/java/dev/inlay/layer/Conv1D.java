package dev.inlay.layer;

import dev.inlay.graph.Node;
import java.util.List;

/**
 * Filters that slide over the steps of {@code [batch, steps, channels]}: {@code activation(conv(x,
 * kernel) + bias)}.
 *
 * @param filters the number of output channels
 * @param window how a filter slides
 * @param dilationRate the distance between the places that it sees
 * @param groups into how many groups channels and filters are cut, each connected within itself
 * @param kernel the weight {@code [size, channels / groups, filters]}
 * @param output bias, activation, penalty
 */
public record Conv1D(
    int filters,
    WindowOptions window,
    List<Integer> dilationRate,
    int groups,
    WeightOptions kernel,
    OutputOptions output)
    implements KernelConvolution<Conv1D> {
  public Conv1D {
    dilationRate = List.copyOf(dilationRate);
    Convolving.checkGrouped(1, filters, window, dilationRate, groups);
  }

  /** Linear, stride 1, no padding. */
  public static Conv1D of(int filters, int kernelSize) {
    return of(filters, kernelSize, Activations.LINEAR);
  }

  /** With an activation. */
  public static Conv1D of(int filters, int kernelSize, ActivationFunction activation) {
    return new Conv1D(
        filters,
        WindowOptions.of(1, kernelSize),
        WindowOptions.each("dilation rates", 1, 1),
        1,
        WeightOptions.of(Initializers.GLOROT_UNIFORM),
        OutputOptions.of(activation));
  }

  @Override
  public Conv1D withWindow(WindowOptions window) {
    return new Conv1D(filters, window, dilationRate, groups, kernel, output);
  }

  @Override
  public Conv1D withDilationRate(int... dilationRate) {
    List<Integer> each = WindowOptions.each("dilation rates", 1, dilationRate);
    return new Conv1D(filters, window, each, groups, kernel, output);
  }

  public Conv1D withGroups(int groups) {
    return new Conv1D(filters, window, dilationRate, groups, kernel, output);
  }

  @Override
  public Conv1D withKernel(WeightOptions kernel) {
    return new Conv1D(filters, window, dilationRate, groups, kernel, output);
  }

  @Override
  public Conv1D withOutput(OutputOptions output) {
    return new Conv1D(filters, window, dilationRate, groups, kernel, output);
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    return Convolving.grouped(this, filters, groups, scope, inputs);
  }
}
