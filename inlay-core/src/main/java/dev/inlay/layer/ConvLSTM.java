package dev.inlay.layer;

import dev.inlay.graph.Window.Padding;

/**
 * A recurrence over an {@link LSTMCell} with convolutions, over steps of images of one to three
 * axes: {@code [batch, steps, space…, channels]}.
 *
 * @param <R> the class itself
 */
public sealed interface ConvLSTM<R extends ConvLSTM<R>> extends RecurrentLayer<R>, CellSettings<R>
    permits ConvLSTM1D, ConvLSTM2D, ConvLSTM3D {
  @Override
  ConvLSTMCell cell();

  R withCell(ConvLSTMCell cell);

  @Override
  default CellOptions cellOptions() {
    return cell().options();
  }

  @Override
  default R withCellOptions(CellOptions options) {
    return withCell(cell().withCellOptions(options));
  }

  /** How far filters move over the inputs: one number for each axis, or one for all. */
  default R withStrides(int... strides) {
    return withCell(cell().withWindow(cell().window().withStrides(strides)));
  }

  /** What lies beyond the inputs' edges. */
  default R withPadding(Padding padding) {
    return withCell(cell().withWindow(cell().window().withPadding(padding)));
  }

  /** The distance between the places that a filter sees: for each axis, or one for all. */
  default R withDilationRate(int... dilationRate) {
    return withCell(cell().withDilationRate(dilationRate));
  }

  /** Of the gates i, f and o. */
  default R withRecurrentActivation(ActivationFunction activation) {
    return withCell(cell().withRecurrentActivation(activation));
  }

  /** Whether the forget gate's bias is 1 at first. */
  default R withUnitForgetBias(boolean unitForgetBias) {
    return withCell(cell().withUnitForgetBias(unitForgetBias));
  }
}
