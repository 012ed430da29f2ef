package dev.inlay.train;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Of what is positive, how much was predicted so: true positives / all positives; 0 if nothing is
 * positive.
 *
 * @param thresholds predictions above one count as positive; there is a result for each. None means
 *     0.5, or with topK any prediction
 * @param topK if not 0, only the k highest predictions of a row can be positive
 * @param classId if not null, only this class counts
 */
public record Recall(List<Float> thresholds, int topK, @Nullable Integer classId)
    implements Metric {
  public Recall {
    thresholds = List.copyOf(thresholds);
    ThresholdMetric.check(thresholds, topK);
  }

  /** At some thresholds; at 0.5 if none is named. */
  public static Recall of(float... thresholds) {
    return new Recall(Precision.listOf(thresholds), 0, null);
  }

  public Recall withTopK(int k) {
    return new Recall(thresholds, k, classId);
  }

  public Recall withClassId(int id) {
    return new Recall(thresholds, topK, id);
  }

  @Override
  public String name() {
    return "recall";
  }

  @Override
  public Mode direction() {
    return Mode.MAX;
  }

  @Override
  public Accumulator start() {
    return new ThresholdMetric(thresholds, topK, classId, (tp, fp, p, n) -> p == 0 ? 0 : tp / p);
  }
}
