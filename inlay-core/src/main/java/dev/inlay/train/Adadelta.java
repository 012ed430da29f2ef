package dev.inlay.train;

import java.util.List;

/**
 * Adadelta (Zeiler 2012): steps are as large as the root mean square of earlier steps over that of
 * gradients. Of rows that a batch didn't look up only the means decay.
 *
 * @param rho how much of the means stays at each step
 * @param epsilon keeps both roots from zero
 */
public record Adadelta(LearningRate learningRate, float rho, float epsilon, Rows rows)
    implements Optimizer {
  public Adadelta {
    Settings.fraction("rho", rho);
    Settings.notNegative("epsilon", epsilon);
  }

  /** Keras's: learning rate 0.001, rho 0.95, epsilon 1e-7. */
  public static Adadelta of() {
    return of(0.001f);
  }

  public static Adadelta of(float learningRate) {
    return of(LearningRate.of(learningRate));
  }

  public static Adadelta of(LearningRate learningRate) {
    return new Adadelta(learningRate, 0.95f, 1e-7f, Rows.EXACT);
  }

  @Override
  public Adadelta withLearningRate(LearningRate rate) {
    return new Adadelta(rate, rho, epsilon, rows);
  }

  public Adadelta withRho(float value) {
    return new Adadelta(learningRate, value, epsilon, rows);
  }

  public Adadelta withEpsilon(float value) {
    return new Adadelta(learningRate, rho, value, rows);
  }

  @Override
  public Adadelta withRows(Rows treatment) {
    return new Adadelta(learningRate, rho, epsilon, treatment);
  }

  @Override
  public List<Slot> slots() {
    return List.of(new Slot("accumulated_grad", 0), new Slot("accumulated_delta_var", 0));
  }

  @Override
  public String kind() {
    return "adadelta";
  }
}
