package dev.inlay.train;

import java.util.List;

/**
 * Gradient descent: {@code w -= lr g}; with momentum {@code m = momentum m - lr g, w += m}, or in
 * Nesterov's form {@code w += momentum m - lr g}.
 *
 * @param momentum how much of the last step is made again; 0 for none
 * @param nesterov whether the gradient counts as if taken one step further
 */
public record Sgd(LearningRate learningRate, float momentum, boolean nesterov, Rows rows)
    implements Optimizer {
  public Sgd {
    if (!(momentum >= 0 && momentum <= 1)) {
      throw new IllegalArgumentException("momentum is from 0 to 1, got " + momentum);
    }
  }

  /** Keras's: learning rate 0.01, no momentum. */
  public static Sgd of() {
    return of(0.01f);
  }

  public static Sgd of(float learningRate) {
    return of(LearningRate.of(learningRate));
  }

  public static Sgd of(LearningRate learningRate) {
    return new Sgd(learningRate, 0, false, Rows.EXACT);
  }

  @Override
  public Sgd withLearningRate(LearningRate rate) {
    return new Sgd(rate, momentum, nesterov, rows);
  }

  public Sgd withMomentum(float value) {
    return new Sgd(learningRate, value, nesterov, rows);
  }

  public Sgd withNesterov(boolean value) {
    return new Sgd(learningRate, momentum, value, rows);
  }

  @Override
  public Sgd withRows(Rows treatment) {
    return new Sgd(learningRate, momentum, nesterov, treatment);
  }

  @Override
  public List<Slot> slots() {
    return momentum == 0 ? List.of() : List.of(new Slot("momentum", 0));
  }

  @Override
  public String kind() {
    return "sgd";
  }
}
