package dev.inlay.model;

import static dev.inlay.layer.Activations.RELU;
import static dev.inlay.tensor.DType.FLOAT32;
import static dev.inlay.tensor.DType.INT32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.inlay.Golden;
import dev.inlay.data.Batch;
import dev.inlay.layer.Concatenate;
import dev.inlay.layer.Dense;
import dev.inlay.layer.Embedding;
import dev.inlay.layer.Flatten;
import dev.inlay.layer.Input;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Tensor.IntTensor;
import dev.inlay.train.Adam;
import dev.inlay.train.Callback;
import dev.inlay.train.Loss;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The article's second and third program, from the initial weights of formula B, against what Keras
 * reported.
 */
class ArticleTest {
  private static final double TOLERANCE = 1e-5;
  private static final int ROWS = 100;
  private static final IntTensor IDS = Tensor.of(new int[][] {{1}, {5}, {10}});
  private static final FloatTensor TENS = Tensor.of(10f, 20f, 30f);

  private static Golden.Case golden(String name) {
    return Golden.root("seed_examples.json").object("cases").object(name);
  }

  /** {@code w[i,j] = ((((i cols + j) 37) mod 101) / 101 - 0.5) 2 lim}. */
  private static FloatTensor formulaB(Shape shape, double lim) {
    float[] w = new float[shape.intSize()];
    for (int i = 0; i < w.length; i++) {
      w[i] = (float) ((((i * 37L) % 101) / 101.0 - 0.5) * 2 * lim);
    }
    return Tensor.of(shape, w);
  }

  private static void setWeights(Model model) {
    model
        .weights()
        .forEach(
            (path, before) -> {
              Shape shape = before.shape();
              if (path.endsWith("embeddings")) {
                model.setWeight(path, formulaB(shape, 0.05));
              } else if (path.endsWith("kernel")) {
                double lim = Math.sqrt(6.0 / (shape.dim(0) + shape.dim(1)));
                model.setWeight(path, formulaB(shape, lim));
              }
            });
  }

  private static Model second() {
    var model =
        Sequential.of(
            Input.of("x", INT32, 1),
            Embedding.of(1_000, 128),
            Flatten.of(),
            Dense.of(64, RELU),
            Dense.of(1));
    setWeights(model);
    model.compile(Adam.of(), Loss.MEAN_SQUARED_ERROR);
    return model;
  }

  private static Model third() {
    var category = Input.of("category", INT32, 1);
    var numerical = Input.of("numerical", FLOAT32, 5);
    var embedded = category.to(Embedding.of(1_000, 128)).to(Flatten.of());
    var output = Concatenate.of(embedded, numerical).to(Dense.of(64, RELU)).to(Dense.of(1));
    var model = Model.of(List.of(category, numerical), output);
    setWeights(model);
    model.compile(Adam.of(), Loss.MEAN_SQUARED_ERROR);
    return model;
  }

  private static Map<String, Tensor> rows() {
    int[] category = new int[ROWS];
    float[] numerical = new float[ROWS * 5];
    for (int i = 0; i < ROWS; i++) {
      category[i] = (i * 37 + 11) % 1000;
      for (int j = 0; j < 5; j++) {
        numerical[i * 5 + j] = (float) ((((i * 5 + j) * 13) % 101) / 101.0);
      }
    }
    return Map.of(
        "category", Tensor.of(Shape.of(ROWS, 1), category),
        "numerical", Tensor.of(Shape.of(ROWS, 5), numerical));
  }

  private static FloatTensor labels() {
    var category = (IntTensor) rows().get("category");
    var numerical = (FloatTensor) rows().get("numerical");
    float[] y = new float[ROWS];
    for (int i = 0; i < ROWS; i++) {
      double sum = 0;
      for (int j = 0; j < 5; j++) {
        sum += (j + 1) * (double) numerical.data()[i * 5 + j];
      }
      y[i] = (float) (0.01 * (category.data()[i] % 100) + 0.2 * sum - 0.5);
    }
    return Tensor.of(Shape.of(ROWS, 1), y);
  }

