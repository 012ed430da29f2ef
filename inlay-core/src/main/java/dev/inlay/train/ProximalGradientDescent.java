package dev.inlay.train;

import java.util.List;

/**
 * Gradient descent that pulls weights toward zero as part of each step (Duchi and Singer 2009), as
 * TensorFlow's first generation has it: {@code p = w - lr g}, {@code w = sign(p) max(|p| - lr l1,
 * 0) / (1 + lr l2)}.
 *
 * @param l1 makes weights that hardly help exactly zero
 * @param l2 makes all weights smaller
 */
public record ProximalGradientDescent(LearningRate learningRate, float l1, float l2, Rows rows)
    implements Optimizer {
  public ProximalGradientDescent {
    Settings.notNegative("l1", l1);
    Settings.notNegative("l2", l2);
  }

  /** Learning rate 0.01, no regularization. */
  public static ProximalGradientDescent of() {
    return of(0.01f);
  }

  public static ProximalGradientDescent of(float learningRate) {
    return of(LearningRate.of(learningRate));
  }

  public static ProximalGradientDescent of(LearningRate learningRate) {
    return new ProximalGradientDescent(learningRate, 0, 0, Rows.EXACT);
  }

  @Override
  public ProximalGradientDescent withLearningRate(LearningRate rate) {
    return new ProximalGradientDescent(rate, l1, l2, rows);
  }

  /** With both regularizations. */
  public ProximalGradientDescent withRegularization(float first, float second) {
    return new ProximalGradientDescent(learningRate, first, second, rows);
  }

  @Override
  public ProximalGradientDescent withRows(Rows treatment) {
    return new ProximalGradientDescent(learningRate, l1, l2, treatment);
  }

  @Override
  public List<Slot> slots() {
    return List.of();
  }

  @Override
  public String kind() {
    return "proximal_gradient_descent";
  }
}
