package dev.inlay.model;

import static dev.inlay.tensor.DType.INT32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.inlay.data.Dataset;
import dev.inlay.layer.Activations;
import dev.inlay.layer.Dense;
import dev.inlay.layer.Embedding;
import dev.inlay.layer.Flatten;
import dev.inlay.layer.Initializers;
import dev.inlay.layer.Input;
import dev.inlay.layer.L2;
import dev.inlay.layer.MaxNorm;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.train.Loss;
import dev.inlay.train.Metric;
import dev.inlay.train.Sgd;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Variants of fit against Keras 3: ids 0, 1, 2, 1 with labels 1, 0, 1, 1 through an Embedding(3, 2)
 * of primes and a Dense(1) of ones; SGD 0.01, batches of 2, two epochs.
 */
class FitGoldenTest {
  private static final Tensor X = Tensor.of(new int[][] {{0}, {1}, {2}, {1}});
  private static final Tensor Y = Tensor.of(1f, 0f, 1f, 1f);
  private static final FloatTensor PRIMES = Tensor.of(new float[][] {{1, 2}, {3, 5}, {7, 11}});
  private static final Fit TWICE = Fit.epochs(2).withBatchSize(2).withoutShuffle();

  private static Model model(Embedding embedding, Dense dense) {
    var model = Sequential.of(Input.of("x", INT32, 1), embedding, Flatten.of(), dense);
    model.setWeight("embedding/embeddings", PRIMES);
    return model;
  }

  private static Model model(Embedding embedding) {
    return model(embedding, ones());
  }

  private static Dense ones() {
    return Dense.of(1).withKernelInitializer(Initializers.ONES);
  }

  private static Embedding plain() {
    return Embedding.of(3, 2);
  }

  private static void assertSeries(History history, String name, double... wanted) {
    List<Double> got = history.get(name);
    assertThat(got).hasSize(wanted.length);
    for (int i = 0; i < wanted.length; i++) {
      assertThat(got.get(i))
          .as("%s of epoch %d", name, i)
          .isCloseTo(wanted[i], within(2e-6 * Math.max(1, Math.abs(wanted[i]))));
    }
  }

  private static void assertWeight(Model model, String path, double... wanted) {
    float[] got = model.weight(path).data();
    assertThat(got).hasSize(wanted.length);
    for (int i = 0; i < wanted.length; i++) {
      assertThat((double) got[i])
          .as("%s[%d]", path, i)
          .isCloseTo(wanted[i], within(2e-6 * Math.max(1, Math.abs(wanted[i]))));
    }
  }

  @Test
  void plainFit() {
    Model model = model(plain());
    model.compile(Sgd.of(0.01f), Loss.MEAN_SQUARED_ERROR);
    History history = model.fit(X, Y, TWICE);
    assertSeries(history, "loss", 46.85486602783203, 18.703704833984375);
    assertWeight(
        model,
        "embedding/embeddings",
        0.9775118231773376,
        1.9587312936782837,
        2.8901216983795166,
        4.850291728973389,
        6.927947044372559,
        10.91235065460205);
    assertWeight(model, "dense/kernel", 0.5842186212539673, 0.3447657823562622);
    assertThat(history.steps()).isEqualTo(2);
    assertThat(history.epochs()).containsExactly(0, 1);
  }

  @Test
  void aRegularizerCountsWholeTable() {
    Model model = model(plain().withEmbeddingsRegularizer(L2.of(0.01)));
    model.compile(Sgd.of(0.01f), Loss.MEAN_SQUARED_ERROR);
    assertSeries(model.fit(X, Y, TWICE), "loss", 48.923988342285156, 20.71395492553711);
    assertWeight(
        model,
        "embedding/embeddings",
        0.9767363667488098,
        1.9571799039840698,
        2.8878118991851807,
        4.846442222595215,
        6.922399997711182,
        10.903624534606934);
    assertWeight(model, "dense/kernel", 0.5835793614387512, 0.3437093198299408);
  }

  @Test
  void aConstraintHoldsRowsAfterEachStep() {
    Model model = model(plain().withEmbeddingsConstraint(new MaxNorm(2, List.of(1))));
    model.compile(Sgd.of(0.01f), Loss.MEAN_SQUARED_ERROR);
    assertSeries(model.fit(X, Y, TWICE), "loss", 17.19786834716797, 0.7655192017555237);
    assertWeight(
        model,
        "embedding/embeddings",
        0.8835607171058655,
        1.7897804975509644,
        1.001825213432312,
        1.7058924436569214,
        1.0657018423080444,
        1.6813805103302002);
    assertWeight(model, "dense/kernel", 0.697248637676239, 0.48768576979637146);
  }

