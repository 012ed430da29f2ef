package dev.inlay.train;

import java.util.List;

/**
 * Schedule-free AdamW (Defazio 2024, arXiv:2405.15682) as Keras has it: {@link Adam} without a
 * schedule of learning rates and without a mean of gradients; weights are led by the mean x of the
 * ways of z instead:
 *
 * <pre>{@code
 * v = beta2 v + (1 - beta2) g²
 * z = z - lr g / (√(v / (1 - beta2ᵗ)) + epsilon)
 * x = (1 - 1/t) x + z / t
 * w = (1 - beta1) z + beta1 x
 * }</pre>
 *
 * <p>x isn't kept, for it follows from w and z.
 *
 * @param beta1 how much x counts for weights, more than 0
 * @param beta2 how much of v stays at each step
 * @param epsilon keeps the divisor from zero
 * @param warmupSteps in how many steps the learning rate rises from near 0
 */
public record ScheduleFreeAdamW(
    LearningRate learningRate, float beta1, float beta2, float epsilon, int warmupSteps, Rows rows)
    implements Optimizer {
  public ScheduleFreeAdamW {
    if (!(beta1 > 0 && beta1 <= 1)) {
      throw new IllegalArgumentException("beta1 is more than 0 and at most 1, got " + beta1);
    }
    Settings.fraction("beta2", beta2);
    Settings.notNegative("epsilon", epsilon);
    Settings.notNegative("warmup steps", warmupSteps);
  }

  /** Keras's: learning rate 0.0025, betas 0.9 and 0.999, epsilon 1e-8, no warmup. */
  public static ScheduleFreeAdamW of() {
    return of(0.0025f);
  }

  public static ScheduleFreeAdamW of(float learningRate) {
    return of(LearningRate.of(learningRate));
  }

  public static ScheduleFreeAdamW of(LearningRate learningRate) {
    return new ScheduleFreeAdamW(learningRate, 0.9f, 0.999f, 1e-8f, 0, Rows.EXACT);
  }

  @Override
  public ScheduleFreeAdamW withLearningRate(LearningRate rate) {
    return new ScheduleFreeAdamW(rate, beta1, beta2, epsilon, warmupSteps, rows);
  }

  public ScheduleFreeAdamW withBetas(float first, float second) {
    return new ScheduleFreeAdamW(learningRate, first, second, epsilon, warmupSteps, rows);
  }

  public ScheduleFreeAdamW withEpsilon(float value) {
    return new ScheduleFreeAdamW(learningRate, beta1, beta2, value, warmupSteps, rows);
  }

  public ScheduleFreeAdamW withWarmupSteps(int steps) {
    return new ScheduleFreeAdamW(learningRate, beta1, beta2, epsilon, steps, rows);
  }

  @Override
  public ScheduleFreeAdamW withRows(Rows treatment) {
    return new ScheduleFreeAdamW(learningRate, beta1, beta2, epsilon, warmupSteps, treatment);
  }

  /** z, which Keras calls momentum, and v. */
  @Override
  public List<Slot> slots() {
    return List.of(Slot.atWeight("momentum"), new Slot("velocity", 0));
  }

  @Override
  public String kind() {
    return "schedule_free_adamw";
  }
}
