package dev.inlay.train;

import java.util.List;

/**
 * Lion (Chen 2023): every weight goes the same way per step, by the sign of a mean of gradients:
 * {@code w -= lr sign(beta1 m + (1 - beta1) g)}, then {@code m = beta2 m + (1 - beta2) g}. It wants
 * a learning rate some times smaller than Adam's.
 *
 * @param beta1 how much m counts beside the gradient
 * @param beta2 how much of m stays at each step
 */
public record Lion(LearningRate learningRate, float beta1, float beta2, Rows rows)
    implements Optimizer {
  public Lion {
    if (!(beta1 > 0 && beta1 <= 1)) {
      throw new IllegalArgumentException("beta1 is more than 0 and 1 at most, got " + beta1);
    }
    Settings.fraction("beta2", beta2);
  }

  /** Keras's: learning rate 0.001, betas 0.9 and 0.99. */
  public static Lion of() {
    return of(0.001f);
  }

  public static Lion of(float learningRate) {
    return of(LearningRate.of(learningRate));
  }

  public static Lion of(LearningRate learningRate) {
    return new Lion(learningRate, 0.9f, 0.99f, Rows.EXACT);
  }

  @Override
  public Lion withLearningRate(LearningRate rate) {
    return new Lion(rate, beta1, beta2, rows);
  }

  public Lion withBetas(float first, float second) {
    return new Lion(learningRate, first, second, rows);
  }

  @Override
  public Lion withRows(Rows treatment) {
    return new Lion(learningRate, beta1, beta2, treatment);
  }

  @Override
  public List<Slot> slots() {
    return List.of(new Slot("momentum", 0));
  }

  @Override
  public String kind() {
    return "lion";
  }
}
