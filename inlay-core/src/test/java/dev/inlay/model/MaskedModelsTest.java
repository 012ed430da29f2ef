package dev.inlay.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.inlay.Golden;
import dev.inlay.data.Batch;
import dev.inlay.data.Dataset;
import dev.inlay.graph.Variable;
import dev.inlay.layer.Activations;
import dev.inlay.layer.Add;
import dev.inlay.layer.BatchNormalization;
import dev.inlay.layer.Bidirectional;
import dev.inlay.layer.Bidirectional.MergeMode;
import dev.inlay.layer.Concatenate;
import dev.inlay.layer.Dense;
import dev.inlay.layer.Dropout;
import dev.inlay.layer.Embedding;
import dev.inlay.layer.GRU;
import dev.inlay.layer.Input;
import dev.inlay.layer.Json;
import dev.inlay.layer.LSTM;
import dev.inlay.layer.SimpleRNN;
import dev.inlay.layer.Symbol;
import dev.inlay.layer.TimeDistributed;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.train.BinaryIoU;
import dev.inlay.train.Loss;
import dev.inlay.train.MeanLoss;
import dev.inlay.train.Metric;
import dev.inlay.train.Precision;
import dev.inlay.train.SensitivityAtSpecificity;
import dev.inlay.train.Sgd;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Masks on their way from the embedding through layers, merges and nested models to losses and
 * metrics, against Keras: {@code src/test/python/masked_models.py}.
 */
class MaskedModelsTest {
  private static final Tensor IDS =
      Tensor.of(Shape.of(4, 5), 1, 2, 3, 0, 0, 4, 1, 0, 0, 0, 2, 2, 1, 3, 4, 0, 3, 0, 1, 0);
  private static final Tensor CLASSES =
      Tensor.of(Shape.of(4, 5), 0, 1, 2, 0, 0, 2, 1, 0, 0, 0, 1, 1, 2, 0, 1, 0, 2, 0, 1, 0);
  private static final MeanLoss MAE = new MeanLoss("mae", Loss.MEAN_ABSOLUTE_ERROR);

  private final Symbol ids = Input.of("ids", DType.INT32, 5);

  private Symbol embedded(int width) {
    return ids.to(Embedding.of(5, width).withMaskZero(true));
  }

