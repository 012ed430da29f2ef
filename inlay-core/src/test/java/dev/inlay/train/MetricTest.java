package dev.inlay.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Choices and edges: what the golden cases don't show. */
class MetricTest {
  private static double result(
      Metric metric, Tensor yTrue, Tensor yPred, @Nullable Tensor sampleWeight) {
    Metric.Accumulator accumulator = metric.start();
    accumulator.update(yTrue, yPred, sampleWeight);
    return accumulator.result();
  }

  private static Tensor column(float... values) {
    return Tensor.of(Shape.of(values.length, 1), values);
  }

  @Test
  void accuracyOfOneOutputIsBinary() {
    assertThat(result(Metric.ACCURACY, column(1, 0, 1), column(0.6f, 0.5f, 0.2f), null))
        .isCloseTo(2 / 3.0, within(1e-9));
    assertThat(result(Metric.ACCURACY, Tensor.of(1, 0), column(0.6f, 0.7f), null)).isEqualTo(0.5);
  }

  @Test
  void accuracyOfClassIdsIsSparse() {
    Tensor predictions = Tensor.of(new float[][] {{0.1f, 0.9f}, {0.8f, 0.2f}});
    assertThat(result(Metric.ACCURACY, Tensor.of(1, 1), predictions, null)).isEqualTo(0.5);
    assertThat(result(Metric.ACCURACY, Tensor.of(Shape.of(2, 1), 1, 0), predictions, null))
        .isEqualTo(1);
  }

  @Test
  void accuracyOfOneHotLabelsIsCategorical() {
    Tensor predictions = Tensor.of(new float[][] {{0.1f, 0.9f}, {0.8f, 0.2f}});
    Tensor labels = Tensor.of(new float[][] {{0, 1}, {0, 1}});
    assertThat(result(Metric.ACCURACY, labels, predictions, null)).isEqualTo(0.5);
  }

  @Test
  void nothingSeenGivesZero() {
    assertThat(Metric.ACCURACY.start().result()).isZero();
    assertThat(Metric.AUC.start().result()).isZero();
    assertThat(Metric.MEAN_ABSOLUTE_ERROR.start().result()).isZero();
    assertThat(Precision.of().start().result()).isZero();
  }

  @Test
  void aRowsWeightCountsForAllOfItsValues() {
    Tensor yTrue = Tensor.of(new float[][] {{0, 0}, {0, 0}});
    Tensor yPred = Tensor.of(new float[][] {{1, 3}, {5, 7}});
    assertThat(result(Metric.MEAN_ABSOLUTE_ERROR, yTrue, yPred, null)).isEqualTo(4);
    assertThat(result(Metric.MEAN_ABSOLUTE_ERROR, yTrue, yPred, Tensor.of(3f, 1f))).isEqualTo(3);
    assertThat(result(Metric.ROOT_MEAN_SQUARED_ERROR, yTrue, yPred, Tensor.of(1f, 0f)))
        .isCloseTo(Math.sqrt(5), within(1e-9));
  }

