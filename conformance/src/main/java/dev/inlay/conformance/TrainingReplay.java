package dev.inlay.conformance;

import static dev.inlay.layer.Activations.RELU;
import static dev.inlay.layer.Activations.SIGMOID;
import static dev.inlay.tensor.DType.FLOAT32;
import static dev.inlay.tensor.DType.INT32;

import dev.inlay.data.Batch;
import dev.inlay.layer.Activation;
import dev.inlay.layer.Add;
import dev.inlay.layer.Concatenate;
import dev.inlay.layer.Dense;
import dev.inlay.layer.Embedding;
import dev.inlay.layer.Flatten;
import dev.inlay.layer.Input;
import dev.inlay.layer.Layer;
import dev.inlay.model.Model;
import dev.inlay.tensor.Tensor;
import dev.inlay.train.KerasOptimizers;
import dev.inlay.train.Loss;
import dev.inlay.train.Metric;
import dev.inlay.train.Optimizer;
import dev.inlay.train.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A small wide and deep model, trained batch by batch: kind {@code training}. */
final class TrainingReplay {
  /** The one model that cases train, in their words. */
  private static final String WIDE_AND_DEEP =
      "concat(flatten(Embedding(7,4)(cat)),num)->Dense(8,relu)->Dense(1)"
          + " + sum(Embedding(7,1)(cat)) -> sigmoid; binary_crossentropy";

  private static final String STEPS = "expected_per_step_[loss,accuracy,auc]_before_update";
  private static final String EVALUATION = "expected_evaluate_[loss,accuracy,auc]";

  private TrainingReplay() {}

  static void training(Case golden) {
    Case wanted = golden.object("optimizer");
    // Batches hold ids repeatedly, and Keras ran on TensorFlow.
    Optimizer optimizer =
        KerasOptimizers.read(wanted.text("class"), wanted.object("config").fields())
            .withRows(Rows.KERAS_ON_TENSORFLOW);
    if (!golden.text("model").equals(WIDE_AND_DEEP)) {
      throw new UnsupportedOperationException("model " + golden.text("model"));
    }
    Tensor cat = Encoded.forGraph(Encoded.tensor(golden.get("cat")));
    int size = golden.integer("batch_size");
    Model model = wideAndDeep();
    for (Case weight : golden.objects("initial_weights")) {
      model.setWeight(weight.text("path"), Encoded.tensor(weight.fields()));
    }
    model.compile(optimizer, Loss.BINARY_CROSSENTROPY, Metric.ACCURACY, Metric.AUC);
    Tensor num = Encoded.tensor(golden.get("num"));
    Batch data = Batch.of(Map.of("cat", cat, "num", num), Encoded.tensor(golden.get("y")));
    int batches = data.rows() / size;
    Tolerance tolerance = Tolerance.of(golden);

    List<@Nullable Object> steps = golden.list(STEPS);
    for (int step = 0; step < steps.size(); step++) {
      int from = size * (step % batches);
      Map<String, Double> logs = model.trainOnBatch(data.rows(from, from + size));
      tolerance.check(
          "loss, accuracy, auc of step " + step, answer(logs), Answer.of(steps.get(step)));
    }
    for (Case weight : golden.objects("expected_final_weights")) {
      String path = weight.text("path");
      tolerance.check(path, Answer.of(model.weight(path)), Answer.of(weight.fields()));
    }
    tolerance.check("evaluation", answer(model.evaluate(data)), Answer.of(golden.get(EVALUATION)));
    tolerance.check(
        "predictions",
        Answer.of(model.predict(data.features())),
        Answer.of(golden.get("expected_predictions")));
  }

  private static Model wideAndDeep() {
    var cat = Input.of("cat", INT32, 2);
    var num = Input.of("num", FLOAT32, 3);
    var embedded = cat.to(Embedding.of(7, 4).named("emb")).to(Flatten.of());
    var deep =
        Concatenate.of(embedded, num).to(Dense.of(8, RELU).named("d1")).to(Dense.of(1).named("d2"));
    Layer sum = (scope, inputs) -> inputs[0].sum(1);
    var wide = cat.to(Embedding.of(7, 1).named("wide")).to(sum.named("sum"));
    return Model.of(List.of(cat, num), Add.of(deep, wide).to(Activation.of(SIGMOID)));
  }

  private static Answer answer(Map<String, Double> logs) {
    List<Object> numbers = new ArrayList<>();
    for (String name : List.of("loss", "accuracy", "auc")) {
      numbers.add(logs.getOrDefault(name, Double.NaN));
    }
    return Answer.of(numbers);
  }
}
