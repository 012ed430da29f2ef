package dev.inlay.layer;

/**
 * A long short-term memory with convolutions, over the steps of {@code [batch, steps, depth,
 * height, width, channels]}; {@link ConvLSTMCell} says what a step does. Its states are h and c.
 *
 * @param cell what a step does
 * @param options how the sequence is taken, and what comes of it
 */
public record ConvLSTM3D(ConvLSTMCell cell, SequenceOptions options)
    implements ConvLSTM<ConvLSTM3D> {
  public ConvLSTM3D {
    Convolving.check(3, cell.window(), cell.dilationRate());
  }

  /**
   * Keras's defaults; the output is the last step's.
   *
   * @param kernelSize one for all axes, or one for each
   */
  public static ConvLSTM3D of(int filters, int... kernelSize) {
    return new ConvLSTM3D(ConvLSTMCell.of(3, filters, kernelSize), SequenceOptions.of());
  }

  @Override
  public ConvLSTM3D withOptions(SequenceOptions options) {
    return new ConvLSTM3D(cell, options);
  }

  @Override
  public ConvLSTM3D withCell(ConvLSTMCell cell) {
    return new ConvLSTM3D(cell, options);
  }
}
