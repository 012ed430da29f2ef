package dev.inlay.estimator;

import static dev.inlay.layer.Activations.RELU;
import static dev.inlay.tensor.DType.FLOAT32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.inlay.data.Dataset;
import dev.inlay.feature.EmbeddingColumn;
import dev.inlay.feature.FeatureColumn;
import dev.inlay.graph.Graph;
import dev.inlay.layer.Dense;
import dev.inlay.layer.Input;
import dev.inlay.layer.L2;
import dev.inlay.model.Model;
import dev.inlay.tensor.Tensor;
import dev.inlay.train.Adagrad;
import dev.inlay.train.Loss;
import dev.inlay.train.Metric;
import dev.inlay.train.Sgd;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Estimators whose model is a function, or a model of layers. */
class ModelFunctionsTest {
  private static final Tensor KINDS = Tensor.of(0, 1, 2, 1, 0, 2);

  @TempDir Path directory;

  /** What {@link DnnClassifier} does, said in other words. */
  private static EstimatorSpec network(ModelInputs in) {
    List<FeatureColumn> columns = List.of(Items.X, EmbeddingColumn.of(Items.ITEM, 2));
    var x = in.inputLayer(columns);
    var hidden = in.apply(Dense.of(in.param("hidden", Integer.class), RELU).named("hidden"), x);
    var logits = in.apply(Dense.of(3).named("logits"), hidden);
    return MultiClassHead.of(3)
        .createEstimatorSpec(in, logits, Adagrad.of(0.05f).withEpsilonOutside(true));
  }

  @Test
  void aFunctionWithAHeadLearnsAsTheCannedEstimator() {
    var custom = CustomEstimator.of(ModelFunctionsTest::network).withParams(Map.of("hidden", 4));
    var canned =
        DnnClassifier.of(List.of(Items.X, EmbeddingColumn.of(Items.ITEM, 2)), 4)
            .withClasses(3)
            .withOptimizer(Adagrad.of(0.05f).withEpsilonOutside(true));
    custom.train(Items.training(KINDS), Steps.of(1));
    custom = CustomEstimator.of(ModelFunctionsTest::network).withParams(Map.of("hidden", 4));
    custom.evaluate(Items.once(KINDS, 6));
    copy(canned, "dnn/hiddenlayer_0/kernel", custom, "hidden/kernel");
    copy(canned, "dnn/logits/kernel", custom, "logits/kernel");
    copy(
        canned,
        "dnn/input_from_feature_columns/input_layer/item_embedding/embedding_weights",
        custom,
        "input_layer/item_embedding/embedding_weights");
    var first = new Recorded();
    var second = new Recorded();

    custom.train(Items.training(KINDS), Steps.of(5), first);
    canned.train(Items.training(KINDS), Steps.of(5), second);

    assertThat(first.losses()).isEqualTo(second.losses());
    assertThat(custom.evaluate(Items.once(KINDS, 4)))
        .isEqualTo(canned.evaluate(Items.once(KINDS, 4)));
    assertThat(custom.predict(Items.once(KINDS, 4)).toList())
        .isEqualTo(canned.predict(Items.once(KINDS, 4)).toList());
  }

  private static void copy(Estimator from, String name, Estimator to, String other) {
    to.setVariable(other, from.variableValue(name));
  }

  /** y = w x + b by hand, with a penalty and a metric. */
  private static EstimatorSpec line(ModelInputs in) {
    var x = in.feature("x");
    var y = in.apply(Dense.of(1).withKernelRegularizer(L2.of(0.5f)).named("line"), x);
    return switch (in.mode()) {
      case PREDICT -> EstimatorSpec.predict(Map.of("y", y));
      case EVAL ->
          EstimatorSpec.eval(
              y.sub(in.label()).square().mean(),
              Map.of("mae", EvalMetric.of(Metric.MEAN_ABSOLUTE_ERROR, in.label(), y)));
      case TRAIN -> EstimatorSpec.train(y.sub(in.label()).square().mean(), Sgd.of(0.01f));
    };
  }

