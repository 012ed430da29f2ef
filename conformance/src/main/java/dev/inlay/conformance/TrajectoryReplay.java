package dev.inlay.conformance;

import static dev.inlay.layer.Activations.RELU;
import static dev.inlay.tensor.DType.FLOAT32;
import static dev.inlay.tensor.DType.INT32;

import dev.inlay.data.Batch;
import dev.inlay.layer.Concatenate;
import dev.inlay.layer.Dense;
import dev.inlay.layer.Embedding;
import dev.inlay.layer.Flatten;
import dev.inlay.layer.Input;
import dev.inlay.model.Fit;
import dev.inlay.model.History;
import dev.inlay.model.Model;
import dev.inlay.model.Sequential;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Value;
import dev.inlay.train.Adam;
import dev.inlay.train.Callback;
import dev.inlay.train.Loss;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The article's programs, from weights that a formula gives: losses step by step, predictions and
 * final weights. The name of a case says which program and which formula: {@code
 * example2/B_mod101}.
 */
final class TrajectoryReplay {
  /** Relative, for losses and predictions of hundreds of steps. */
  static final Tolerance TRAJECTORY = new Tolerance(0, 1e-5);

  private static final int EPOCHS = 10;
  private static final int BATCH = 32;

  private TrajectoryReplay() {}

  static void trajectory(Case golden) {
    List<String> name = List.of(golden.id().split("/", -1));
    var formula = WeightFormula.of(name.size() > 1 ? name.get(1) : "");
    switch (name.getFirst()) {
      case "example1" -> EstimatorReplay.trajectory(golden, name.getLast(), formula);
      case "example2" -> layers(golden, second(), formula, articleIds(), articleLabels());
      case "example3" -> {
        var rows = Rows.of(100);
        layers(golden, third(), formula, rows.x(), rows.labels());
      }
      default -> throw new UnsupportedOperationException("program " + name.getFirst());
    }
  }

  private static Model second() {
    return Sequential.of(
        Input.of("x", INT32, 1),
        Embedding.of(1_000, 128),
        Flatten.of(),
        Dense.of(64, RELU),
        Dense.of(1));
  }

  private static Map<String, Value> articleIds() {
    return Map.of("x", Tensor.of(new int[][] {{1}, {5}, {10}}));
  }

  private static FloatTensor articleLabels() {
    return Tensor.of(10f, 20f, 30f);
  }

  private static Model third() {
    var category = Input.of("category", INT32, 1);
    var numerical = Input.of("numerical", FLOAT32, 5);
    var embedded = category.to(Embedding.of(1_000, 128)).to(Flatten.of());
    var output = Concatenate.of(embedded, numerical).to(Dense.of(64, RELU)).to(Dense.of(1));
    return Model.of(List.of(category, numerical), output);
  }

  /** The rows that the third program was fed, as the file describes them. */
  private record Rows(int[] category, float[] numerical, float[] y) {
    static Rows of(int n) {
      var rows = new Rows(new int[n], new float[n * 5], new float[n]);
      for (int i = 0; i < n; i++) {
        rows.category[i] = (i * 37 + 11) % 1000;
        double sum = 0;
        for (int j = 0; j < 5; j++) {
          float x = (float) ((i * 5 + j) * 13 % 101 / 101.0);
          rows.numerical[i * 5 + j] = x;
          sum += (j + 1) * (double) x;
        }
        rows.y[i] = (float) (0.01 * (rows.category[i] % 100) + 0.2 * sum - 0.5);
      }
      return rows;
    }

    Map<String, Value> x() {
      return Map.of(
          "category", Tensor.of(Shape.of(y.length, 1), category),
          "numerical", Tensor.of(Shape.of(y.length, 5), numerical));
    }

    FloatTensor labels() {
      return Tensor.of(Shape.of(y.length, 1), y);
    }
  }

  /** A model of layers: fitted for ten epochs, and once more batch by batch. */
  private static void layers(
      Case golden, Model model, WeightFormula formula, Map<String, Value> x, FloatTensor y) {
    start(golden, model, formula);
    List<Object> running = new ArrayList<>();
    Callback recorder =
        _ ->
            new Callback.Observer() {
              @Override
              public void batchEnd(int batch, Map<String, Double> logs) {
                running.add(logs.getOrDefault("loss", Double.NaN));
              }
            };
    Fit how = Fit.epochs(EPOCHS).withBatchSize(BATCH).withoutShuffle().withCallbacks(recorder);
    History history = model.fit(x, y, how);
    check("epoch losses", history.loss(), golden.fields().get("epoch_loss"));
    check("running losses", running, golden.fields().get("running_loss_after_each_batch"));
    List<Object> predictions = new ArrayList<>();
    for (float value : model.predict(x).data()) {
      predictions.add(value);
    }
    check("predictions", predictions, golden.fields().get("predictions"));
    checkWeights(golden.object("final_weights"), model);

    start(golden, model, formula);
    List<Object> losses = new ArrayList<>();
    Batch data = Batch.of(x, y);
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      for (int from = 0; from < data.rows(); from += BATCH) {
        Batch batch = data.rows(from, Math.min(data.rows(), from + BATCH));
        losses.add(model.trainOnBatch(batch).getOrDefault("loss", Double.NaN));
      }
    }
    check("step losses", losses, golden.fields().get("step_loss"));
    checkWeights(golden.object("final_weights"), model);
  }

  private static void start(Case golden, Model model, WeightFormula formula) {
    model.weights().forEach((path, was) -> model.setWeight(path, formula.fill(path, was.shape())));
    model.compile(Adam.of(), Loss.MEAN_SQUARED_ERROR);
    checkWeights(golden.object("initial_weights"), model);
  }

  private static void checkWeights(Case expected, Model model) {
    for (String path : expected.fields().keySet()) {
      WeightSummary.check(
          Case.of(path, expected.get(path)), model.weight(path.replace("sequential/", "")));
    }
  }

  static void check(String what, List<?> actual, @Nullable Object expected) {
    if (expected != null) {
      TRAJECTORY.check(what, Answer.of(actual), Answer.of(expected));
    }
  }
}
