package dev.inlay.train;

import java.util.List;

/**
 * Adam (Kingma and Ba 2014) as Keras has it: m and v are running means of g and g², and {@code w -=
 * lr √(1 - beta2ᵗ) / (1 - beta1ᵗ) m / (√v + epsilon)}. The two corrections are formed in 32 bits,
 * as Keras forms them.
 *
 * @param beta1 how much of m stays at each step
 * @param beta2 how much of v stays at each step
 * @param epsilon keeps the divisor from zero
 * @param amsgrad whether the largest v so far stands for v in the divisor (Reddi 2018)
 */
public record Adam(
    LearningRate learningRate, float beta1, float beta2, float epsilon, boolean amsgrad, Rows rows)
    implements Optimizer {
  public Adam {
    Settings.fraction("beta1", beta1);
    Settings.fraction("beta2", beta2);
    Settings.notNegative("epsilon", epsilon);
  }

  /** Keras's: learning rate 0.001, betas 0.9 and 0.999, epsilon 1e-7. */
  public static Adam of() {
    return of(0.001f);
  }

  public static Adam of(float learningRate) {
    return of(LearningRate.of(learningRate));
  }

  public static Adam of(LearningRate learningRate) {
    return new Adam(learningRate, 0.9f, 0.999f, 1e-7f, false, Rows.EXACT);
  }

  @Override
  public Adam withLearningRate(LearningRate rate) {
    return new Adam(rate, beta1, beta2, epsilon, amsgrad, rows);
  }

  public Adam withBetas(float first, float second) {
    return new Adam(learningRate, first, second, epsilon, amsgrad, rows);
  }

  public Adam withEpsilon(float value) {
    return new Adam(learningRate, beta1, beta2, value, amsgrad, rows);
  }

  public Adam withAmsgrad(boolean value) {
    return new Adam(learningRate, beta1, beta2, epsilon, value, rows);
  }

  @Override
  public Adam withRows(Rows treatment) {
    return new Adam(learningRate, beta1, beta2, epsilon, amsgrad, treatment);
  }

  @Override
  public List<Slot> slots() {
    Slot momentum = new Slot("momentum", 0);
    Slot velocity = new Slot("velocity", 0);
    return amsgrad
        ? List.of(momentum, velocity, new Slot("velocity_hat", 0))
        : List.of(momentum, velocity);
  }

  @Override
  public String kind() {
    return "adam";
  }
}
