package dev.inlay.layer;

/**
 * A gated recurrent unit over the steps of {@code [batch, steps, width]}; {@link GRUCell} says what
 * a step does.
 *
 * <p>Kernels, biases and what else a cell has are set here, as in Keras, or in the cell. Weights
 * are found below the cell's name: {@code gru/gru_cell/kernel}.
 *
 * @param cell what a step does
 * @param options how the sequence is taken, and what comes of it
 */
public record GRU(GRUCell cell, SequenceOptions options)
    implements RecurrentLayer<GRU>, CellSettings<GRU> {
  /** Keras's defaults; the output is the last step's. */
  public static GRU of(int units) {
    return of(GRUCell.of(units));
  }

  /** Over a cell; the output is the last step's. */
  public static GRU of(GRUCell cell) {
    return new GRU(cell, SequenceOptions.of());
  }

  @Override
  public GRU withOptions(SequenceOptions options) {
    return new GRU(cell, options);
  }

  @Override
  public CellOptions cellOptions() {
    return cell.options();
  }

  @Override
  public GRU withCellOptions(CellOptions options) {
    return new GRU(cell.withCellOptions(options), this.options);
  }

  /** Of the gates z and r. */
  public GRU withRecurrentActivation(ActivationFunction activation) {
    return new GRU(cell.withRecurrentActivation(activation), options);
  }

  /** Whether the reset gate acts after the matrix product, not before it. */
  public GRU withResetAfter(boolean resetAfter) {
    return new GRU(cell.withResetAfter(resetAfter), options);
  }
}
