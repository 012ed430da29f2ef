package dev.inlay.train;

import java.util.List;

/**
 * Nadam (Dozat 2016): {@link Adam} with Nesterov's momentum, which grows by Keras's schedule {@code
 * beta1 (1 - 0.96ᵗ / 2)}.
 *
 * @param beta1 how much of m stays at each step
 * @param beta2 how much of v stays at each step
 * @param epsilon keeps the divisor from zero
 */
public record Nadam(LearningRate learningRate, float beta1, float beta2, float epsilon, Rows rows)
    implements Optimizer {
  public Nadam {
    Settings.fraction("beta1", beta1);
    Settings.fraction("beta2", beta2);
    Settings.notNegative("epsilon", epsilon);
  }

  /** Keras's: learning rate 0.001, betas 0.9 and 0.999, epsilon 1e-7. */
  public static Nadam of() {
    return of(0.001f);
  }

  public static Nadam of(float learningRate) {
    return of(LearningRate.of(learningRate));
  }

  public static Nadam of(LearningRate learningRate) {
    return new Nadam(learningRate, 0.9f, 0.999f, 1e-7f, Rows.EXACT);
  }

  @Override
  public Nadam withLearningRate(LearningRate rate) {
    return new Nadam(rate, beta1, beta2, epsilon, rows);
  }

  public Nadam withBetas(float first, float second) {
    return new Nadam(learningRate, first, second, epsilon, rows);
  }

  public Nadam withEpsilon(float value) {
    return new Nadam(learningRate, beta1, beta2, value, rows);
  }

  @Override
  public Nadam withRows(Rows treatment) {
    return new Nadam(learningRate, beta1, beta2, epsilon, treatment);
  }

  @Override
  public List<Slot> slots() {
    return List.of(new Slot("momentum", 0), new Slot("velocity", 0));
  }

  @Override
  public String kind() {
    return "nadam";
  }
}
