package dev.inlay.layer;

/**
 * A long short-term memory over the steps of {@code [batch, steps, width]}; {@link LSTMCell} says
 * what a step does. Its states are h and c.
 *
 * <p>Kernels, biases and what else a cell has are set here, as in Keras, or in the cell. Weights
 * are found below the cell's name: {@code lstm/lstm_cell/kernel}.
 *
 * @param cell what a step does
 * @param options how the sequence is taken, and what comes of it
 */
public record LSTM(LSTMCell cell, SequenceOptions options)
    implements RecurrentLayer<LSTM>, CellSettings<LSTM> {
  /** Keras's defaults; the output is the last step's. */
  public static LSTM of(int units) {
    return of(LSTMCell.of(units));
  }

  /** Over a cell; the output is the last step's. */
  public static LSTM of(LSTMCell cell) {
    return new LSTM(cell, SequenceOptions.of());
  }

  @Override
  public LSTM withOptions(SequenceOptions options) {
    return new LSTM(cell, options);
  }

  @Override
  public CellOptions cellOptions() {
    return cell.options();
  }

  @Override
  public LSTM withCellOptions(CellOptions options) {
    return new LSTM(cell.withCellOptions(options), this.options);
  }

  /** Of the gates i, f and o. */
  public LSTM withRecurrentActivation(ActivationFunction activation) {
    return new LSTM(cell.withRecurrentActivation(activation), options);
  }

  /** Whether the forget gate's bias is 1 at first. */
  public LSTM withUnitForgetBias(boolean unitForgetBias) {
    return new LSTM(cell.withUnitForgetBias(unitForgetBias), options);
  }
}
