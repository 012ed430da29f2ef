package dev.inlay.train;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Of what was predicted positive, how much is so: true positives / (true + false positives); 0 if
 * nothing was predicted positive.
 *
 * @param thresholds predictions above one count as positive; there is a result for each. None means
 *     0.5, or with topK any prediction
 * @param topK if not 0, only the k highest predictions of a row can be positive
 * @param classId if not null, only this class counts
 */
public record Precision(List<Float> thresholds, int topK, @Nullable Integer classId)
    implements Metric {
  static final float DEFAULT_THRESHOLD = 0.5f;

  public Precision {
    thresholds = List.copyOf(thresholds);
    ThresholdMetric.check(thresholds, topK);
  }

  /** At some thresholds; at 0.5 if none is named. */
  public static Precision of(float... thresholds) {
    return new Precision(listOf(thresholds), 0, null);
  }

  public Precision withTopK(int k) {
    return new Precision(thresholds, k, classId);
  }

  public Precision withClassId(int id) {
    return new Precision(thresholds, topK, id);
  }

  @Override
  public String name() {
    return "precision";
  }

  @Override
  public Mode direction() {
    return Mode.MAX;
  }

  @Override
  public Accumulator start() {
    return new ThresholdMetric(
        thresholds, topK, classId, (tp, fp, p, n) -> tp + fp == 0 ? 0 : tp / (tp + fp));
  }

  static List<Float> listOf(float... values) {
    Float[] boxed = new Float[values.length];
    Arrays.setAll(boxed, i -> values[i]);
    return List.of(boxed);
  }
}
