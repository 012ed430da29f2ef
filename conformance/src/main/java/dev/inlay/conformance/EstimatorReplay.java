package dev.inlay.conformance;

import dev.inlay.data.Dataset;
import dev.inlay.estimator.Defaults;
import dev.inlay.estimator.DnnRegressor;
import dev.inlay.estimator.Steps;
import dev.inlay.feature.CategoricalColumn;
import dev.inlay.feature.EmbeddingColumn;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.IntTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The article's first program: a column in an estimator, by the defaults of either generation. */
final class EstimatorReplay {
  private static final IntTensor IDS = Tensor.of(1, 5, 10);
  private static final Tensor LABELS = Tensor.of(10f, 20f, 30f);
  private static final IntTensor UNTRAINED = Tensor.of(0, 2, 999);

  private EstimatorReplay() {}

  static void trajectory(Case golden, String estimatorClass, WeightFormula formula) {
    Defaults defaults =
        switch (estimatorClass) {
          case "DNNRegressorV1" -> Defaults.V1;
          case "DNNRegressorV2" -> Defaults.V2;
          default -> throw new UnsupportedOperationException("estimator " + estimatorClass);
        };
    var column = EmbeddingColumn.of(CategoricalColumn.identity("category_id", 1_000), 128);
    var estimator = DnnRegressor.of(List.of(column), 128, 64).withDefaults(defaults);
    for (String name : estimator.variableNames()) {
      if (name.startsWith("dnn/")) {
        estimator.setVariable(name, formula.fill(name, estimator.variableValue(name).shape()));
      }
    }
    checkVariables(golden.object("initial_variables"), estimator);

    List<Object> losses = new ArrayList<>();
    int steps = golden.list("all_losses").size();
    estimator.train(
        () -> Dataset.of(Map.of("category_id", IDS), LABELS).repeat().batch(3),
        Steps.of(steps),
        (_, loss) -> losses.add(loss));
    checkLosses(losses, golden.list("all_losses"));
    checkPredictions(estimator, IDS, golden, "predictions_1_5_10");
    checkPredictions(estimator, UNTRAINED, golden, "predictions_0_2_999_untrained_rows");
    checkVariables(golden.object("final_variables"), estimator);
  }

  /**
   * Losses below 1 are squares of what is left of predictions of some tens, and those are rounded
   * in the sixth digit: dL = 2 √L d(prediction).
   */
  private static void checkLosses(List<Object> actual, List<?> expected) {
    if (actual.size() != expected.size()) {
      throw new Mismatch("%d steps, not %d".formatted(actual.size(), expected.size()));
    }
    for (int i = 0; i < actual.size(); i++) {
      Answer wanted = Answer.of(expected.get(i));
      double loss = wanted.numbers().getFirst();
      double rounding = loss < 1 ? 2 * Math.sqrt(loss) * 1e-5 + 1e-10 : 0;
      new Tolerance(rounding, 1e-5)
          .check("loss of step " + (i + 1), Answer.of(actual.get(i)), wanted);
    }
  }

  private static void checkPredictions(
      DnnRegressor estimator, IntTensor ids, Case golden, String name) {
    List<Object> predictions = new ArrayList<>();
    try (var rows =
        estimator.predict(() -> Dataset.of(Map.of("category_id", ids)).batch(ids.rows()))) {
      rows.map(row -> Objects.requireNonNull(row.get("predictions")))
          .forEach(tensor -> predictions.addAll(Answer.of(tensor).numbers()));
    }
    TrajectoryReplay.check(name, predictions, golden.get(name));
  }

  private static void checkVariables(Case expected, DnnRegressor estimator) {
    for (String name : expected.fields().keySet()) {
      String ours = name.replaceAll("(/part_0)?:0$", "");
      WeightSummary.check(Case.of(name, expected.get(name)), estimator.variableValue(ours));
    }
  }
}
