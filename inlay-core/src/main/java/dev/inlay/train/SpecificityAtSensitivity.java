package dev.inlay.train;

import org.jspecify.annotations.Nullable;

/**
 * The best specificity (the share of negatives that are left alone) at a sensitivity (the share of
 * positives that are found) of at least so much; 0 if no threshold reaches that.
 *
 * @param sensitivity the least sensitivity, from 0 to 1
 * @param numThresholds how many thresholds are tried, evenly from 0 to 1
 * @param classId if not null, only this class counts
 */
public record SpecificityAtSensitivity(
    float sensitivity, int numThresholds, @Nullable Integer classId) implements Metric {
  public SpecificityAtSensitivity {
    rates(sensitivity, numThresholds, classId);
  }

  /** At 200 thresholds. */
  public static SpecificityAtSensitivity of(float sensitivity) {
    return new SpecificityAtSensitivity(sensitivity, 200, null);
  }

  public SpecificityAtSensitivity withNumThresholds(int count) {
    return new SpecificityAtSensitivity(sensitivity, count, classId);
  }

  public SpecificityAtSensitivity withClassId(int id) {
    return new SpecificityAtSensitivity(sensitivity, numThresholds, id);
  }

  @Override
  public String name() {
    return "specificity_at_sensitivity";
  }

  @Override
  public Mode direction() {
    return Mode.MAX;
  }

  @Override
  public Accumulator start() {
    return rates(sensitivity, numThresholds, classId).start();
  }

  private static BestRate rates(float least, int thresholds, @Nullable Integer classId) {
    return new BestRate(
        thresholds, classId, least, BestRate.Rate.RECALL, BestRate.Rate.SPECIFICITY);
  }
}
