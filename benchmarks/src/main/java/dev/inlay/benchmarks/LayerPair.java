package dev.inlay.benchmarks;

import java.util.Locale;

/**
 * A layer over sequences twice, one on the other, so that the upper one has a gradient for its
 * inputs too; then what it gives at the last step (recurrent layers) or the mean over the steps
 * (others), one output, mean squared error, Adam at 0.001.
 *
 * <p>Rows are sequences of {@value #STEPS} steps of {@value #WIDTH} numbers, and every layer gives
 * as many. All engines have the layer as they themselves define it, dropout aside.
 *
 * @param layer which
 * @param batch rows of a training step
 */
record LayerPair(Kind layer, int batch) implements Subject {
  /** Steps of a sequence. */
  static final int STEPS = 50;

  /** Numbers at each step, units, filters. */
  static final int WIDTH = 64;

  /** Heads of an attention, each of a share of the width. */
  static final int HEADS = 4;

  /** Steps that a filter of a convolution sees; its ends are padded. */
  static final int WINDOW = 3;

  static final float LEARNING_RATE = 0.001f;

  /** The layers. */
  enum Kind {
    /** A long short-term memory. */
    LSTM,
    /** A gated recurrent unit, the reset gate after the product. */
    GRU,
    /** A convolution along the steps, then ReLU. */
    CONV1D,
    /** A sequence's attention to itself. */
    ATTENTION,
    /** Normalization of each step of each row. */
    LAYERNORM,
    /** Normalization of each of the {@value #WIDTH} features over the batch and the steps. */
    BATCHNORM;

    /** As in a workload's name. */
    String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the last step is what counts. */
    boolean isRecurrent() {
      return this == LSTM || this == GRU;
    }
  }

  @Override
  public int numerics() {
    return STEPS * WIDTH;
  }

  /** Of both layers; of an attention also those of steps with steps. */
  @Override
  public long products() {
    long each =
        switch (layer) {
          case LSTM -> 8L * WIDTH;
          case GRU -> 6L * WIDTH;
          case CONV1D -> (long) WINDOW * WIDTH;
          case ATTENTION -> 4L * WIDTH + 2L * STEPS;
          case LAYERNORM, BATCHNORM -> 1;
        };
    return 2L * STEPS * WIDTH * each;
  }
}
