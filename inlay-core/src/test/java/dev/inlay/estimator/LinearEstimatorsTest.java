package dev.inlay.estimator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.train.Loss;
import dev.inlay.train.Sgd;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Linear estimators give what TensorFlow's gave for the same rows. */
class LinearEstimatorsTest {
  private static final Tensor BINARY = Tensor.of(0, 1, 0, 1, 0, 1);

  @Test
  void regressorWithItsDefaults() {
    var estimator = LinearRegressor.of(List.of(Items.ITEM, Items.X));
    var recorded = new Recorded();

    estimator.train(Items.training(Items.Y), Steps.of(4), recorded);

    assertLosses(
        recorded, 4.666666507720947, 13.945724487304688, 0.7508875727653503, 5.396203517913818);
    assertResults(
        estimator.evaluate(Items.once(Items.Y, 3)),
        Map.of(
            "average_loss", 1.586492896080017,
            "global_step", 4.0,
            "label/mean", 3.5,
            "loss", 1.5864927768707275,
            "prediction/mean", 2.6831493377685547));
    var predictions = estimator.predict(Items.once(Items.Y, 3)).toList();
    assertThat(predictions).hasSize(6);
    assertClose(predictions.getFirst().get("predictions"), 1.4772260189056396);
    assertThat(estimator.variableNames())
        .containsExactlyInAnyOrder(
            "linear/linear_model/item/weights",
            "linear/linear_model/x/weights",
            "linear/linear_model/bias_weights",
            "training/Ftrl/linear/linear_model/item/weights/accumulator",
            "training/Ftrl/linear/linear_model/item/weights/linear",
            "training/Ftrl/linear/linear_model/x/weights/accumulator",
            "training/Ftrl/linear/linear_model/x/weights/linear",
            "training/Ftrl/linear/linear_model/bias_weights/accumulator",
            "training/Ftrl/linear/linear_model/bias_weights/linear",
            "global_step");
    assertVariable(estimator, "linear/linear_model/bias_weights", 0.49359214305877686);
    assertVariable(estimator, "linear/linear_model/x/weights", 0.5084127187728882);
    assertVariable(
        estimator,
        "linear/linear_model/item/weights",
        0.4752212166786194,
        0.5039255619049072,
        0.21842420101165771,
        0.2839564383029938);
    assertVariable(
        estimator, "training/Ftrl/linear/linear_model/bias_weights/accumulator", 91.2896728515625);
    assertVariable(
        estimator, "training/Ftrl/linear/linear_model/bias_weights/linear", -23.580284118652344);
    assertVariable(
        estimator,
        "training/Ftrl/linear/linear_model/item/weights/accumulator",
        10.060018539428711,
        17.028461456298828,
        1.9048027992248535,
        4.4193620681762695);
    assertVariable(
        estimator, "training/Ftrl/linear/linear_model/x/weights/accumulator", 1965.69384765625);
    assertVariable(estimator, "global_step", 4);
  }

  @Test
  void regressorBySgdOnTheSumOfLosses() {
    var estimator =
        LinearRegressor.of(List.of(Items.ITEM, Items.X))
            .withOptimizer(Sgd.of(0.01f))
            .withLossReduction(Loss.Reduction.SUM);
    var recorded = new Recorded();

    estimator.train(Items.training(Items.Y), Steps.of(4), recorded);

    assertLosses(recorded, 14.0, 39.39640426635742, 6.2591938972473145, 6.785882949829102);
    assertResults(
        estimator.evaluate(Items.once(Items.Y, 3)),
        Map.of(
            "average_loss", 0.8672986030578613,
            "global_step", 4.0,
            "label/mean", 3.5,
            "loss", 2.601895809173584,
            "prediction/mean", 2.984988212585449));
    assertVariable(
        estimator,
        "linear/linear_model/item/weights",
        0.08046688884496689,
        0.11353489011526108,
        -0.007552005350589752,
        0.008126404136419296);
    assertVariable(estimator, "linear/linear_model/x/weights", 0.778756856918335);
    assertVariable(estimator, "linear/linear_model/bias_weights", 0.19457614421844482);
  }

