package dev.inlay.layer;

/**
 * A long short-term memory with convolutions, over the steps of {@code [batch, steps, length,
 * channels]}; {@link ConvLSTMCell} says what a step does. Its states are h and c.
 *
 * @param cell what a step does
 * @param options how the sequence is taken, and what comes of it
 */
public record ConvLSTM1D(ConvLSTMCell cell, SequenceOptions options)
    implements ConvLSTM<ConvLSTM1D> {
  public ConvLSTM1D {
    Convolving.check(1, cell.window(), cell.dilationRate());
  }

  /**
   * Keras's defaults; the output is the last step's.
   *
   * @param kernelSize the length of a filter
   */
  public static ConvLSTM1D of(int filters, int kernelSize) {
    return new ConvLSTM1D(ConvLSTMCell.of(1, filters, kernelSize), SequenceOptions.of());
  }

  @Override
  public ConvLSTM1D withOptions(SequenceOptions options) {
    return new ConvLSTM1D(cell, options);
  }

  @Override
  public ConvLSTM1D withCell(ConvLSTMCell cell) {
    return new ConvLSTM1D(cell, options);
  }
}
