package dev.inlay.cli.run;

import dev.inlay.cli.job.Task;
import dev.inlay.cli.recipe.Recipe;
import dev.inlay.data.Batch;
import dev.inlay.data.Dataset;
import dev.inlay.estimator.Estimator;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Tensor.StringTensor;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Measures a model on rows with labels. */
final class Metrics {
  private static final int BATCH = 1024;

  private Metrics() {}

  /**
   * What is reported, by name. {@code loss} is what training makes small, as a mean over rows: of a
   * regression the squared error in units of the labels' spread.
   *
   * @throws IllegalArgumentException if there are no rows, or a value doesn't suit
   */
  static Map<String, Double> of(Recipe recipe, Estimator estimator, Batch rows) {
    if (rows.rows() == 0) {
      throw new IllegalArgumentException(
          "no row has a label in column \"%s\"; there is nothing to measure"
              .formatted(recipe.answer().column()));
    }
    return recipe.isRegression()
        ? regression(recipe, estimator, rows)
        : classification(recipe, estimator, rows);
  }

  private static Map<String, Double> classification(
      Recipe recipe, Estimator estimator, Batch rows) {
    Map<String, Double> all = estimator.evaluate(() -> Dataset.of(rows).batch(BATCH));
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("rows", (double) rows.rows());
    put(metrics, "accuracy", all, "accuracy");
    if (recipe.answer().task() == Task.BINARY) {
      put(metrics, "accuracy_baseline", all, "accuracy_baseline");
      put(metrics, "auc", all, "auc");
      put(metrics, "auc_precision_recall", all, "auc_precision_recall");
      put(metrics, "precision", all, "precision");
      put(metrics, "recall", all, "recall");
    }
    if (recipe.answer().task() == Task.MULTICLASS) {
      metrics.put("accuracy_baseline", commonest(rows));
    }
    if (recipe.answer().task() == Task.MULTILABEL) {
      put(metrics, "auc", all, "auc");
      put(metrics, "auc_precision_recall", all, "auc_precision_recall");
    }
    put(metrics, "loss", all, "average_loss");
    return metrics;
  }

  /** How often whoever always says the commonest class is right. */
  private static double commonest(Batch rows) {
    String[] classes = ((StringTensor) rows.label()).data();
    Map<String, Integer> counts = new HashMap<>();
    for (String name : classes) {
      counts.merge(name, 1, Integer::sum);
    }
    return Collections.max(counts.values()) / (double) classes.length;
  }

  private static void put(
      Map<String, Double> metrics, String name, Map<String, Double> all, String key) {
    Double value = all.get(key);
    if (value != null) {
      metrics.put(name, value);
    }
  }

  private static Map<String, Double> regression(Recipe recipe, Estimator estimator, Batch rows) {
    float[] labels = ((Tensor) rows.label()).toFloats().data();
    double squares = 0;
    double distances = 0;
    double mean = 0;
    int n = labels.length;
    Tensor answers = estimator.predict(Batch.of(rows.features())).get("predictions");
    float[] predicted = ((FloatTensor) Objects.requireNonNull(answers)).data();
    for (int row = 0; row < n; row++) {
      double off = predicted[row] - (double) labels[row];
      squares += off * off;
      distances += Math.abs(off);
      mean += labels[row] / (double) n;
    }
    double spread = 0;
    for (float label : labels) {
      double off = label - mean;
      spread += off * off;
    }
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("rows", (double) n);
    metrics.put("rmse", Math.sqrt(squares / n));
    metrics.put("mae", distances / n);
    metrics.put("r2", spread == 0 ? Double.NaN : 1 - squares / spread);
    double scale = recipe.answer().scale();
    metrics.put("loss", squares / n / (scale * scale));
    return metrics;
  }

  /** A table for people. */
  static String table(Map<String, Double> metrics) {
    TextTable table = TextTable.of("metric", "value");
    metrics.forEach(
        (name, value) ->
            table.add(
                name, name.equals("rows") ? "%,d".formatted(value.longValue()) : text(value)));
    return table.toString();
  }

  static String text(double value) {
    return String.format(Locale.ROOT, Math.abs(value) < 1000 ? "%.4f" : "%.6g", value);
  }
}
