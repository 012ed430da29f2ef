package dev.inlay.train;

import java.util.List;

/**
 * Adagrad (Duchi 2011): {@code a += g²}, then {@code w -= lr g / √(a + epsilon)}. A gradient of
 * zero moves nothing, so rows that a batch didn't look up need nothing.
 *
 * @param initialAccumulatorValue what a starts from
 * @param epsilonOutside divide by √a + epsilon instead, as TensorFlow's estimators and Keras 2 do;
 *     the first generation of estimators has epsilon 0
 */
public record Adagrad(
    LearningRate learningRate,
    float initialAccumulatorValue,
    float epsilon,
    boolean epsilonOutside,
    Rows rows)
    implements Optimizer {
  public Adagrad {
    Settings.notNegative("initial accumulator value", initialAccumulatorValue);
    Settings.notNegative("epsilon", epsilon);
  }

  /** Keras's: learning rate 0.001, accumulators from 0.1, epsilon 1e-7. */
  public static Adagrad of() {
    return of(0.001f);
  }

  public static Adagrad of(float learningRate) {
    return of(LearningRate.of(learningRate));
  }

  public static Adagrad of(LearningRate learningRate) {
    return new Adagrad(learningRate, 0.1f, 1e-7f, false, Rows.EXACT);
  }

  @Override
  public Adagrad withLearningRate(LearningRate rate) {
    return new Adagrad(rate, initialAccumulatorValue, epsilon, epsilonOutside, rows);
  }

  public Adagrad withInitialAccumulatorValue(float value) {
    return new Adagrad(learningRate, value, epsilon, epsilonOutside, rows);
  }

  public Adagrad withEpsilon(float value) {
    return new Adagrad(learningRate, initialAccumulatorValue, value, epsilonOutside, rows);
  }

  public Adagrad withEpsilonOutside(boolean outside) {
    return new Adagrad(learningRate, initialAccumulatorValue, epsilon, outside, rows);
  }

  @Override
  public Adagrad withRows(Rows treatment) {
    return new Adagrad(learningRate, initialAccumulatorValue, epsilon, epsilonOutside, treatment);
  }

  @Override
  public List<Slot> slots() {
    return List.of(new Slot("accumulator", initialAccumulatorValue));
  }

  @Override
  public String kind() {
    return "adagrad";
  }
}
