package dev.inlay.train;

import dev.inlay.tensor.Shape;
import java.util.List;
import java.util.Map;

/**
 * Adagrad (Duchi 2011): {@code a += g²}, then {@code w -= lr g / √(a + epsilon)}. A gradient of
 * zero moves nothing, so rows that a batch didn't look up need nothing.
 *
 * <p>Row-wise, one number is kept for all of a row: {@code a += mean(g²)} over the row, which costs
 * a table hardly any memory. This is FBGEMM's {@code EXACT_ROWWISE_ADAGRAD}, that of TorchRec and
 * DLRM (Gupta 2020, arXiv:2003.09518); theirs has accumulators from 0 and epsilon outside, 1e-8.
 *
 * @param initialAccumulatorValue what a starts from
 * @param epsilonOutside divide by √a + epsilon instead, as TensorFlow's estimators and Keras 2 do;
 *     the first generation of estimators has epsilon 0
 * @param rowwise whether a row has one accumulator: the numbers that differ in the first axis alone
 */
public record Adagrad(
    LearningRate learningRate,
    float initialAccumulatorValue,
    float epsilon,
    boolean epsilonOutside,
    boolean rowwise,
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
    return new Adagrad(learningRate, 0.1f, 1e-7f, false, false, Rows.EXACT);
  }

  @Override
  public Adagrad withLearningRate(LearningRate rate) {
    return new Adagrad(rate, initialAccumulatorValue, epsilon, epsilonOutside, rowwise, rows);
  }

  public Adagrad withInitialAccumulatorValue(float value) {
    return new Adagrad(learningRate, value, epsilon, epsilonOutside, rowwise, rows);
  }

  public Adagrad withEpsilon(float value) {
    return new Adagrad(learningRate, initialAccumulatorValue, value, epsilonOutside, rowwise, rows);
  }

  public Adagrad withEpsilonOutside(boolean outside) {
    return new Adagrad(learningRate, initialAccumulatorValue, epsilon, outside, rowwise, rows);
  }

  public Adagrad withRowwise(boolean value) {
    return new Adagrad(learningRate, initialAccumulatorValue, epsilon, epsilonOutside, value, rows);
  }

  @Override
  public Adagrad withRows(Rows treatment) {
    return new Adagrad(
        learningRate, initialAccumulatorValue, epsilon, epsilonOutside, rowwise, treatment);
  }

  @Override
  public List<Slot> slots() {
    return List.of(new Slot("accumulator", initialAccumulatorValue));
  }

  @Override
  public Map<Slot, Shape> slots(Shape weight) {
    boolean perRow = rowwise && weight.rank() > 1;
    return Map.of(slots().getFirst(), perRow ? weight.slice(0, 1) : weight);
  }

  @Override
  public String kind() {
    return "adagrad";
  }
}
