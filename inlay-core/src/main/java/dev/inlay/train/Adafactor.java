package dev.inlay.train;

import dev.inlay.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Adafactor (Shazeer and Stern 2018): of a matrix's squared gradients only the means of rows and of
 * columns are remembered. Steps are as long as the weight is. Of a table the means of columns decay
 * at each step; if its rows are lazy, their means do so only when they are seen.
 *
 * @param beta2Decay how fast older squares are forgotten: of a step t, 1 - t^beta2Decay stays
 * @param epsilon1 is added to squares
 * @param epsilon2 what the root mean square of a weight counts at least
 * @param clipThreshold how large the root mean square of a step's direction may be
 * @param relativeStep whether a learning rate that is no schedule is kept below 1 / √t
 */
public record Adafactor(
    LearningRate learningRate,
    float beta2Decay,
    float epsilon1,
    float epsilon2,
    float clipThreshold,
    boolean relativeStep,
    Rows rows)
    implements Optimizer {
  /** Keras's: learning rate 0.001, relative steps. */
  public static Adafactor of() {
    return of(0.001f);
  }

  public static Adafactor of(float learningRate) {
    return of(LearningRate.of(learningRate));
  }

  public static Adafactor of(LearningRate learningRate) {
    return new Adafactor(learningRate, -0.8f, 1e-30f, 1e-3f, 1, true, Rows.EXACT);
  }

  @Override
  public Adafactor withLearningRate(LearningRate rate) {
    return new Adafactor(rate, beta2Decay, epsilon1, epsilon2, clipThreshold, relativeStep, rows);
  }

  public Adafactor withBeta2Decay(float value) {
    return new Adafactor(
        learningRate, value, epsilon1, epsilon2, clipThreshold, relativeStep, rows);
  }

  public Adafactor withEpsilon1(float value) {
    return new Adafactor(
        learningRate, beta2Decay, value, epsilon2, clipThreshold, relativeStep, rows);
  }

  public Adafactor withEpsilon2(float value) {
    return new Adafactor(
        learningRate, beta2Decay, epsilon1, value, clipThreshold, relativeStep, rows);
  }

  public Adafactor withClipThreshold(float value) {
    return new Adafactor(learningRate, beta2Decay, epsilon1, epsilon2, value, relativeStep, rows);
  }

  public Adafactor withRelativeStep(boolean value) {
    return new Adafactor(learningRate, beta2Decay, epsilon1, epsilon2, clipThreshold, value, rows);
  }

  @Override
  public Adafactor withRows(Rows treatment) {
    return new Adafactor(
        learningRate, beta2Decay, epsilon1, epsilon2, clipThreshold, relativeStep, treatment);
  }

  @Override
  public List<Slot> slots() {
    return List.of(new Slot("r", 0), new Slot("c", 0), new Slot("velocity", 0));
  }

  @Override
  public Map<Slot, Shape> slots(Shape weight) {
    int rank = weight.rank();
    if (rank < 2) {
      return Map.of(slots().get(2), weight);
    }
    Map<Slot, Shape> factors = new LinkedHashMap<>();
    factors.put(slots().get(0), weight.without(rank - 1));
    factors.put(slots().get(1), weight.without(rank - 2));
    return factors;
  }

  @Override
  public String kind() {
    return "adafactor";
  }
}
