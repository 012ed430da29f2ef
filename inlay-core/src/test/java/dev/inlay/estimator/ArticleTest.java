package dev.inlay.estimator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.inlay.Golden;
import dev.inlay.Golden.Case;
import dev.inlay.data.Dataset;
import dev.inlay.feature.CategoricalColumn;
import dev.inlay.feature.EmbeddingColumn;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Tensor.IntTensor;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * The article's first program, from the initial weights of formula B, against what TensorFlow's two
 * generations of estimators did in its thousand steps.
 */
class ArticleTest {
  private static final double TOLERANCE = 1e-5;
  private static final int STEPS = 1_000;
  private static final IntTensor IDS = Tensor.of(1, 5, 10);
  private static final FloatTensor TENS = Tensor.of(10f, 20f, 30f);

  private static DnnRegressor first(Defaults defaults) {
    var categoryId = CategoricalColumn.identity("category_id", 1_000);
    var columns = List.of(EmbeddingColumn.of(categoryId, 128));
    var estimator = DnnRegressor.of(columns, 128, 64).withDefaults(defaults);
    for (String name : estimator.variableNames()) {
      Shape shape = estimator.variableValue(name).shape();
      if (name.startsWith("dnn/") && shape.rank() == 2) {
        double lim =
            name.endsWith("embedding_weights")
                ? 0.05
                : Math.sqrt(6.0 / (shape.dim(0) + shape.dim(1)));
        estimator.setVariable(name, formulaB(shape, lim));
      }
    }
    return estimator;
  }

  /** {@code w[i,j] = ((((i cols + j) 37) mod 101) / 101 - 0.5) 2 lim}. */
  private static FloatTensor formulaB(Shape shape, double lim) {
    float[] w = new float[shape.intSize()];
    for (int i = 0; i < w.length; i++) {
      w[i] = (float) ((((i * 37L) % 101) / 101.0 - 0.5) * 2 * lim);
    }
    return Tensor.of(shape, w);
  }

  private static Supplier<Dataset> rows() {
    return () -> Dataset.of(Map.of("category_id", IDS), TENS).repeat().batch(3);
  }

  private static Case golden(String name) {
    return Golden.root("seed_examples.json").object("cases").object("example1/B_mod101/" + name);
  }

  @Test
  void secondGeneration() {
    Case golden = golden("DNNRegressorV2");
    var estimator = first(Defaults.V2);

    List<Double> losses = train(estimator);

    List<Number> expected = golden.list("all_losses");
    for (int i = 0; i < STEPS; i++) {
      assertRelative("loss of step " + (i + 1), losses.get(i), expected.get(i).doubleValue());
    }
    assertPredictions(estimator, golden, TOLERANCE);
    assertVariables(estimator, golden);
  }

  @Test
  void firstGeneration() {
    Case golden = golden("DNNRegressorV1");
    var estimator = first(Defaults.V1);

    List<Double> losses = train(estimator);

    // Predictions come so near to labels that their own rounding, a few units in the last place of
    // 30, shows in their differences: NumPy in 32 and in 64 bits are as far apart.
    List<Number> expected = golden.list("all_losses");
    for (int i = 0; i < STEPS; i++) {
      double loss = expected.get(i).doubleValue();
      double rounding = 1e-5;
      assertThat(losses.get(i))
          .as("loss of step %d", i + 1)
          .isCloseTo(loss, within(TOLERANCE * loss + 2 * Math.sqrt(loss) * rounding + 1e-9));
    }
    assertThat(losses.getLast()).isLessThan(1e-6);
    assertPredictions(estimator, golden, TOLERANCE);
    assertVariables(estimator, golden);
  }

  private static List<Double> train(Estimator estimator) {
    var recorded = new Recorded();
    estimator.train(rows(), Steps.of(STEPS), recorded);
    assertThat(recorded.losses()).hasSize(STEPS);
    return recorded.losses();
  }

  private static void assertPredictions(Estimator estimator, Case golden, double tolerance) {
    assertPredictions(estimator, IDS, golden.list("predictions_1_5_10"), tolerance);
    assertPredictions(
        estimator,
        Tensor.of(0, 2, 999),
        golden.list("predictions_0_2_999_untrained_rows"),
        tolerance);
  }

  private static void assertPredictions(
      Estimator estimator, IntTensor ids, List<Number> expected, double tolerance) {
    var rows = estimator.predict(() -> Dataset.of(Map.of("category_id", ids)).batch(3)).toList();
    for (int i = 0; i < rows.size(); i++) {
      double value = ((FloatTensor) rows.get(i).get("predictions")).data()[0];
      double wanted = expected.get(i).doubleValue();
      assertThat(value).isCloseTo(wanted, within(tolerance * Math.abs(wanted)));
    }
  }

  private static void assertVariables(Estimator estimator, Case golden) {
    Case all = golden.object("final_variables");
    for (String name : all.fields().keySet()) {
      Case expected = all.object(name);
      float[] values = estimator.variableValue(name).data();
      double squares = 0;
      for (float v : values) {
        squares += (double) v * v;
      }
      assertRelative(name + ", sum of squares", squares, number(expected, "sumsq"));
      List<Number> first = expected.list("first4");
      for (int i = 0; i < first.size(); i++) {
        assertThat((double) values[i])
            .as("%s, element %d", name, i)
            .isCloseTo(first.get(i).doubleValue(), within(2e-6));
      }
      List<Number> last = expected.list("last4");
      for (int i = 0; i < last.size(); i++) {
        assertThat((double) values[values.length - last.size() + i])
            .as("%s, element %d from the end", name, last.size() - i)
            .isCloseTo(last.get(i).doubleValue(), within(2e-6));
      }
    }
  }

  private static double number(Case json, String field) {
    return ((Number) json.field(field)).doubleValue();
  }

  private static void assertRelative(String what, double actual, double expected) {
    assertThat(actual).as(what).isCloseTo(expected, within(TOLERANCE * Math.abs(expected)));
  }
}
