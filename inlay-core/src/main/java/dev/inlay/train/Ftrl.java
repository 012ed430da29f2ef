package dev.inlay.train;

import java.util.List;

/**
 * FTRL-proximal (McMahan 2013) as TensorFlow and Keras have it: with L1 regularization, weights
 * that hardly help become exactly zero.
 *
 * <p>By default, rows of a table that a batch didn't look up are left alone, as the estimators do.
 * Keras 3 works every weight out anew from its slots at each step, so that rows never seen become
 * zero at the first step; {@link Rows#EXACT} and {@link Rows#DENSE} do the same.
 *
 * @param learningRatePower how fast the rate falls: 0 for a fixed one, -0.5 for the usual
 * @param initialAccumulatorValue what the sum of g² starts from
 * @param l2Shrinkage an L2 penalty on the loss's side, which doesn't only stabilise as {@code l2}
 * @param beta further damping, added to l2 as beta / (2 lr)
 */
public record Ftrl(
    LearningRate learningRate,
    float learningRatePower,
    float initialAccumulatorValue,
    float l1,
    float l2,
    float l2Shrinkage,
    float beta,
    Rows rows)
    implements Optimizer {
  public Ftrl {
    if (!(learningRatePower <= 0)) {
      throw new IllegalArgumentException(
          "Ftrl's learning rate power is 0 or less, got " + learningRatePower);
    }
    Settings.notNegative("initial accumulator value", initialAccumulatorValue);
    Settings.notNegative("l1", l1);
    Settings.notNegative("l2", l2);
    Settings.notNegative("l2 shrinkage", l2Shrinkage);
    Settings.notNegative("beta", beta);
  }

  /** Keras's: learning rate 0.001, power -0.5, accumulators from 0.1, no regularization. */
  public static Ftrl of() {
    return of(0.001f);
  }

  public static Ftrl of(float learningRate) {
    return of(LearningRate.of(learningRate));
  }

  public static Ftrl of(LearningRate learningRate) {
    return new Ftrl(learningRate, -0.5f, 0.1f, 0, 0, 0, 0, Rows.LAZY);
  }

  @Override
  public Ftrl withLearningRate(LearningRate rate) {
    return new Ftrl(
        rate, learningRatePower, initialAccumulatorValue, l1, l2, l2Shrinkage, beta, rows);
  }

  public Ftrl withLearningRatePower(float value) {
    return new Ftrl(learningRate, value, initialAccumulatorValue, l1, l2, l2Shrinkage, beta, rows);
  }

  public Ftrl withInitialAccumulatorValue(float value) {
    return new Ftrl(learningRate, learningRatePower, value, l1, l2, l2Shrinkage, beta, rows);
  }

  /** With both regularizations. */
  public Ftrl withRegularization(float first, float second) {
    return new Ftrl(
        learningRate,
        learningRatePower,
        initialAccumulatorValue,
        first,
        second,
        l2Shrinkage,
        beta,
        rows);
  }

  public Ftrl withL2Shrinkage(float value) {
    return new Ftrl(
        learningRate, learningRatePower, initialAccumulatorValue, l1, l2, value, beta, rows);
  }

  public Ftrl withBeta(float value) {
    return new Ftrl(
        learningRate, learningRatePower, initialAccumulatorValue, l1, l2, l2Shrinkage, value, rows);
  }

  @Override
  public Ftrl withRows(Rows treatment) {
    return new Ftrl(
        learningRate,
        learningRatePower,
        initialAccumulatorValue,
        l1,
        l2,
        l2Shrinkage,
        beta,
        treatment);
  }

  @Override
  public List<Slot> slots() {
    return List.of(new Slot("accumulator", initialAccumulatorValue), new Slot("linear", 0));
  }

  @Override
  public String kind() {
    return "ftrl";
  }
}
