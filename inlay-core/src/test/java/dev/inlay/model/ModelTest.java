package dev.inlay.model;

import static dev.inlay.layer.Activations.RELU;
import static dev.inlay.tensor.DType.FLOAT32;
import static dev.inlay.tensor.DType.INT32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.inlay.data.Batch;
import dev.inlay.data.Dataset;
import dev.inlay.layer.Activation;
import dev.inlay.layer.BatchNormalization;
import dev.inlay.layer.Concatenate;
import dev.inlay.layer.Dense;
import dev.inlay.layer.Dropout;
import dev.inlay.layer.Embedding;
import dev.inlay.layer.Flatten;
import dev.inlay.layer.Initializers;
import dev.inlay.layer.Input;
import dev.inlay.layer.L2;
import dev.inlay.layer.Layer;
import dev.inlay.layer.Symbol;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.train.Adam;
import dev.inlay.train.BinaryCrossentropy;
import dev.inlay.train.Callback;
import dev.inlay.train.EarlyStopping;
import dev.inlay.train.Loss;
import dev.inlay.train.Metric;
import dev.inlay.train.Sgd;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ModelTest {
  private static FloatTensor random(long seed, int... dims) {
    Shape shape = Shape.of(dims);
    var random = new Random(seed);
    float[] data = new float[shape.intSize()];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) random.nextGaussian();
    }
    return Tensor.of(shape, data);
  }

  private static FloatTensor sums(FloatTensor x) {
    int width = x.shape().last();
    float[] y = new float[x.rows()];
    for (int i = 0; i < x.data().length; i++) {
      y[i / width] += x.data()[i];
    }
    return Tensor.of(y);
  }

  @Test
  void shapesOfWeightsAreKnownBeforeAnyIsMade() {
    var tooLarge =
        Sequential.of(
            Input.of("id", INT32, 1), Embedding.of(2_000_000_000, 1_000_000), Dense.of(1));
    assertThat(tooLarge.weightShapes())
        .containsExactly(
            Map.entry("embedding/embeddings", Shape.of(2_000_000_000, 1_000_000)),
            Map.entry("dense/kernel", Shape.of(1_000_000, 1)),
            Map.entry("dense/bias", Shape.of(1)));
  }

  @Test
  void aChainOfLayersMayBeLong() {
    Symbol input = Input.of("x", FLOAT32, 2);
    Symbol value = input;
    for (int i = 0; i < 20_000; i++) {
      value = value.to(Activation.of(RELU));
    }
    var model = Model.of(input, value);
    assertThat(model.weightShapes()).isEmpty();
  }

  @Test
  void aModelLearns() {
    FloatTensor x = random(1, 200, 4);
    var model = Sequential.of(Dense.of(16, RELU), Dense.of(1));
    model.compile(Adam.of(0.01f), Loss.MEAN_SQUARED_ERROR);
    History history = model.fit(x, sums(x), Fit.epochs(60));
    assertThat(history.loss().getLast())
        .isLessThan(0.02)
        .isLessThan(history.loss().getFirst() / 50);
    assertThat(model.evaluate(x, sums(x)).get("loss")).isLessThan(0.02);
  }

  @Test
  void theSameSeedGivesTheSameModelAnotherSeedAnother() {
    FloatTensor x = random(1, 100, 4);
    List<Map<String, FloatTensor>> results = new ArrayList<>();
    for (long seed : new long[] {1, 1, 2}) {
      var model = Sequential.of(Dense.of(8, RELU), Dropout.of(0.5), Dense.of(1)).withSeed(seed);
      model.compile(Adam.of(), Loss.MEAN_SQUARED_ERROR);
      model.fit(x, sums(x), Fit.epochs(3));
      results.add(model.weights());
    }
    assertThat(results.get(0)).isEqualTo(results.get(1)).isNotEqualTo(results.get(2));
  }

  @Test
  void eachEpochGoesThroughAllRowsInAnotherOrder() {
    int n = 50;
    List<List<Float>> seen = new ArrayList<>();
    float[] numbers = new float[n];
    for (int i = 0; i < n; i++) {
      numbers[i] = i;
    }
    var model = Sequential.of(Input.of("x", FLOAT32, 1), Dense.of(1));
    // With no bias and a kernel that stays 1, the loss of a single row tells which row it is.
    model.setWeight("dense/kernel", Tensor.of(new float[][] {{1}}));
    model.compile(Sgd.of(0f), Loss.MEAN_ABSOLUTE_ERROR);
    Callback recorder =
        _ ->
            new Callback.Observer() {
              private double before;

              @Override
              public void epochBegin(int epoch) {
                seen.add(new ArrayList<>());
                before = 0;
              }

              @Override
              public void batchEnd(int batch, Map<String, Double> logs) {
                double sum = logs.get("loss") * (batch + 1);
                seen.getLast().add((float) Math.rint(sum - before));
                before = sum;
              }
            };
    Fit fit = Fit.epochs(2).withBatchSize(1).withCallbacks(recorder);
    model.fit(Tensor.of(numbers), Tensor.zeros(Shape.of(n)), fit);
    model.fit(Tensor.of(numbers), Tensor.zeros(Shape.of(n)), fit);
    model.fit(Tensor.of(numbers), Tensor.zeros(Shape.of(n)), fit.withShuffle(9));
    model.fit(Tensor.of(numbers), Tensor.zeros(Shape.of(n)), fit.withoutShuffle());
    List<Float> sorted = seen.getLast();
    assertThat(sorted).hasSize(n).doesNotHaveDuplicates().isSorted();
    assertThat(seen)
        .allSatisfy(epoch -> assertThat(epoch).containsExactlyInAnyOrderElementsOf(sorted));
    assertThat(seen.get(0)).isNotEqualTo(sorted).isNotEqualTo(seen.get(1));
    assertThat(seen.subList(2, 4)).isEqualTo(seen.subList(0, 2));
    assertThat(seen.get(4)).isNotEqualTo(seen.get(0));
    assertThat(seen.get(6)).isEqualTo(sorted);
  }

  @Test
  void severalOutputsHaveALossEach() {
    var x = Input.of("x", FLOAT32, 3);
    var hidden = x.to(Dense.of(4, RELU));
    var model =
        Model.of(
            List.of(x),
            List.of(hidden.to(Dense.of(1).named("a")), hidden.to(Dense.of(1).named("b"))));
    model.compile(
        Compile.of(Sgd.of(0.01f), Loss.MEAN_SQUARED_ERROR)
            .withLoss("b", BinaryCrossentropy.ofLogits())
            .withLossWeight("b", 0.5)
            .withMetrics(Metric.named("mae", Metric.MEAN_ABSOLUTE_ERROR)));
    FloatTensor rows = random(2, 40, 3);
    Batch data =
        new Batch(
            Map.of("x", rows), Map.of("a", sums(rows), "b", Tensor.full(Shape.of(40), 1)), null);
    Map<String, Double> before = model.evaluate(data);
    assertThat(before.keySet()).containsExactly("loss", "a_loss", "b_loss", "a_mae", "b_mae");
    assertThat(before.get("loss"))
        .isCloseTo(before.get("a_loss") + before.get("b_loss") / 2, within(1e-5));
    History history = model.fit(data, Fit.epochs(20));
    assertThat(history.metrics().keySet())
        .containsExactly("a_loss", "a_mae", "b_loss", "b_mae", "loss");
    Map<String, Double> after = model.evaluate(data);
    assertThat(after.get("a_loss")).isLessThan(before.get("a_loss"));
    assertThat(after.get("b_loss")).isLessThan(before.get("b_loss"));
    assertThat(model.predictAll(Batch.of(Map.of("x", rows))).keySet()).containsExactly("a", "b");
    assertThatThrownBy(() -> model.predict(rows)).hasMessageContaining("[a, b]");
    assertThatThrownBy(
            () ->
                model.compile(
                    Compile.of(Sgd.of(), Loss.MEAN_SQUARED_ERROR)
                        .withLoss("c", Loss.MEAN_ABSOLUTE_ERROR)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("[c]", "[a, b]");
  }

  @Test
  void penaltiesCountInTheLossOfTrainingAndOfEvaluation() {
    Layer dense =
        Dense.of(1).withKernelInitializer(Initializers.ONES).withKernelRegularizer(L2.of(0.5));
    var model = Sequential.of(Input.of("x", FLOAT32, 2), dense);
    model.compile(Sgd.of(0f), Loss.MEAN_SQUARED_ERROR);
    Tensor x = Tensor.of(new float[][] {{1, 1}});
    assertThat(model.evaluate(x, Tensor.of(2f)).get("loss")).isEqualTo(1);
    assertThat(model.trainOnBatch(x, Tensor.of(2f)).get("loss")).isEqualTo(1);
  }

  @Test
  void aSharedLayerHasOneSetOfWeights() {
    var a = Input.of("a", FLOAT32, 2);
    var b = Input.of("b", FLOAT32, 2);
    var shared = Dense.of(2).withUseBias(false);
    var model = Model.of(List.of(a, b), Concatenate.of(a.to(shared), b.to(shared)));
    assertThat(model.weights().keySet()).containsExactly("dense/kernel");
    float[] out =
        model
            .predict(List.of(Tensor.of(new float[][] {{1, 0}}), Tensor.of(new float[][] {{1, 0}})))
            .data();
    assertThat(out[0]).isEqualTo(out[2]);
    assertThat(out[1]).isEqualTo(out[3]);
  }

  @Test
  void trainingLeavesFrozenLayersAlone() {
    var model =
        Sequential.of(
            Input.of("x", FLOAT32, 2), Dense.of(3).frozen(), BatchNormalization.of(), Dense.of(1));
    model.compile(Sgd.of(0.1f), Loss.MEAN_SQUARED_ERROR);
    Map<String, FloatTensor> before = model.weights();
    model.fit(random(1, 20, 2), random(2, 20, 1), Fit.epochs(2));
    Map<String, FloatTensor> after = model.weights();
    assertThat(after.get("dense/kernel")).isEqualTo(before.get("dense/kernel"));
    assertThat(after.get("dense_1/kernel")).isNotEqualTo(before.get("dense_1/kernel"));
    assertThat(after.get("batch_normalization/moving_mean"))
        .isNotEqualTo(before.get("batch_normalization/moving_mean"));
  }

  @Test
  void partsOfAModelMayHaveTheirOwnOptimizer() {
    var model =
        Sequential.of(
            Input.of("x", FLOAT32, 2), Dense.of(3).named("slow"), Dense.of(1).named("fast"));
    model.compile(
        Compile.of(Sgd.of(0.1f), Loss.MEAN_SQUARED_ERROR).withOptimizer("slow", Sgd.of(0f)));
    Map<String, FloatTensor> before = model.weights();
    model.fit(random(1, 20, 2), random(2, 20, 1), Fit.epochs(1));
    assertThat(model.weight("slow/kernel")).isEqualTo(before.get("slow/kernel"));
    assertThat(model.weight("fast/kernel")).isNotEqualTo(before.get("fast/kernel"));
  }

  @Test
  void predictionsDoNotDependOnHowRowsComeTogether() {
    var model = Sequential.of(Dense.of(7, RELU), Dense.of(2));
    FloatTensor x = random(5, 9000, 6);
    FloatTensor all = model.predict(x);
    assertThat(all.shape()).isEqualTo(Shape.of(9000, 2));
    List<FloatTensor> parts = new ArrayList<>();
    model.predict(
        Dataset.of(Map.of("x", x)).batch(2100),
        (batch, outputs) -> {
          assertThat(outputs.get("dense_1").rows()).isEqualTo(batch.rows());
          parts.add(outputs.get("dense_1"));
        });
    assertThat(parts).hasSize(5);
    float[] one = model.predict(x.rows(8999, 9000)).data();
    float[] last = all.rows(8999, 9000).data();
    for (int i = 0; i < 2; i++) {
      assertThat(one[i]).isCloseTo(last[i], within(1e-5f));
      assertThat(parts.getLast().data()[599 * 2 + i]).isCloseTo(last[i], within(1e-5f));
    }
  }

  @Test
  void manyThreadsMayPredictAtOnce() throws Exception {
    var model =
        Sequential.of(
            Input.of("x", INT32, 2),
            Embedding.of(100, 8),
            Flatten.of(),
            Dense.of(9, RELU),
            Dense.of(1));
    var random = new Random(3);
    List<Tensor> inputs = new ArrayList<>();
    List<FloatTensor> expected = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      int rows = 1 + random.nextInt(40);
      inputs.add(Tensor.of(Shape.of(rows, 2), random.ints(rows * 2L, 0, 100).toArray()));
      expected.add(model.predict(inputs.get(i)));
    }
    try (var threads = Executors.newFixedThreadPool(8)) {
      List<Callable<Boolean>> tasks = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        int own = i;
        tasks.add(
            () -> {
              for (int n = 0; n < 300; n++) {
                int which = (own + n) % 8;
                if (!model.predict(inputs.get(which)).equals(expected.get(which))) {
                  return false;
                }
              }
              return true;
            });
      }
      for (Future<Boolean> result : threads.invokeAll(tasks)) {
        assertThat(result.get()).isTrue();
      }
    }
  }

  @Test
  void earlyStoppingEndsAFitAndGivesTheBestWeightsBack() {
    FloatTensor x = random(1, 60, 2);
    var model = Sequential.of(Dense.of(1));
    model.compile(Adam.of(0.5f), Loss.MEAN_SQUARED_ERROR);
    History history =
        model.fit(
            x,
            sums(x),
            Fit.epochs(500)
                .withValidationSplit(0.3)
                .withCallbacks(EarlyStopping.of().withPatience(5).withRestoreBestWeights(true)));
    List<Double> losses = history.get("val_loss");
    double best = losses.stream().min(Double::compare).orElseThrow();
    assertThat(losses).hasSizeLessThan(500);
    assertThat(model.evaluate(x.rows(42, 60), sums(x.rows(42, 60))).get("loss"))
        .isCloseTo(best, within(1e-6));
  }

  @Test
  void callbacksAreToldInOrder() {
    List<String> events = new ArrayList<>();
    Callback recorder =
        training ->
            new Callback.Observer() {
              @Override
              public void trainBegin() {
                events.add("train of " + training.epochs() + " x " + training.steps());
              }

              @Override
              public void epochBegin(int epoch) {
                events.add("epoch " + epoch);
              }

              @Override
              public void batchBegin(int batch) {
                events.add("batch " + batch);
              }

              @Override
              public void batchEnd(int batch, Map<String, Double> logs) {
                events.add("end " + batch + " " + logs.keySet());
              }

              @Override
              public void testBegin() {
                events.add("test");
              }

              @Override
              public void testEnd(Map<String, Double> logs) {
                events.add("tested " + logs.keySet());
              }

              @Override
              public void epochEnd(int epoch, Map<String, Double> logs) {
                events.add("epoch " + epoch + " end " + logs.keySet());
                training.stop();
              }

              @Override
              public void trainEnd() {
                events.add("train end");
              }
            };
    FloatTensor x = random(1, 5, 2);
    var model = Sequential.of(Dense.of(1));
    model.compile(Sgd.of(), Loss.MEAN_SQUARED_ERROR, Metric.MEAN_ABSOLUTE_ERROR);
    model.fit(
        x,
        sums(x),
        Fit.epochs(3).withBatchSize(3).withValidationData(x, sums(x)).withCallbacks(recorder));
    String logs = "[loss, mean_absolute_error]";
    assertThat(events)
        .containsExactly(
            "train of 3 x 2",
            "epoch 0",
            "batch 0",
            "end 0 " + logs,
            "batch 1",
            "end 1 " + logs,
            "test",
            "tested " + logs,
            "epoch 0 end [loss, mean_absolute_error, val_loss, val_mean_absolute_error]",
            "train end");
  }

  @Test
  void aDatasetIsShuffledByItselfInEachEpochAndStopsWhereItEnds() {
    FloatTensor x = random(1, 10, 2);
    var model = Sequential.of(Dense.of(1));
    model.compile(Sgd.of(0.1f), Loss.MEAN_SQUARED_ERROR);
    Dataset data = Dataset.of(x, sums(x)).shuffle(3).batch(4);
    History history = model.fit(data, Fit.epochs(3));
    assertThat(history.steps()).isEqualTo(3);
    assertThat(model.step()).isEqualTo(9);
    assertThat(model.evaluate(data).get("loss"))
        .isCloseTo(model.evaluate(x, sums(x)).get("loss"), within(1e-6));
  }

  @Test
  void anInputThatIsNotGivenToTheModelIsNamed() {
    var a = Input.of("a", FLOAT32, 2);
    var b = Input.of("b", FLOAT32, 2);
    assertThatThrownBy(() -> Model.of(a, Concatenate.of(a, b)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("\"b\"", "[a]");
    assertThatThrownBy(() -> Model.of(a.to(Dense.of(1)), a.to(Dense.of(1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Input.of");
  }

  @Test
  void aLayerSharedWithAModelInsideHasOneSetOfWeights() {
    var shared = Dense.of(2).withUseBias(false);
    var a = Input.of("a", FLOAT32, 2);
    var inner = Model.of(a, a.to(shared));
    var x = Input.of("x", FLOAT32, 2);
    var model = Model.of(x, Concatenate.of(x.to(shared), x.to(inner)));
    model.compile(Sgd.of(0.1f), Loss.MEAN_SQUARED_ERROR);
    var rows = Tensor.of(Shape.of(2, 2), 1f, 2f, 3f, 4f);

    model.fit(rows, Tensor.of(Shape.of(2, 4), new float[8]), Fit.epochs(2));

    assertThat(model.variables()).hasSize(1);
    float[] both = model.predict(rows).data();
    assertThat(both[0]).isEqualTo(both[2]);
    assertThat(inner.predict(rows).data()).containsExactly(both[0], both[1], both[4], both[5]);
  }

  @Test
  void modelsOfTheSameLayersUnderTwoNamesHaveTheirOwnWeights() {
    var a = Input.of("a", FLOAT32, 2);
    var tower = Model.of(a, a.to(Dense.of(3)));
    var x = Input.of("x", FLOAT32, 2);

    var model = Model.of(x, Concatenate.of(x.to(tower.named("one")), x.to(tower.named("two"))));

    assertThat(model.variables().keySet())
        .containsExactly(
            "one/dense/kernel", "one/dense/bias", "two/dense/kernel", "two/dense/bias");
  }
}
