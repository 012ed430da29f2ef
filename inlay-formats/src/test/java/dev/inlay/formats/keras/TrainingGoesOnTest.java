package dev.inlay.formats.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.inlay.data.Batch;
import dev.inlay.model.Fit;
import dev.inlay.model.History;
import dev.inlay.model.Model;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Keras has trained and saved is trained on here as it is there. */
class TrainingGoesOnTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "fitted_sgd",
        "fitted_momentum",
        "fitted_adam",
        "fitted_adagrad",
        "fitted_rmsprop",
        "fitted_ftrl",
        "fitted_scheduled",
        "fitted_adamw",
        "fitted_adamax",
        "fitted_adadelta",
        "fitted_lion",
        "fitted_clipped",
        "fitted_amsgrad",
        "fitted_nadam",
        "compiled_outputs",
        "compiled_lists",
        "compiled_frozen",
        "legacy_fitted_adam",
        "legacy_compiled_outputs"
      })
  void trainsOnAsKeras(String name) {
    Recorded recorded = Recorded.of(name);
    Model model = Keras.load(recorded.file());

    Tensor x = recorded.inputs().get("0");
    Map<String, Value> labels = new LinkedHashMap<>();
    for (int i = 0; i < recorded.labels().size(); i++) {
      labels.put(model.outputNames().get(i), recorded.labels().get(i));
    }
    Batch data = new Batch(Map.of("x", x), labels, null);
    History history = model.fit(data, Fit.epochs(1).withBatchSize(4).withoutShuffle());

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
}