  private static void assertClose(List<? extends Number> got, List<Number> wanted) {
    assertThat(got).hasSameSizeAs(wanted);
    for (int i = 0; i < wanted.size(); i++) {
      double w = wanted.get(i).doubleValue();
      assertThat(got.get(i).doubleValue())
          .as("number %d", i)
          .isCloseTo(w, within(TOLERANCE * Math.abs(w)));
    }
  }

  private static void assertWeights(Model model, Golden.Case wanted) {
    wanted
        .fields()
        .keySet()
        .forEach(
            path -> {
              Golden.Case summary = wanted.object(path);
              float[] w = model.weight(path.replace("sequential/", "")).data();
              double sum = 0;
              double squares = 0;
              double weighted = 0;
              for (int i = 0; i < w.length; i++) {
                sum += w[i];
                squares += (double) w[i] * w[i];
                weighted += (double) w[i] * (i % 97);
              }
              // A sum of numbers of either sign is as exact as their size allows.
              double size = Math.sqrt(w.length * squares);
              assertThat(sum)
                  .as("sum of %s", path)
                  .isCloseTo(number(summary, "sum"), within(TOLERANCE * size));
              assertThat(squares)
                  .as("squares of %s", path)
                  .isCloseTo(
                      number(summary, "sumsq"), within(TOLERANCE * number(summary, "sumsq")));
              assertThat(weighted)
                  .as("weighted sum of %s", path)
                  .isCloseTo(number(summary, "wsum_mod97"), within(TOLERANCE * 97 * size));
            });
  }

  private static double number(Golden.Case summary, String name) {
    return ((Number) summary.field(name)).doubleValue();
  }

  private static List<Float> floats(FloatTensor tensor) {
    List<Float> list = new ArrayList<>();
    for (float x : tensor.data()) {
      list.add(x);
    }
    return list;
  }

  @Test
  void theSecondProgramFollowsKeras() {
    Model model = second();
    Golden.Case golden = golden("example2/B_mod101");
    assertWeights(model, golden.object("initial_weights"));
    History history = model.fit(IDS, TENS, Fit.epochs(10).withoutShuffle());
    assertClose(history.loss(), golden.list("epoch_loss"));
    assertClose(floats(model.predict(IDS)), golden.list("predictions"));
    assertWeights(model, golden.object("final_weights"));
  }

  @Test
  void theSecondProgramBatchByBatchFollowsKeras() {
    Model model = second();
    Golden.Case golden = golden("example2/B_mod101");
    List<Double> losses = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      losses.add(model.trainOnBatch(IDS, TENS).get("loss"));
    }
    assertClose(losses, golden.list("step_loss"));
    assertWeights(model, golden.object("final_weights"));
  }

  @Test
  void theThirdProgramFollowsKeras() {
    Model model = third();
    Golden.Case golden = golden("example3/B_mod101");
    assertWeights(model, golden.object("initial_weights"));
    List<Double> running = new ArrayList<>();
    Callback recorder =
        _ ->
            new Callback.Observer() {
              @Override
              public void batchEnd(int batch, Map<String, Double> logs) {
                running.add(logs.get("loss"));
              }
            };
    History history =
        model.fit(rows(), labels(), Fit.epochs(10).withoutShuffle().withCallbacks(recorder));
    assertClose(history.loss(), golden.list("epoch_loss"));
    assertClose(running, golden.list("running_loss_after_each_batch"));
    assertClose(floats(model.predict(rows())), golden.list("predictions"));
    assertWeights(model, golden.object("final_weights"));
  }

  @Test
  void theThirdProgramBatchByBatchFollowsKeras() {
    Model model = third();
    Golden.Case golden = golden("example3/B_mod101");
    List<Double> losses = new ArrayList<>();
    Batch data = Batch.of(rows(), labels());
    for (int epoch = 0; epoch < 10; epoch++) {
      for (int from = 0; from < ROWS; from += 32) {
        losses.add(model.trainOnBatch(data.rows(from, Math.min(ROWS, from + 32))).get("loss"));
      }
    }
    assertClose(losses, golden.list("step_loss"));
    assertWeights(model, golden.object("final_weights"));
  }
}
