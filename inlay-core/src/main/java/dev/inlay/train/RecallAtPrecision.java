package dev.inlay.train;

import org.jspecify.annotations.Nullable;

/**
 * The best {@link Recall} at a {@link Precision} of at least so much; 0 if no threshold reaches
 * that.
 *
 * @param precision the least precision, from 0 to 1
 * @param numThresholds how many thresholds are tried, evenly from 0 to 1
 * @param classId if not null, only this class counts
 */
public record RecallAtPrecision(float precision, int numThresholds, @Nullable Integer classId)
    implements Metric {
  public RecallAtPrecision {
    rates(precision, numThresholds, classId);
  }

  /** At 200 thresholds. */
  public static RecallAtPrecision of(float precision) {
    return new RecallAtPrecision(precision, 200, null);
  }

  public RecallAtPrecision withNumThresholds(int count) {
    return new RecallAtPrecision(precision, count, classId);
  }

  public RecallAtPrecision withClassId(int id) {
    return new RecallAtPrecision(precision, numThresholds, id);
  }

  @Override
  public String name() {
    return "recall_at_precision";
  }

  @Override
  public Mode direction() {
    return Mode.MAX;
  }

  @Override
  public Accumulator start() {
    return rates(precision, numThresholds, classId).start();
  }

  private static BestRate rates(float least, int thresholds, @Nullable Integer classId) {
    return new BestRate(thresholds, classId, least, BestRate.Rate.PRECISION, BestRate.Rate.RECALL);
  }
}
