package dev.inlay.layer;

/**
 * A fully connected recurrence over the steps of {@code [batch, steps, width]}; {@link
 * SimpleRNNCell} says what a step does.
 *
 * <p>Kernels, biases and what else a cell has are set here, as in Keras, or in the cell. Weights
 * are found below the cell's name: {@code simple_rnn/simple_rnn_cell/kernel}.
 *
 * @param cell what a step does
 * @param options how the sequence is taken, and what comes of it
 */
public record SimpleRNN(SimpleRNNCell cell, SequenceOptions options)
    implements RecurrentLayer<SimpleRNN>, CellSettings<SimpleRNN> {
  /** Keras's defaults; the output is the last step's. */
  public static SimpleRNN of(int units) {
    return of(SimpleRNNCell.of(units));
  }

  /** Over a cell; the output is the last step's. */
  public static SimpleRNN of(SimpleRNNCell cell) {
    return new SimpleRNN(cell, SequenceOptions.of());
  }

  @Override
  public SimpleRNN withOptions(SequenceOptions options) {
    return new SimpleRNN(cell, options);
  }

  @Override
  public CellOptions cellOptions() {
    return cell.options();
  }

  @Override
  public SimpleRNN withCellOptions(CellOptions options) {
    return new SimpleRNN(cell.withCellOptions(options), this.options);
  }
}
