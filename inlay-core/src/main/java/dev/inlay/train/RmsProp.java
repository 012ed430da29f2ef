package dev.inlay.train;

import java.util.ArrayList;
import java.util.List;

/**
 * RMSprop (Hinton 2012) as Keras has it: {@code v = rho v + (1 - rho) g²}, {@code w -= lr g / √(v +
 * epsilon)}; with momentum the step goes through {@code m = momentum m + step}.
 *
 * @param rho how much of v stays at each step
 * @param momentum how much of the last step is made again; 0 for none
 * @param centered whether the square of g's running mean is taken off v, which makes it a variance
 * @param initialVelocity what v starts from: 0, or 1 in TensorFlow's first generation
 */
public record RmsProp(
    LearningRate learningRate,
    float rho,
    float momentum,
    float epsilon,
    boolean centered,
    float initialVelocity,
    Rows rows)
    implements Optimizer {
  public RmsProp {
    Settings.fraction("rho", rho);
    Settings.fraction("momentum", momentum);
    Settings.notNegative("epsilon", epsilon);
    Settings.notNegative("initial velocity", initialVelocity);
  }

  /** Keras's: learning rate 0.001, rho 0.9, no momentum, epsilon 1e-7. */
  public static RmsProp of() {
    return of(0.001f);
  }

  public static RmsProp of(float learningRate) {
    return of(LearningRate.of(learningRate));
  }

  public static RmsProp of(LearningRate learningRate) {
    return new RmsProp(learningRate, 0.9f, 0, 1e-7f, false, 0, Rows.EXACT);
  }

  @Override
  public RmsProp withLearningRate(LearningRate rate) {
    return new RmsProp(rate, rho, momentum, epsilon, centered, initialVelocity, rows);
  }

  public RmsProp withRho(float value) {
    return new RmsProp(learningRate, value, momentum, epsilon, centered, initialVelocity, rows);
  }

  public RmsProp withMomentum(float value) {
    return new RmsProp(learningRate, rho, value, epsilon, centered, initialVelocity, rows);
  }

  public RmsProp withEpsilon(float value) {
    return new RmsProp(learningRate, rho, momentum, value, centered, initialVelocity, rows);
  }

  public RmsProp withCentered(boolean value) {
    return new RmsProp(learningRate, rho, momentum, epsilon, value, initialVelocity, rows);
  }

  public RmsProp withInitialVelocity(float value) {
    return new RmsProp(learningRate, rho, momentum, epsilon, centered, value, rows);
  }

  @Override
  public RmsProp withRows(Rows treatment) {
    return new RmsProp(learningRate, rho, momentum, epsilon, centered, initialVelocity, treatment);
  }

  @Override
  public List<Slot> slots() {
    List<Slot> slots = new ArrayList<>(List.of(new Slot("velocity", initialVelocity)));
    if (momentum > 0 || centered) {
      slots.add(new Slot("momentum", 0));
    }
    if (centered) {
      slots.add(new Slot("average_gradient", 0));
    }
    return slots;
  }

  @Override
  public String kind() {
    return "rmsprop";
  }
}
