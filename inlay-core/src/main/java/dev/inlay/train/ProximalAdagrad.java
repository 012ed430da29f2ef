package dev.inlay.train;

import java.util.List;

/**
 * {@link ProximalGradientDescent} at {@link Adagrad}'s rates: {@code a += g²}, and lr / √a stands
 * for lr.
 *
 * @param initialAccumulatorValue what a starts from
 * @param l1 makes weights that hardly help exactly zero
 * @param l2 makes all weights smaller
 */
public record ProximalAdagrad(
    LearningRate learningRate, float initialAccumulatorValue, float l1, float l2, Rows rows)
    implements Optimizer {
  public ProximalAdagrad {
    Settings.notNegative("initial accumulator value", initialAccumulatorValue);
    Settings.notNegative("l1", l1);
    Settings.notNegative("l2", l2);
  }

  /** Learning rate 0.01, accumulators from 0.1, no regularization. */
  public static ProximalAdagrad of() {
    return of(0.01f);
  }

  public static ProximalAdagrad of(float learningRate) {
    return of(LearningRate.of(learningRate));
  }

  public static ProximalAdagrad of(LearningRate learningRate) {
    return new ProximalAdagrad(learningRate, 0.1f, 0, 0, Rows.EXACT);
  }

  @Override
  public ProximalAdagrad withLearningRate(LearningRate rate) {
    return new ProximalAdagrad(rate, initialAccumulatorValue, l1, l2, rows);
  }

  public ProximalAdagrad withInitialAccumulatorValue(float value) {
    return new ProximalAdagrad(learningRate, value, l1, l2, rows);
  }

  /** With both regularizations. */
  public ProximalAdagrad withRegularization(float first, float second) {
    return new ProximalAdagrad(learningRate, initialAccumulatorValue, first, second, rows);
  }

  @Override
  public ProximalAdagrad withRows(Rows treatment) {
    return new ProximalAdagrad(learningRate, initialAccumulatorValue, l1, l2, treatment);
  }

  @Override
  public List<Slot> slots() {
    return List.of(new Slot("accumulator", initialAccumulatorValue));
  }

  @Override
  public String kind() {
    return "proximal_adagrad";
  }
}
