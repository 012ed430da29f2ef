package dev.inlay.layer;

import java.util.List;

/**
 * A recurrence over the steps of {@code [batch, steps, …]} with any cell.
 *
 * @param cell what a step does
 * @param options how the sequence is taken, and what comes of it
 */
public record RNN(RNNCell cell, SequenceOptions options) implements RecurrentLayer<RNN> {
  /** Over a cell; the output is the last step's. */
  public static RNN of(RNNCell cell) {
    return new RNN(cell, SequenceOptions.of());
  }

  /** Over several cells, each of which is fed with the output of the one before. */
  public static RNN of(List<RNNCell> cells) {
    return of(new StackedRNNCells(cells));
  }

  @Override
  public RNN withOptions(SequenceOptions options) {
    return new RNN(cell, options);
  }
}
