package dev.inlay.cli.job;

import dev.inlay.layer.Activations;
import java.util.List;

/**
 * What model is trained.
 *
 * @param hidden the widths of the network's hidden layers, or of a recurrent one's cells
 * @param dropout the part of each hidden layer's output that training drops
 * @param embedding how many numbers stand for a category where a column says nothing else
 */
public record ModelChoice(
    Kind kind,
    List<Integer> hidden,
    Activations activation,
    double dropout,
    boolean batchNorm,
    int embedding) {
  /** Wide and deep, with hidden layers of 64 and 32. */
  public static final ModelChoice USUAL =
      new ModelChoice(Kind.WIDE_DEEP, List.of(64, 32), Activations.RELU, 0.1, false, 8);

  public ModelChoice {
    hidden = List.copyOf(hidden);
  }

  /** What it is made of. */
  public enum Kind {
    /** A weighted sum. */
    LINEAR,
    /** A network. */
    DNN,
    /** Both, added. */
    WIDE_DEEP,
    /** Fully connected recurrences over sequences. */
    SIMPLE_RNN,
    /** Gated recurrent units over sequences. */
    GRU,
    /** Long short-term memories over sequences. */
    LSTM;

    public boolean wide() {
      return this == LINEAR || this == WIDE_DEEP;
    }

    /** Whether it is a recurrent network. */
    public boolean recurrent() {
      return this == SIMPLE_RNN || this == GRU || this == LSTM;
    }

    public boolean deep() {
      return this != LINEAR;
    }
  }

  public ModelChoice withKind(Kind other) {
    return new ModelChoice(other, hidden, activation, dropout, batchNorm, embedding);
  }
}
