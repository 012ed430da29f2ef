package dev.inlay.train;

import java.util.List;

/**
 * LAMB (You 2020): the direction of {@link Adam}, with steps as long as the weight is: {@code w -=
 * lr |w| / |d| d}. Of a table whose rows are lazy, d is zero for those that a step doesn't see; if
 * they are exact, those move on for some hundred steps, until what is left of their way is lost in
 * rounding.
 *
 * @param beta1 how much of m stays at each step
 * @param beta2 how much of v stays at each step
 * @param epsilon keeps the divisor from zero
 */
public record Lamb(LearningRate learningRate, float beta1, float beta2, float epsilon, Rows rows)
    implements Optimizer {
  public Lamb {
    Settings.fraction("beta1", beta1);
    Settings.fraction("beta2", beta2);
    Settings.notNegative("epsilon", epsilon);
  }

  /** Keras's: learning rate 0.001, betas 0.9 and 0.999, epsilon 1e-7. */
  public static Lamb of() {
    return of(0.001f);
  }

  public static Lamb of(float learningRate) {
    return of(LearningRate.of(learningRate));
  }

  public static Lamb of(LearningRate learningRate) {
    return new Lamb(learningRate, 0.9f, 0.999f, 1e-7f, Rows.EXACT);
  }

  @Override
  public Lamb withLearningRate(LearningRate rate) {
    return new Lamb(rate, beta1, beta2, epsilon, rows);
  }

  public Lamb withBetas(float first, float second) {
    return new Lamb(learningRate, first, second, epsilon, rows);
  }

  public Lamb withEpsilon(float value) {
    return new Lamb(learningRate, beta1, beta2, value, rows);
  }

  @Override
  public Lamb withRows(Rows treatment) {
    return new Lamb(learningRate, beta1, beta2, epsilon, treatment);
  }

  @Override
  public List<Slot> slots() {
    return List.of(new Slot("momentum", 0), new Slot("velocity", 0));
  }

  @Override
  public String kind() {
    return "lamb";
  }
}
