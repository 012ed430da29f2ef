package dev.inlay.train;

import java.util.List;

/**
 * Adamax (Kingma and Ba 2014): {@link Adam} with the largest gradient of late in place of the root
 * of v: {@code u = max(beta2 u, |g|)}, {@code w -= lr / (1 - beta1ᵗ) m / (u + epsilon)}.
 *
 * @param beta1 how much of m stays at each step
 * @param beta2 how much of u stays at each step
 * @param epsilon keeps the divisor from zero
 */
public record Adamax(LearningRate learningRate, float beta1, float beta2, float epsilon, Rows rows)
    implements Optimizer {
  public Adamax {
    Settings.fraction("beta1", beta1);
    Settings.fraction("beta2", beta2);
    Settings.notNegative("epsilon", epsilon);
  }

  /** Keras's: learning rate 0.001, betas 0.9 and 0.999, epsilon 1e-7. */
  public static Adamax of() {
    return of(0.001f);
  }

  public static Adamax of(float learningRate) {
    return of(LearningRate.of(learningRate));
  }

  public static Adamax of(LearningRate learningRate) {
    return new Adamax(learningRate, 0.9f, 0.999f, 1e-7f, Rows.EXACT);
  }

  @Override
  public Adamax withLearningRate(LearningRate rate) {
    return new Adamax(rate, beta1, beta2, epsilon, rows);
  }

  public Adamax withBetas(float first, float second) {
    return new Adamax(learningRate, first, second, epsilon, rows);
  }

  public Adamax withEpsilon(float value) {
    return new Adamax(learningRate, beta1, beta2, value, rows);
  }

  @Override
  public Adamax withRows(Rows treatment) {
    return new Adamax(learningRate, beta1, beta2, epsilon, treatment);
  }

  @Override
  public List<Slot> slots() {
    return List.of(new Slot("momentum", 0), new Slot("norm", 0));
  }

  @Override
  public String kind() {
    return "adamax";
  }
}