  @Test
  void classifierWithWeightedRows() {
    var estimator = LinearClassifier.of(List.of(Items.ITEM, Items.X)).withWeightColumn("w");
    var recorded = new Recorded();

    estimator.train(Items.training(BINARY), Steps.of(4), recorded);

    assertLosses(
        recorded, 0.9241962432861328, 0.9777544140815735, 0.8836587071418762, 0.6845450401306152);
    assertResults(
        estimator.evaluate(Items.once(BINARY, 3)),
        Map.ofEntries(
            Map.entry("accuracy", 0.6470588445663452),
            Map.entry("accuracy_baseline", 0.6470588445663452),
            Map.entry("auc", 0.9696969389915466),
            Map.entry("auc_precision_recall", 0.9854468107223511),
            Map.entry("average_loss", 0.5121870040893555),
            Map.entry("global_step", 4.0),
            Map.entry("label/mean", 0.6470588445663452),
            Map.entry("loss", 0.7255982160568237),
            Map.entry("precision", 0.6470588445663452),
            Map.entry("prediction/mean", 0.7155190110206604),
            Map.entry("recall", 1.0)));
    var first = estimator.predict(Items.once(BINARY, 3)).findFirst().orElseThrow();
    assertThat(first)
        .containsOnlyKeys(
            "logits",
            "logistic",
            "probabilities",
            "class_ids",
            "classes",
            "all_class_ids",
            "all_classes");
    assertClose(first.get("logits"), 0.16356688737869263);
    assertClose(first.get("logistic"), 0.5408008098602295);
    assertClose(first.get("probabilities"), 0.4591992199420929, 0.5408008098602295);
    assertThat(first)
        .containsEntry("class_ids", Tensor.of(1))
        .containsEntry("classes", Tensor.of("1"))
        .containsEntry("all_class_ids", Tensor.of(0, 1))
        .containsEntry("all_classes", Tensor.of("0", "1"));
  }

  @Test
  void classifierWithWordsForLabels() {
    var labels = Tensor.of("no", "yes", "no", "yes", "no", "yes");
    var estimator =
        LinearClassifier.of(List.of(Items.ITEM, Items.X)).withLabelVocabulary("no", "yes");
    var recorded = new Recorded();

    estimator.train(Items.training(labels), Steps.of(4), recorded);

    assertLosses(
        recorded, 0.6931471824645996, 0.9113404154777527, 0.6765115261077881, 0.6537172794342041);
    assertResults(
        estimator.evaluate(Items.once(labels, 3)),
        Map.ofEntries(
            Map.entry("accuracy", 0.5),
            Map.entry("accuracy_baseline", 0.5),
            Map.entry("auc", 1.0),
            Map.entry("auc_precision_recall", 1.0),
            Map.entry("average_loss", 0.6151371598243713),
            Map.entry("global_step", 4.0),
            Map.entry("label/mean", 0.5),
            Map.entry("loss", 0.6151371598243713),
            Map.entry("precision", 0.5),
            Map.entry("prediction/mean", 0.5862130522727966),
            Map.entry("recall", 1.0)));
    var first = estimator.predict(Items.once(labels, 3)).findFirst().orElseThrow();
    assertClose(first.get("probabilities"), 0.4720652103424072, 0.5279347896575928);
    assertThat(first)
        .containsEntry("classes", Tensor.of("yes"))
        .containsEntry("all_classes", Tensor.of("no", "yes"));
  }

  @Test
  void classifierOfThreeClasses() {
    var labels = Tensor.of(0, 1, 2, 1, 0, 2);
    var estimator = LinearClassifier.of(List.of(Items.ITEM, Items.X)).withClasses(3);
    var recorded = new Recorded();

    estimator.train(Items.training(labels), Steps.of(4), recorded);

    assertLosses(
        recorded, 1.0986123085021973, 1.2500395774841309, 1.040999412536621, 1.040847897529602);
    assertResults(
        estimator.evaluate(Items.once(labels, 3)),
        Map.of(
            "accuracy", 0.6666666865348816,
            "average_loss", 0.9473512768745422,
            "global_step", 4.0,
            "loss", 0.9473512172698975));
    var first = estimator.predict(Items.once(labels, 3)).findFirst().orElseThrow();
    assertClose(
        first.get("logits"), 0.16158762574195862, -0.01720486581325531, -0.28281229734420776);
    assertClose(
        first.get("probabilities"), 0.40363460779190063, 0.3375513255596161, 0.25881412625312805);
    assertThat(first)
        .containsEntry("class_ids", Tensor.of(0))
        .containsEntry("classes", Tensor.of("0"))
        .containsEntry("all_classes", Tensor.of("0", "1", "2"));
  }

  static void assertLosses(Recorded recorded, double... expected) {
    assertThat(recorded.losses()).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(recorded.losses().get(i))
          .as("loss of step %d", i + 1)
          .isCloseTo(expected[i], Items.close(expected[i]));
    }
  }

  static void assertResults(Map<String, Double> results, Map<String, Double> expected) {
    assertThat(results).containsOnlyKeys(expected.keySet());
    expected.forEach(
        (key, value) -> assertThat(results.get(key)).as(key).isCloseTo(value, Items.close(value)));
  }

  static void assertVariable(Estimator estimator, String name, double... expected) {
    assertClose(estimator.variableValue(name), expected);
  }

  static void assertClose(Tensor tensor, double... expected) {
    float[] data = ((FloatTensor) tensor).data();
    assertThat(data).hasSize(expected.length);
    for (int i = 0; i < data.length; i++) {
      assertThat((double) data[i])
          .as("element %d", i)
          .isCloseTo(expected[i], Items.close(expected[i]));
    }
  }
}
