package dev.inlay.cli.job;

import dev.inlay.layer.Activations;
import java.util.List;

/**
 * What model is trained.
 *
 * @param hidden the widths of the network's hidden layers
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
    WIDE_DEEP;

    public boolean wide() {
      return this != DNN;
    }

    public boolean deep() {
      return this != LINEAR;
    }
  }

  public ModelChoice withKind(Kind other) {
    return new ModelChoice(other, hidden, activation, dropout, batchNorm, embedding);
  }
}
