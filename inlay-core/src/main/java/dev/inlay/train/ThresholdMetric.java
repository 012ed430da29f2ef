package dev.inlay.train;

import dev.inlay.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Precision}, {@link Recall} and {@link ConfusionCount} share: counts at thresholds.
 */
final class ThresholdMetric implements Metric.Accumulator {
  /** A number made of the four counts at one threshold. */
  interface Rate {
    double of(double truePositives, double falsePositives, double positives, double negatives);
  }

  private final List<Float> thresholds;
  private final float[] rising;
  private final int topK;
  private final @Nullable Integer classId;
  private final Rate rate;
  private final Confusion confusion;

  ThresholdMetric(List<Float> thresholds, int topK, @Nullable Integer classId, Rate rate) {
    this.thresholds =
        !thresholds.isEmpty()
            ? thresholds
            : List.of(topK > 0 ? Float.NEGATIVE_INFINITY : Precision.DEFAULT_THRESHOLD);
    this.rising = new float[this.thresholds.size()];
    for (int i = 0; i < rising.length; i++) {
      rising[i] = this.thresholds.get(i);
    }
    Arrays.sort(rising);
    this.topK = topK;
    this.classId = classId;
    this.rate = rate;
    this.confusion = Confusion.at(rising);
  }

  @Override
  public boolean countsMasked() {
    return true;
  }

  @Override
  public void update(Tensor yTrue, Tensor yPred, @Nullable Tensor sampleWeight) {
    add(confusion, yTrue, yPred, sampleWeight, topK, classId);
  }

  /** Counts a batch: all predictions, or a row's k highest, or those for one class. */
  static void add(
      Confusion confusion,
      Tensor yTrue,
      Tensor yPred,
      @Nullable Tensor sampleWeight,
      int topK,
      @Nullable Integer classId) {
    float[] y = yTrue.toFloats().data();
    float[] p = yPred.toFloats().data();
    if (y.length != p.length) {
      throw new IllegalArgumentException(
          "wanted a label for each prediction, got shapes %s and %s"
              .formatted(yTrue.shape(), yPred.shape()));
    }
    int width = topK > 0 || classId != null ? yPred.shape().last() : 1;
    if (classId != null && (classId < 0 || classId >= width)) {
      throw new IllegalArgumentException(
          "class %d of predictions of shape %s".formatted(classId, yPred.shape()));
    }
    SampleWeights weights = SampleWeights.of(sampleWeight, yPred.shape());
    for (int row = 0; row < p.length; row += width) {
      int first = classId == null ? 0 : classId;
      int end = classId == null ? width : classId + 1;
      for (int i = first; i < end; i++) {
        boolean out = topK > 0 && !Ranking.isTop(topK, p, row, width, i);
        float prediction = out ? Float.NEGATIVE_INFINITY : p[row + i];
        confusion.add(y[row + i], prediction, weights.at(row + i));
      }
    }
  }

  @Override
  public double[] results() {
    double[] truePositives = confusion.truePositives();
    double[] falsePositives = confusion.falsePositives();
    double[] results = new double[rising.length];
    for (int i = 0; i < results.length; i++) {
      int at = Arrays.binarySearch(rising, thresholds.get(i));
      results[i] =
          rate.of(
              truePositives[at], falsePositives[at], confusion.positives(), confusion.negatives());
    }
    return results;
  }

  @Override
  public double result() {
    return Arrays.stream(results()).average().orElse(0);
  }

  @Override
  public void reset() {
    confusion.reset();
  }

  static void check(List<Float> thresholds, int topK) {
    for (float threshold : thresholds) {
      if (!(threshold >= 0 && threshold <= 1)) {
        throw new IllegalArgumentException("thresholds are from 0 to 1, got " + threshold);
      }
    }
    if (topK < 0) {
      throw new IllegalArgumentException("topK is 1 or more, or 0 for all, got " + topK);
    }
  }
}
