package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.graph.Window;
import java.util.List;

/**
 * A convolution the other way round, which makes more of few: each element of {@code [batch, steps,
 * channels]} is spread by a kernel over a window of the output, what meets there is added, and a
 * bias and an activation follow. Also called deconvolution. How long the output is, see {@link
 * Window.ConvTranspose}.
 *
 * @param filters the number of output channels
 * @param window how the window slides over the output
 * @param outputPadding how much longer the output is than the windows reach, for each axis, below
 *     its stride; empty to have {@code strides} times the length of the input
 * @param dilationRate the distance between the places of a window
 * @param kernel the weight {@code [size, filters, channels]}
 * @param output bias, activation, penalty
 */
public record Conv1DTranspose(
    int filters,
    WindowOptions window,
    List<Integer> outputPadding,
    List<Integer> dilationRate,
    WeightOptions kernel,
    OutputOptions output)
    implements KernelConvolution<Conv1DTranspose> {
  public Conv1DTranspose {
    outputPadding = List.copyOf(outputPadding);
    dilationRate = List.copyOf(dilationRate);
    Convolving.checkTransposed(1, filters, window, dilationRate, outputPadding);
  }

  /** Linear, stride 1, no padding. */
  public static Conv1DTranspose of(int filters, int kernelSize) {
    return of(filters, kernelSize, Activations.LINEAR);
  }

  /** With an activation. */
  public static Conv1DTranspose of(int filters, int kernelSize, ActivationFunction activation) {
    return new Conv1DTranspose(
        filters,
        WindowOptions.of(1, kernelSize),
        List.of(),
        WindowOptions.each("dilation rates", 1, 1),
        WeightOptions.of(Initializers.GLOROT_UNIFORM),
        OutputOptions.of(activation));
  }

  @Override
  public Conv1DTranspose withWindow(WindowOptions window) {
    return new Conv1DTranspose(filters, window, outputPadding, dilationRate, kernel, output);
  }

  /** One number for each axis, or one for all; none for the length that follows from strides. */
  public Conv1DTranspose withOutputPadding(int... outputPadding) {
    List<Integer> each = Convolving.paddings(1, outputPadding);
    return new Conv1DTranspose(filters, window, each, dilationRate, kernel, output);
  }

  @Override
  public Conv1DTranspose withDilationRate(int... dilationRate) {
    List<Integer> each = WindowOptions.each("dilation rates", 1, dilationRate);
    return new Conv1DTranspose(filters, window, outputPadding, each, kernel, output);
  }

  @Override
  public Conv1DTranspose withKernel(WeightOptions kernel) {
    return new Conv1DTranspose(filters, window, outputPadding, dilationRate, kernel, output);
  }

  @Override
  public Conv1DTranspose withOutput(OutputOptions output) {
    return new Conv1DTranspose(filters, window, outputPadding, dilationRate, kernel, output);
  }

  /** Masked steps would be spread over others, so masks are refused. */
  @Override
  public Masking masking() {
    return Masking.REFUSED;
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    return Convolving.transposed(this, filters, outputPadding, scope, inputs);
  }
}
