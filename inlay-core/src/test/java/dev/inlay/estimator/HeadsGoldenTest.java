package dev.inlay.estimator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.Golden;
import dev.inlay.data.Batch;
import dev.inlay.data.Dataset;
import dev.inlay.feature.FeatureColumn;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.StringTensor;
import dev.inlay.tensor.Value;
import dev.inlay.train.Loss;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Four steps of TensorFlow's linear and baseline estimators under every head, then an evaluation in
 * batches of four and two rows, and a prediction; made by {@code
 * src/test/python/estimator_heads.py}.
 */
class HeadsGoldenTest {
  private static final Golden.Case ROOT = Golden.record("tf_estimator_heads.json");
  private static final Tensor SHARES = Tensor.of(0, 0.25f, 1, 0.5f, 0.75f, 1);
  private static final Tensor PAIRS =
      Tensor.of(new float[][] {{1, 2}, {3, 1}, {2, 2}, {5, 0}, {4, 1}, {6, 3}});
  private static final Tensor BINARY = Tensor.of(0, 1, 0, 1, 0, 1);
  private static final Tensor CLASSES = Tensor.of(0, 1, 2, 1, 0, 2);
  private static final Tensor MULTI_HOT =
      Tensor.of(new int[][] {{1, 0, 1}, {0, 1, 0}, {0, 0, 0}, {1, 1, 1}, {1, 0, 0}, {0, 1, 1}});
  private static final Ragged WORDS =
      Ragged.of(
          new String[] {"red", "blue"},
          new String[] {"green"},
          new String[] {},
          new String[] {"red", "green", "blue"},
          new String[] {"red"},
          new String[] {"green", "blue"});

  static List<String> names() {
    return List.copyOf(ROOT.fields().keySet());
  }

  private static Estimator linear(Head head) {
    return LinearEstimator.of(head, List.<FeatureColumn>of(Items.ITEM, Items.X));
  }

  private static Estimator estimator(String name) {
    return switch (name) {
      case "baseline regressor" -> BaselineRegressor.of();
      case "baseline classifier" -> BaselineClassifier.of();
      case "baseline classifier of three" -> BaselineClassifier.of().withClasses(3);
      case "baseline poisson" -> BaselineEstimator.of(RegressionHead.poisson());
      case "poisson" -> linear(RegressionHead.poisson());
      case "poisson without the constant" ->
          linear(RegressionHead.poisson().withLoss(HeadLosses.LOG_POISSON));
      case "logistic" -> linear(RegressionHead.logistic());
      case "two numbers" -> linear(RegressionHead.of(2));
      case "two numbers, weighted each" -> linear(RegressionHead.of(2).withWeightColumn("w2"));
      case "two numbers, weighted rows, summed" ->
          linear(RegressionHead.of(2).withWeightColumn("w").withLossReduction(Loss.Reduction.SUM));
      case "binary with thresholds" ->
          linear(
              BinaryClassHead.of()
                  .withThresholds(0.25f, 0.5f, 0.00001f)
                  .withWeightColumn("w")
                  .withName("click"));
      case "weighted classes" -> linear(MultiClassHead.of(3).withWeightColumn("w"));
      case "multi-label" ->
          linear(
              MultiLabelHead.of(3)
                  .withThresholds(0.4f)
                  .withClassesForClassBasedMetrics(0, 2)
                  .withWeightColumn("w"));
      case "multi-label with words" ->
          linear(
              MultiLabelHead.of(3)
                  .withLabelVocabulary("red", "green", "blue")
                  .withClassesForClassBasedMetrics("green"));
      case "two heads" ->
          linear(
              MultiHead.of(
                      RegressionHead.of().withWeightColumn("w").withName("size"),
                      MultiClassHead.of(3).withName("kind"))
                  .withHeadWeights(0.5f, 2));
      default -> throw new IllegalArgumentException("no case " + name);
    };
  }

  private static Map<String, Value> labels(String name) {
    if (name.equals("two heads")) {
      return Map.of("size", Items.Y, "kind", CLASSES);
    }
    Value label =
        switch (name) {
          case "logistic" -> SHARES;
          case "two numbers", "two numbers, weighted each", "two numbers, weighted rows, summed" ->
              PAIRS;
          case "baseline classifier", "binary with thresholds" -> BINARY;
          case "baseline classifier of three", "weighted classes" -> CLASSES;
          case "multi-label" -> MULTI_HOT;
          case "multi-label with words" -> WORDS;
          default -> Items.Y;
        };
    return Map.of(Batch.LABEL, label);
  }

  @ParameterizedTest
  @MethodSource("names")
  void asTensorFlow(String name) {
    Golden.Case golden = ROOT.object(name);
    Estimator estimator = estimator(name);
    Dataset rows = Dataset.of(new Batch(Items.features(), labels(name), null));
    Supplier<Dataset> training = () -> rows.repeat().batch(3);
    var recorded = new Recorded();

    estimator.train(training, Steps.of(4), recorded);

    assertNumbers("losses", golden.list("losses"), recorded.losses());
    assertResults(golden.object("evaluation"), estimator.evaluate(() -> rows.batch(4)));
    assertPredictions(
        golden.object("prediction"),
        estimator.predict(() -> rows.batch(3)).findFirst().orElseThrow());
  }

  private static void assertResults(Golden.Case expected, Map<String, Double> results) {
    assertThat(results).containsOnlyKeys(expected.fields().keySet());
    results.forEach(
        (key, value) -> assertNumbers(key, List.of((Number) expected.field(key)), List.of(value)));
  }

  private static void assertPredictions(Golden.Case expected, Map<String, Tensor> prediction) {
    assertThat(prediction).containsOnlyKeys(expected.fields().keySet());
    prediction.forEach(
        (key, value) -> {
          if (value instanceof StringTensor texts) {
            assertThat(List.of(texts.data())).as(key).isEqualTo(expected.list(key));
          } else {
            List<Double> numbers = new ArrayList<>();
            for (float x : value.toFloats().data()) {
              numbers.add((double) x);
            }
            assertNumbers(key, expected.list(key), numbers);
          }
        });
  }

  private static void assertNumbers(
      String what, List<? extends Number> expected, List<Double> actual) {
    assertThat(actual).as(what).hasSameSizeAs(expected);
    IntStream.range(0, actual.size())
        .forEach(
            i ->
                assertThat(actual.get(i))
                    .as("%s, %d", what, i)
                    .isCloseTo(
                        expected.get(i).doubleValue(), Items.close(expected.get(i).doubleValue())));
  }
}
