package dev.inlay.layer;

/**
 * A long short-term memory with convolutions, over the steps of {@code [batch, steps, height,
 * width, channels]}; {@link ConvLSTMCell} says what a step does. Its states are h and c.
 *
 * @param cell what a step does
 * @param options how the sequence is taken, and what comes of it
 */
public record ConvLSTM2D(ConvLSTMCell cell, SequenceOptions options)
    implements ConvLSTM<ConvLSTM2D> {
  public ConvLSTM2D {
    Convolving.check(2, cell.window(), cell.dilationRate());
  }

  /**
   * Keras's defaults; the output is the last step's.
   *
   * @param kernelSize one for all axes, or one for each
   */
  public static ConvLSTM2D of(int filters, int... kernelSize) {
    return new ConvLSTM2D(ConvLSTMCell.of(2, filters, kernelSize), SequenceOptions.of());
  }

  @Override
  public ConvLSTM2D withOptions(SequenceOptions options) {
    return new ConvLSTM2D(cell, options);
  }

  @Override
  public ConvLSTM2D withCell(ConvLSTMCell cell) {
    return new ConvLSTM2D(cell, options);
  }
}