  private static FloatTensor sequences() {
    float[] data = new float[20];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) Math.sin(i);
    }
    return Tensor.of(Shape.of(4, 5, 1), data);
  }

  @Test
  void lossAndMetricAreMeansOverStepsThatCount() throws IOException {
    Symbol x = embedded(2).to(LSTM.of(3).withReturnSequences(true)).to(Dropout.of(0));
    Model model = Model.of(ids, x.to(Dense.of(1)));
    model.compile(Compile.of(Sgd.of(0.1f), Loss.MEAN_SQUARED_ERROR).withMetrics(MAE));
    replay("lengths", model, Batch.of(Map.of("ids", IDS), sequences()));
  }

  @Test
  void weightsOfRowsCountOnTop() throws IOException {
    Symbol x = embedded(2).to(GRU.of(3).withReturnSequences(true));
    Model model = Model.of(ids, x.to(Dense.of(1)));
    model.compile(Compile.of(Sgd.of(0.1f), Loss.MEAN_SQUARED_ERROR).withWeightedMetrics(MAE));
    Batch batch = Batch.of(Map.of("ids", IDS), sequences());
    replay(
        "weighted",
        model,
        new Batch(batch.features(), batch.labels(), Tensor.of(1f, 0.5f, 2f, 0.25f)));
  }

  @Test
  void countsTakeMaskedStepsIn() throws IOException {
    Symbol x = embedded(2).to(GRU.of(3).withReturnSequences(true));
    Model model = Model.of(ids, x.to(Dense.of(1, Activations.SIGMOID)));
    model.compile(
        Compile.of(Sgd.of(0.1f), Loss.BINARY_CROSSENTROPY)
            .withMetrics(
                MAE,
                Metric.named("rmse", Metric.ROOT_MEAN_SQUARED_ERROR),
                Metric.AUC,
                Precision.of(),
                Metric.named("sensitivity", SensitivityAtSpecificity.of(0.3f)),
                Metric.named("iou", BinaryIoU.of())));
    float[] labels = sequences().data();
    for (int i = 0; i < labels.length; i++) {
      labels[i] = labels[i] > 0 ? 1 : 0;
    }
    replay("counted", model, Batch.of(Map.of("ids", IDS), Tensor.of(Shape.of(4, 5, 1), labels)));
  }

  private static FloatTensor stepWeights() {
    float[] data = new float[20];
    for (int i = 0; i < data.length; i++) {
      data[i] = Math.abs((float) Math.sin(1 + i));
    }
    return Tensor.of(Shape.of(4, 5), data);
  }

  @Test
  void weightsOfStepsCountOnTop() throws IOException {
    Symbol x = embedded(2).to(GRU.of(3).withReturnSequences(true));
    Model model = Model.of(ids, x.to(Dense.of(3, Activations.SOFTMAX)));
    model.compile(
        Compile.of(Sgd.of(0.1f), Loss.SPARSE_CATEGORICAL_CROSSENTROPY)
            .withMetrics(Metric.ACCURACY)
            .withWeightedMetrics(Metric.ACCURACY));
    Batch batch = Batch.of(Map.of("ids", IDS), CLASSES);
    replay("weighted_steps", model, new Batch(batch.features(), batch.labels(), stepWeights()));
  }

  @Test
  void stepsMayHaveWeightsWithoutMasks() throws IOException {
    Symbol x = ids.to(Embedding.of(5, 2)).to(SimpleRNN.of(3).withReturnSequences(true));
    Model model = Model.of(ids, x.to(Dense.of(1)));
    model.compile(Compile.of(Sgd.of(0.1f), Loss.MEAN_SQUARED_ERROR).withWeightedMetrics(MAE));
    Batch batch = Batch.of(Map.of("ids", IDS), sequences());
    Batch weighted = new Batch(batch.features(), batch.labels(), stepWeights());
    replay("weighted_steps_without_masks", model, weighted);
    double loss = model.evaluate(Dataset.of(weighted).batch(3)).get("loss");
    double whole = model.testOnBatch(weighted).get("loss");
    assertThat(loss).isCloseTo(whole, within(1e-6));
    History history =
        model.fit(
            Map.of("ids", IDS),
            sequences(),
            Fit.epochs(1).withBatchSize(4).withSampleWeights(stepWeights()));
    assertThat(history.metrics().get("loss").getFirst()).isCloseTo(whole, within(1e-6));
  }

  @Test
  void eachOutputHasItsOwnMask() throws IOException {
    Symbol x = embedded(2).to(SimpleRNN.of(3).withReturnSequences(true).withGoBackwards(true));
    Symbol steps = x.to(TimeDistributed.of(Dense.of(1)).named("steps"));
    Symbol last = x.to(LSTM.of(2)).to(Dense.of(1).named("last"));
    Model model = Model.of(List.of(ids), List.of(steps, last));
    model.compile(
        Compile.of(Sgd.of(0.1f), Loss.MEAN_SQUARED_ERROR)
            .withLoss("last", Loss.MEAN_ABSOLUTE_ERROR)
            .withLossWeight("last", 0.5f));
    float[] column = new float[4];
    for (int i = 0; i < column.length; i++) {
      column[i] = (float) Math.cos(i);
    }
    FloatTensor ends = Tensor.of(Shape.of(4, 1), column);
    replay(
        "outputs",
        model,
        new Batch(Map.of("ids", IDS), Map.of("steps", sequences(), "last", ends), null));
  }

  @Test
  void masksPassMergesAndNestedModels() throws IOException {
    Symbol inner = Input.of("inner", DType.FLOAT32, 5, 4);
    Symbol both =
        inner.to(
            Bidirectional.of(GRU.of(3).withReturnSequences(true)).withMergeMode(MergeMode.SUM));
    Model tower = Model.of(inner, both.to(BatchNormalization.of())).named("tower");
    Symbol x = Concatenate.of(embedded(2), embedded(2)).to(tower);
    x = Add.of(x, embedded(2).to(LSTM.of(3).withReturnSequences(true)));
    Model model = Model.of(ids, x.to(Dense.of(3, Activations.SOFTMAX)));
    model.compile(
        Compile.of(Sgd.of(0.1f), Loss.SPARSE_CATEGORICAL_CROSSENTROPY)
            .withMetrics(Metric.ACCURACY));
    replay("merged", model, Batch.of(Map.of("ids", IDS), CLASSES));
  }

  private static void replay(String name, Model model, Batch batch) throws IOException {
    Map<?, ?> golden = (Map<?, ?>) Objects.requireNonNull(answers().get(name));
    int k = 0;
    for (Variable variable : model.variables().values()) {
      if (variable.trainable()) {
        float[] values = variable.values().array();
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) (0.5 * Math.sin(0.37 * i + k));
        }
        k++;
      }
    }
    for (Object step : (List<?>) Objects.requireNonNull(golden.get("steps"))) {
      Map<String, Double> results = model.trainOnBatch(batch);
      Map<String, Double> wanted = new LinkedHashMap<>();
      ((Map<?, ?>) step)
          .forEach((key, value) -> wanted.put((String) key, ((Number) value).doubleValue()));
      assertThat(results.keySet()).containsExactlyInAnyOrderElementsOf(wanted.keySet());
      wanted.forEach(
          (key, value) -> assertThat(results.get(key)).as(key).isCloseTo(value, within(2e-6)));
    }
    List<?> predictions = (List<?>) Objects.requireNonNull(golden.get("predictions"));
    var outputs = List.copyOf(model.predictAll(Batch.of(batch.features())).values());
    for (int i = 0; i < predictions.size(); i++) {
      List<?> wanted = (List<?>) predictions.get(i);
      float[] actual = outputs.get(i).data();
      assertThat(actual).hasSize(wanted.size());
      for (int j = 0; j < actual.length; j++) {
        assertThat(actual[j]).isCloseTo(Golden.number(wanted.get(j)), within(2e-6f));
      }
    }
  }

  private static Map<?, ?> answers() throws IOException {
    try (InputStream in = MaskedModelsTest.class.getResourceAsStream("/masked_models.json")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return (Map<?, ?>) Objects.requireNonNull(Json.read(text, "masked_models.json"));
    }
  }
}
