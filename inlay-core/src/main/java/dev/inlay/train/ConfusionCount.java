package dev.inlay.train;

import java.util.List;
import java.util.Locale;

/**
 * How many predictions fall into one cell of the table of predicted and true, by sample weights.
 *
 * @param thresholds predictions above one count as positive; there is a result for each, none means
 *     0.5
 */
public record ConfusionCount(Cell cell, List<Float> thresholds) implements Metric {
  /** A cell of the table. */
  public enum Cell {
    TRUE_POSITIVES,
    FALSE_POSITIVES,
    TRUE_NEGATIVES,
    FALSE_NEGATIVES
  }

  public ConfusionCount {
    thresholds = List.copyOf(thresholds);
    ThresholdMetric.check(thresholds, 0);
  }

  /** At some thresholds; at 0.5 if none is named. */
  public static ConfusionCount of(Cell cell, float... thresholds) {
    return new ConfusionCount(cell, Precision.listOf(thresholds));
  }

  @Override
  public String name() {
    return cell.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public Mode direction() {
    return Mode.AUTO;
  }

  @Override
  public Accumulator start() {
    return new ThresholdMetric(
        thresholds,
        0,
        null,
        (tp, fp, positives, negatives) ->
            switch (cell) {
              case TRUE_POSITIVES -> tp;
              case FALSE_POSITIVES -> fp;
              case TRUE_NEGATIVES -> negatives - fp;
              case FALSE_NEGATIVES -> positives - tp;
            });
  }
}
