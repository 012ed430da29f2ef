package dev.inlay.train;

import org.jspecify.annotations.Nullable;

/**
 * The best {@link Precision} at a {@link Recall} of at least so much; 0 if no threshold reaches
 * that.
 *
 * @param recall the least recall, from 0 to 1
 * @param numThresholds how many thresholds are tried, evenly from 0 to 1
 * @param classId if not null, only this class counts
 */
public record PrecisionAtRecall(float recall, int numThresholds, @Nullable Integer classId)
    implements Metric {
  public PrecisionAtRecall {
    rates(recall, numThresholds, classId);
  }

  /** At 200 thresholds. */
  public static PrecisionAtRecall of(float recall) {
    return new PrecisionAtRecall(recall, 200, null);
  }

  public PrecisionAtRecall withNumThresholds(int count) {
    return new PrecisionAtRecall(recall, count, classId);
  }

  public PrecisionAtRecall withClassId(int id) {
    return new PrecisionAtRecall(recall, numThresholds, id);
  }

  @Override
  public String name() {
    return "precision_at_recall";
  }

  @Override
  public Mode direction() {
    return Mode.MAX;
  }

  @Override
  public Accumulator start() {
    return rates(recall, numThresholds, classId).start();
  }

  private static BestRate rates(float least, int thresholds, @Nullable Integer classId) {
    return new BestRate(thresholds, classId, least, BestRate.Rate.RECALL, BestRate.Rate.PRECISION);
  }
}