  @Test
  void aConstraintHoldsColumnsAfterEachStep() {
    Model model = model(plain().withEmbeddingsConstraint(new MaxNorm(2, List.of(0))));
    model.compile(Sgd.of(0.01f), Loss.MEAN_SQUARED_ERROR);
    assertSeries(model.fit(X, Y, TWICE), "loss", 17.400875091552734, 0.6627312898635864);
    assertWeight(
        model,
        "embedding/embeddings",
        0.2616935074329376,
        0.3283308148384094,
        0.7590411901473999,
        0.8023428320884705,
        1.813131332397461,
        1.7883754968643188);
    assertWeight(model, "dense/kernel", 0.6930851340293884, 0.5140039920806885);
  }

  @Test
  void classWeightsWeighTheLossAndWeightedMetricsOnly() {
    Model model = model(plain(), ones().withActivation(Activations.SIGMOID));
    model.compile(
        Compile.of(Sgd.of(0.01f), Loss.BINARY_CROSSENTROPY)
            .withMetrics(Metric.ACCURACY)
            .withWeightedMetrics(Metric.ACCURACY));
    History history = model.fit(X, Y, TWICE.withClassWeights(Map.of(0, 2f, 1, 0.5f)));
    assertThat(history.metrics().keySet()).containsExactly("accuracy", "loss", "weighted_accuracy");
    assertSeries(history, "accuracy", 0.75, 0.75);
    assertSeries(history, "loss", 4.0063018798828125, 3.8235957622528076);
    assertSeries(history, "weighted_accuracy", 0.4285714328289032, 0.4285714328289032);
    assertWeight(
        model,
        "embedding/embeddings",
        1.0002498626708984,
        2.000247001647949,
        2.98030948638916,
        4.980507850646973,
        7.0,
        11.0);
    assertWeight(model, "dense/kernel", 0.9403871893882751, 0.9006633162498474);
  }

  @Test
  void sampleWeightsWeighTheLoss() {
    Model model = model(plain());
    model.compile(Sgd.of(0.01f), Loss.MEAN_SQUARED_ERROR);
    History history = model.fit(X, Y, TWICE.withSampleWeights(Tensor.of(1f, 2f, 3f, 4f)));
    assertSeries(history, "loss", 46.51380920410156, 78.96898651123047);
    assertWeight(
        model,
        "embedding/embeddings",
        0.95855313539505,
        1.917173147201538,
        2.7464911937713623,
        4.539491176605225,
        6.946884632110596,
        10.890945434570312);
    assertWeight(model, "dense/kernel", 1.679572343826294, 2.1380231380462646);
  }

  @Test
  void theLastRowsAreKeptForValidation() {
    Model model = model(plain());
    model.compile(
        Sgd.of(0.01f), Loss.MEAN_SQUARED_ERROR, Metric.named("mae", Metric.MEAN_ABSOLUTE_ERROR));
    History history = model.fit(X, Y, TWICE.withValidationSplit(0.5));
    assertThat(history.metrics().keySet()).containsExactly("loss", "mae", "val_loss", "val_mae");
    assertSeries(history, "loss", 34.0, 11.866308212280273);
    assertSeries(history, "mae", 5.0, 2.7750003337860107);
    assertSeries(history, "val_loss", 59.7097282409668, 22.5006046295166);
    assertSeries(history, "val_mae", 7.0279998779296875, 4.222814083099365);
    assertWeight(
        model,
        "embedding/embeddings",
        0.9745684266090393,
        1.9758895635604858,
        2.884361743927002,
        4.893030643463135,
        7.0,
        11.0);
    assertWeight(model, "dense/kernel", 0.5921795964241028, 0.308519572019577);
  }

  @Test
  void theSameBatchesFromADatasetGiveTheSame() {
    Model model = model(plain());
    model.compile(Sgd.of(0.01f), Loss.MEAN_SQUARED_ERROR);
    History history = model.fit(Dataset.of(X, Y).batch(2), Fit.epochs(2));
    assertSeries(history, "loss", 46.85486602783203, 18.703704833984375);
    assertWeight(model, "dense/kernel", 0.5842186212539673, 0.3447657823562622);
  }

  @Test
  void aLastSmallerBatchCountsByItsRows() {
    Model model = model(plain());
    model.compile(Sgd.of(0f), Loss.MEAN_SQUARED_ERROR);
    History history = model.fit(X, Y, Fit.epochs(1).withBatchSize(3));
    Map<String, Double> whole = model.evaluate(X, Y);
    assertSeries(history, "loss", whole.get("loss"));
    assertThat(model.predict(X).shape()).isEqualTo(Shape.of(4, 1));
  }
}