  @Test
  void aFunctionReadsFeaturesAndLabelsAsTheyAre() {
    var estimator = CustomEstimator.of(ModelFunctionsTest::line).withModelDir(directory);
    var recorded = new Recorded();
    Supplier<Dataset> data = Items.once(Items.Y, 6);

    assertThatThrownBy(estimator::variableNames).hasMessageContaining("before it has seen data");
    estimator.evaluate(data);
    estimator.setVariable("line/kernel", Tensor.of(new float[][] {{2}}));
    estimator.train(data, Steps.of(1), recorded);

    // Untrained, y = 2 x: the errors are 1, 1, 4, 3, 6, 6; the penalty is 0.5 · 2².
    assertThat(recorded.losses().getFirst()).isCloseTo(99 / 6.0 + 2, within(1e-5));
    // d/dw = 2 Σ e x / n + 2 · 0.5 · w
    double gradient = 2 * (1 + 2 + 12 + 12 + 30 + 36) / 6.0 + 2;
    assertThat((double) estimator.variableValue("line/kernel").data()[0])
        .isCloseTo(2 - 0.01 * gradient, within(1e-5));
    var results = estimator.evaluate(data);
    assertThat(results).containsOnlyKeys("loss", "global_step", "mae");
    assertThat(estimator.predict(data).findFirst().orElseThrow()).containsOnlyKeys("y");

    var again = CustomEstimator.of(ModelFunctionsTest::line).withModelDir(directory);
    assertThat(again.globalStep()).isEqualTo(1);
    assertThat(again.evaluate(data)).isEqualTo(results);
  }

  @Test
  void whatAFunctionLacksIsSaid() {
    assertThatThrownBy(
            () ->
                CustomEstimator.of(in -> EstimatorSpec.predict(Map.of("x", in.feature("x"))))
                    .train(Items.training(Items.Y), Steps.of(1)))
        .hasMessageContaining("gives no loss for TRAIN");
    assertThatThrownBy(
            () ->
                CustomEstimator.of(in -> EstimatorSpec.eval(in.feature("x").mean(), Map.of()))
                    .train(Items.training(Items.Y), Steps.of(1)))
        .hasMessageContaining("names no optimizer");
    assertThatThrownBy(
            () ->
                CustomEstimator.of(in -> EstimatorSpec.eval(in.feature("x"), Map.of()))
                    .evaluate(Items.once(Items.Y, 3)))
        .hasMessageContaining("a loss is one number");
    assertThatThrownBy(
            () ->
                CustomEstimator.of(in -> EstimatorSpec.predict(Map.of("x", in.feature("item"))))
                    .predict(Items.once(Items.Y, 3)))
        .hasMessageContaining("item is text");
    assertThatThrownBy(
            () -> CustomEstimator.of(ModelFunctionsTest::network).evaluate(Items.once(KINDS, 3)))
        .hasMessageContaining("parameter \"hidden\": wanted a Integer, got null");
    assertThatThrownBy(
            () ->
                EstimatorSpec.eval(
                    new Graph().constant(1),
                    Map.of("loss", EvalMetric.mean(new Graph().constant(1)))))
        .hasMessageContaining("can't be named \"loss\"");
  }

  private static Model layers() {
    var x = Input.of("x", FLOAT32, 1);
    var model = Model.of(x, x.to(Dense.of(3, RELU)).to(Dense.of(1).named("y")));
    model.compile(Sgd.of(0.01f), Loss.MEAN_SQUARED_ERROR, Metric.MEAN_ABSOLUTE_ERROR);
    return model;
  }

  @Test
  void aModelOfLayersIsTrainedByAnEstimator() {
    Model model = layers();
    Model twin = layers();
    var estimator = ModelEstimator.of(model).withModelDir(directory);
    var recorded = new Recorded();
    Supplier<Dataset> rows =
        () -> Dataset.of(Map.of("x", Items.features().get("x")), Items.Y).repeat().batch(3);

    estimator.train(rows, Steps.of(6), recorded);
    for (int step = 0; step < 6; step++) {
      var half = Items.features().get("x").rows(step % 2 * 3, step % 2 * 3 + 3);
      var y = Items.Y.rows(step % 2 * 3, step % 2 * 3 + 3);
      assertThat(twin.trainOnBatch(half, y).get("loss"))
          .isCloseTo(recorded.losses().get(step), within(1e-6));
    }

    assertThat(model.weights()).isEqualTo(twin.weights());
    var results = estimator.evaluate(() -> rows.get().take(2));
    assertThat(results.get("mean_absolute_error"))
        .isCloseTo(
            twin.evaluate(Map.of("x", Items.features().get("x")), Items.Y)
                .get("mean_absolute_error"),
            within(1e-6));
    assertThat(estimator.predict(() -> rows.get().take(1)).findFirst().orElseThrow())
        .containsOnlyKeys("y");

    var loaded = Estimator.load(directory);
    assertThat(loaded.globalStep()).isEqualTo(6);
    assertThat(loaded.evaluate(() -> rows.get().take(2))).isEqualTo(results);
  }
}
