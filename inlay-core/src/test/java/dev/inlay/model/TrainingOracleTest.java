package dev.inlay.model;

import static dev.inlay.layer.Activations.RELU;
import static dev.inlay.layer.Activations.SIGMOID;
import static dev.inlay.tensor.DType.FLOAT32;
import static dev.inlay.tensor.DType.INT32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.inlay.Golden;
import dev.inlay.data.Batch;
import dev.inlay.layer.Activation;
import dev.inlay.layer.Add;
import dev.inlay.layer.Concatenate;
import dev.inlay.layer.Dense;
import dev.inlay.layer.Embedding;
import dev.inlay.layer.Flatten;
import dev.inlay.layer.Initializers;
import dev.inlay.layer.Input;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.train.Adam;
import dev.inlay.train.Loss;
import dev.inlay.train.Metric;
import dev.inlay.train.Optimizer;
import dev.inlay.train.Rows;
import dev.inlay.train.Sgd;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Twenty steps of a small wide and deep model against Keras on TensorFlow, from given weights. */
class TrainingOracleTest {
  private static final double TOLERANCE = 2e-5;

  static Stream<Golden.Case> cases() {
    return Golden.cases("keras_training_oracle.json").stream()
        .filter(golden -> optimizer(golden).isPresent());
  }

  private static Optional<Optimizer> optimizer(Golden.Case golden) {
    Golden.Case config = golden.object("optimizer").object("config");
    float rate = Golden.number(config.field("learning_rate"));
    return switch (golden.object("optimizer").text("class")) {
      case "SGD" -> Optional.of(Sgd.of(rate).withMomentum(Golden.number(config.field("momentum"))));
      case "Adam" -> Optional.of(Adam.of(rate).withRows(Rows.KERAS_ON_TENSORFLOW));
      default -> Optional.empty();
    };
  }

  private static Model model(Golden.Case golden) {
    var cat = Input.of("cat", INT32, 2);
    var num = Input.of("num", FLOAT32, 3);
    var deep =
        Concatenate.of(cat.to(Embedding.of(7, 4).named("emb")).to(Flatten.of()), num)
            .to(Dense.of(8, RELU).named("d1"))
            .to(Dense.of(1).named("d2"));
    // The sum over both ids, as a product with ones that nobody trains.
    var wide =
        cat.to(Embedding.of(7, 1).named("wide"))
            .to(Flatten.of())
            .to(
                Dense.of(1)
                    .withUseBias(false)
                    .withKernelInitializer(Initializers.ONES)
                    .frozen()
                    .named("sum"));
    var model = Model.of(List.of(cat, num), Add.of(deep, wide).to(Activation.of(SIGMOID)));
    for (Object weight : golden.list("initial_weights")) {
      @SuppressWarnings("unchecked")
      var array = new Golden.Case((Map<String, ?>) weight);
      model.setWeight(array.text("path"), Golden.tensor(array));
    }
    return model;
  }

  private static void assertClose(String what, double got, Object wanted) {
    double w = ((Number) wanted).doubleValue();
    assertThat(got).as(what).isCloseTo(w, within(TOLERANCE * Math.max(1, Math.abs(w))));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void followsKeras(Golden.Case golden) {
    Model model = model(golden);
    model.compile(
        optimizer(golden).orElseThrow(), Loss.BINARY_CROSSENTROPY, Metric.ACCURACY, Metric.AUC);
    Batch data =
        Batch.of(
            Map.of("cat", golden.tensor("cat"), "num", golden.tensor("num")), golden.tensor("y"));
    int size = golden.number("batch_size");
    List<List<Number>> steps = golden.list("expected_per_step_[loss,accuracy,auc]_before_update");
    for (int s = 0; s < steps.size(); s++) {
      int from = size * (s % 4);
      Map<String, Double> logs = model.trainOnBatch(data.rows(from, from + size));
      assertClose("loss at step " + s, logs.get("loss"), steps.get(s).get(0));
      assertClose("accuracy at step " + s, logs.get("accuracy"), steps.get(s).get(1));
      assertClose("AUC at step " + s, logs.get("auc"), steps.get(s).get(2));
    }
    for (Object weight : golden.list("expected_final_weights")) {
      @SuppressWarnings("unchecked")
      var array = new Golden.Case((Map<String, ?>) weight);
      float[] wanted = ((FloatTensor) Golden.tensor(array)).data();
      float[] got = model.weight(array.text("path")).data();
      for (int i = 0; i < wanted.length; i++) {
        assertClose(array.text("path") + "[" + i + "]", got[i], wanted[i]);
      }
    }
    List<Number> evaluated = golden.list("expected_evaluate_[loss,accuracy,auc]");
    List<Double> results = List.copyOf(model.evaluate(data).values());
    for (int i = 0; i < 3; i++) {
      assertClose("result " + i, results.get(i), evaluated.get(i));
    }
    float[] predictions = ((FloatTensor) golden.tensor("expected_predictions")).data();
    float[] predicted = model.predict(data.features()).data();
    for (int i = 0; i < predictions.length; i++) {
      assertClose("prediction " + i, predicted[i], predictions[i]);
    }
  }
}
