package dev.inlay.train;

import org.jspecify.annotations.Nullable;

/**
 * The best sensitivity (the share of positives that are found) at a specificity (the share of
 * negatives that are left alone) of at least so much; 0 if no threshold reaches that.
 *
 * @param specificity the least specificity, from 0 to 1
 * @param numThresholds how many thresholds are tried, evenly from 0 to 1
 * @param classId if not null, only this class counts
 */
public record SensitivityAtSpecificity(
    float specificity, int numThresholds, @Nullable Integer classId) implements Metric {
  public SensitivityAtSpecificity {
    rates(specificity, numThresholds, classId);
  }

  /** At 200 thresholds. */
  public static SensitivityAtSpecificity of(float specificity) {
    return new SensitivityAtSpecificity(specificity, 200, null);
  }

  public SensitivityAtSpecificity withNumThresholds(int count) {
    return new SensitivityAtSpecificity(specificity, count, classId);
  }

  public SensitivityAtSpecificity withClassId(int id) {
    return new SensitivityAtSpecificity(specificity, numThresholds, id);
  }

  @Override
  public String name() {
    return "sensitivity_at_specificity";
  }

  @Override
  public Mode direction() {
    return Mode.MAX;
  }

  @Override
  public Accumulator start() {
    return rates(specificity, numThresholds, classId).start();
  }

  private static BestRate rates(float least, int thresholds, @Nullable Integer classId) {
    return new BestRate(
        thresholds, classId, least, BestRate.Rate.SPECIFICITY, BestRate.Rate.RECALL);
  }
}
