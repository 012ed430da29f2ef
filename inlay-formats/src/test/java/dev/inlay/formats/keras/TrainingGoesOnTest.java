package dev.inlay.formats.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.inlay.checkpoint.Checkpoint;
import dev.inlay.data.Batch;
import dev.inlay.model.Fit;
import dev.inlay.model.History;
import dev.inlay.model.Model;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Value;
import dev.inlay.train.Adam;
import dev.inlay.train.LearningRateScheduler;
import dev.inlay.train.Loss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Keras has trained and saved is trained on here as it is there. */
class TrainingGoesOnTest {
  @TempDir Path folder;

  /** Where files are left for Python to check; nowhere by default. */
  private static final String LEAVE = System.getProperty("inlay.written", "");

  static List<String> trained() throws IOException {
    try (var files = Files.list(Recorded.FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("(legacy_)?(fitted|compiled)_.*\\.(keras|h5)"))
          // Keras on TensorFlow squares gradients of repeated ids one by one.
          .filter(name -> !name.startsWith("compiled_embedding"))
          .map(name -> name.replaceAll("\\.\\w+$", ""))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("trained")
  void trainsOnAsKeras(String name) {
    Recorded recorded = Recorded.of(name);
    Model model = Keras.load(recorded.file());

    History history = trainOn(model, recorded);

    assertThat(history.metrics().keySet()).containsAll(recorded.history().keySet());
    recorded
        .history()
        .forEach(
            (metric, value) ->
                assertThat(history.metrics().get(metric).getFirst())
                    .as(metric)
                    .isCloseTo(value, within(1e-5 * Math.max(1, Math.abs(value)))));
    List<FloatTensor> then = recorded.predictedBy(model);
    for (int i = 0; i < then.size(); i++) {
      KerasFilesTest.close("output " + i, then.get(i), recorded.then().get(i).toFloats());
    }
  }

  private static History trainOn(Model model, Recorded recorded) {
    Tensor x = recorded.inputs().get("0");
    Map<String, Value> labels = new LinkedHashMap<>();
    for (int i = 0; i < recorded.labels().size(); i++) {
      labels.put(model.outputNames().get(i), recorded.labels().get(i));
    }
    Batch data = new Batch(Map.of("x", x), labels, null);
    return model.fit(data, Fit.epochs(1).withBatchSize(4).withoutShuffle());
  }

  @ParameterizedTest
  @MethodSource("trained")
  void goesOnAfterItWasWritten(String name) throws IOException {
    Recorded recorded = Recorded.of(name);
    Model model = Keras.load(recorded.file());
    Path keras = LEAVE.isEmpty() ? folder.resolve("again.keras") : Path.of(LEAVE, name + ".keras");
    Keras.save(model, keras);
    Path legacy = LEAVE.isEmpty() ? folder.resolve("again.h5") : Path.of(LEAVE, name + ".h5");
    Keras.save(model, legacy);
    Path weights = folder.resolve("again.weights.h5");
    Keras.saveWeights(model, weights);
    List<Model> again = List.of(Keras.load(keras), Keras.load(legacy), Keras.load(recorded.file()));
    History _ = trainOn(again.getLast(), recorded);
    Keras.loadWeights(again.getLast(), weights);

    History wanted = trainOn(model, recorded);

    for (Model one : again) {
      if (!name.startsWith("fitted_several")) {
        // Several optimizers may list their weights instead.
        assertThat(one.compiled()).isEqualTo(model.compiled());
      }
      History history = trainOn(one, recorded);
      assertThat(one.step()).isEqualTo(model.step());
      assertThat(history.metrics()).isEqualTo(wanted.metrics());
      assertThat(one.checkpoint(Map.of()).entries().stream().map(TrainingGoesOnTest::numbers))
          .containsExactlyElementsOf(
              model.checkpoint(Map.of()).entries().stream()
                  .map(TrainingGoesOnTest::numbers)
                  .toList());
    }
  }

  private static List<Object> numbers(Checkpoint.Entry entry) {
    List<Object> numbers = new ArrayList<>(List.of(entry.name()));
    for (float number : entry.floats().array()) {
      numbers.add(number);
    }
    return numbers;
  }

  @Test
  void aRateSetByHandIsKept() {
    Recorded recorded = Recorded.of("fitted_several");
    Model model = Keras.load(recorded.file());
    Tensor x = recorded.inputs().get("0");
    Batch data = new Batch(Map.of("x", x), Map.of("out", recorded.labels().getFirst()), null);
    var slower = LearningRateScheduler.of((_, _) -> 0.0625f);
    model.fit(data, Fit.epochs(1).withBatchSize(4).withoutShuffle().withCallbacks(slower));
    Path file = folder.resolve("again.keras");

    Keras.save(model, file);

    assertThat(Keras.load(file).learningRate()).isEqualTo(0.0625f);
  }

  @Test
  void whatIsRememberedOfUpdatesOfLowRankComesAlong() {
    Model model = Keras.load(Recorded.of("corner_lora_fitted").file());
    Path file = folder.resolve("again.keras");
    Keras.save(model, file);

    Model again = Keras.load(file);

    assertThat(again.step()).isEqualTo(model.step()).isEqualTo(4);
    List<List<Object>> remembered =
        model.checkpoint(Map.of()).entries().stream()
            .filter(entry -> entry.name().matches("adam/.*lora_.*_b/.*"))
            .map(TrainingGoesOnTest::numbers)
            .toList();
    assertThat(remembered).hasSize(4).allMatch(of -> !of.get(1).equals(0f));
    assertThat(again.checkpoint(Map.of()).entries().stream().map(TrainingGoesOnTest::numbers))
        .containsAll(remembered);
  }

  @Test
  void weightsGoIntoAModelOfAnotherOptimizerWithoutItsMemory() {
    Recorded recorded = Recorded.of("fitted_deep_adafactor");
    Model model = Keras.load(recorded.file());
    model.compile(Adam.of(), Loss.MEAN_SQUARED_ERROR);

    Keras.loadWeights(model, recorded.file());

    assertThat(model.step()).isZero();
    KerasFilesTest.close(
        "out", recorded.predictedBy(model).getFirst(), recorded.outputs().getFirst().toFloats());
  }
}