  @Test
  void weightsMustSuitTheSamples() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> result(BinaryAccuracy.of(), column(1, 0, 1), column(1, 0, 1), Tensor.of(1f, 2f)))
        .withMessageContaining("(2,)");
  }

  @Test
  void labelsMustSuitThePredictions() {
    for (Metric metric : new Metric[] {BinaryAccuracy.of(), Metric.AUC, Recall.of()}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> result(metric, column(1, 0, 1), column(1, 0), null))
          .withMessageContaining("(3, 1)")
          .withMessageContaining("(2, 1)");
    }
  }

  /** As in Keras: without weights an ignored sample is one more sample, of loss 0. */
  @Test
  void ignoredClassesCountInALossOnlyWhereSamplesHaveNoWeights() {
    Metric metric = new MeanLoss("ce", SparseCategoricalCrossentropy.of().withIgnoreClass(-1));
    Tensor labels = Tensor.of(0, -1);
    Tensor predictions = Tensor.of(new float[][] {{0.5f, 0.5f}, {0.9f, 0.1f}});
    assertThat(result(metric, labels, predictions, null)).isCloseTo(Math.log(2) / 2, within(1e-6));
    assertThat(result(metric, labels, predictions, Tensor.of(1f, 1f)))
        .isCloseTo(Math.log(2), within(1e-6));
  }

  @Test
  void precisionAtSeveralThresholdsIsTheirMean() {
    Metric.Accumulator accumulator = Precision.of(0.5f, 0.1f).start();
    accumulator.update(column(1, 0), column(0.9f, 0.2f), null);
    assertThat(accumulator.results()).containsExactly(1, 0.5);
    assertThat(accumulator.result()).isEqualTo(0.75);
  }

  @Test
  void onlyTheHighestPredictionsCanBePositive() {
    Tensor labels = Tensor.of(new float[][] {{0, 1, 1}});
    Tensor predictions = Tensor.of(new float[][] {{0.2f, 0.3f, 0.1f}});
    assertThat(result(Precision.of().withTopK(2), labels, predictions, null)).isEqualTo(0.5);
    assertThat(result(Recall.of().withTopK(1), labels, predictions, null)).isEqualTo(0.5);
    assertThat(result(Recall.of(0.25f).withClassId(1), labels, predictions, null)).isEqualTo(1);
  }

  @Test
  void areaUnderTheCurveOfManyRowsIsThatOfTheirRanks() {
    Random random = new Random(11);
    float[] y = new float[4000];
    float[] p = new float[4000];
    for (int i = 0; i < y.length; i++) {
      y[i] = random.nextInt(4) == 0 ? 1 : 0;
      p[i] = Math.clamp((float) (0.4 + 0.15 * y[i] + 0.15 * random.nextGaussian()), 0, 1);
    }
    double pairs = 0;
    double right = 0;
    for (int i = 0; i < y.length; i++) {
      for (int j = 0; j < y.length; j++) {
        if (y[i] > y[j]) {
          pairs++;
          right += p[i] > p[j] ? 1 : p[i] == p[j] ? 0.5 : 0;
        }
      }
    }
    assertThat(result(Metric.AUC, column(y), column(p), null))
        .isCloseTo(right / pairs, within(1e-3));
  }

  @Test
  void whatEstimatorsReportBesides() {
    Tensor labels = column(1, 0, 0, 0);
    Tensor predictions = column(0.5f, 0.25f, 0.25f, 0);
    assertThat(result(new LabelMean(), labels, predictions, null)).isEqualTo(0.25);
    assertThat(result(new PredictionMean(), labels, predictions, null)).isEqualTo(0.25);
    assertThat(result(new AccuracyBaseline(), labels, predictions, null)).isEqualTo(0.75);
    Tensor weights = Tensor.of(3f, 1f, 0f, 0f);
    assertThat(result(new AccuracyBaseline(), labels, predictions, weights)).isEqualTo(0.75);
    assertThat(result(new LabelMean(), labels, predictions, weights)).isEqualTo(0.75);
  }

  @Test
  void aNameCanBeGiven() {
    assertThat(Metric.named("mae", Metric.MEAN_ABSOLUTE_ERROR).name()).isEqualTo("mae");
    assertThat(Metric.ACCURACY.name()).isEqualTo("accuracy");
  }

  @Test
  void idsMayComeSortedInsteadOfScores() {
    Tensor best = Tensor.of(new float[][] {{3, 7, 9}, {9, 7, 3}});
    var metric = SparseTopKCategoricalAccuracy.of(2).withFromSortedIds(true);
    assertThat(result(metric, Tensor.of(9, 7), best, null)).isEqualTo(0.5);
  }

  @Test
  void valuesAreMeasuredWithoutLabels() {
    Metric.Accumulator mean = new Mean().start();
    Metric.Accumulator sum = new Sum().start();
    for (Metric.Accumulator each : new Metric.Accumulator[] {mean, sum}) {
      each.update(Tensor.of(1, 3), null);
      each.update(Tensor.of(5f, 7f), Tensor.of(1f, 0f));
    }
    assertThat(mean.result()).isEqualTo(3);
    assertThat(sum.result()).isEqualTo(9);
  }

  @Test
  void scoreIsAdjustedByTheNumberOfRegressors() {
    Tensor yTrue = column(1, 2, 3, 4, 6);
    Tensor yPred = column(1, 2, 3, 4, 5);
    double plain = result(R2Score.of(), yTrue, yPred, null);
    assertThat(result(R2Score.of().withNumRegressors(2), yTrue, yPred, null))
        .isCloseTo(1 - (1 - plain) * 4 / 2, within(1e-12));
    assertThat(result(R2Score.of().withNumRegressors(4), yTrue, yPred, null)).isEqualTo(plain);
  }

  @Test
  void aLossOfOnesOwnIsAMetricToo() {
    Metric largest = new MeanLoss("largest", (y, p) -> p.sub(y).abs().reduceMax(-1));
    Tensor yTrue = Tensor.of(new float[][] {{0, 0}, {1, 1}});
    Tensor yPred = Tensor.of(new float[][] {{1, 3}, {0, 1}});
    assertThat(result(largest, yTrue, yPred, null)).isEqualTo(2);
  }

  @Test
  void functionsGiveTheValuesThatMetricsAverage() {
    Tensor values =
        KerasMetrics.values(
            "binary_accuracy", Map.of("threshold", 0.7), column(1, 0, 1), column(0.6f, 0.5f, 0.9f));
    assertThat(values).isEqualTo(column(0, 1, 1));
    assertThatThrownBy(() -> KerasMetrics.values("auc", Map.of(), column(1), column(1)))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("auc");
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> result(PrecisionAtRecall.of(0.5f).withClassId(2), column(1), column(1), null))
        .withMessageContaining("class 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IoU.of(3, 3))
        .withMessageContaining("target class 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Auc.of().withThresholds(1.5f))
        .withMessageContaining("1.5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FBetaScore.of(0))
        .withMessageContaining("beta");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RecallAtPrecision.of(2))
        .withMessageContaining("2.0");
  }
}
