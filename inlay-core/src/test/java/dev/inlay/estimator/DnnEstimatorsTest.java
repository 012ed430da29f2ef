package dev.inlay.estimator;

import static dev.inlay.estimator.LinearEstimatorsTest.assertClose;
import static dev.inlay.estimator.LinearEstimatorsTest.assertLosses;
import static dev.inlay.estimator.LinearEstimatorsTest.assertResults;
import static dev.inlay.estimator.LinearEstimatorsTest.assertVariable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.data.Dataset;
import dev.inlay.feature.EmbeddingColumn;
import dev.inlay.feature.NumericColumn;
import dev.inlay.layer.Activations;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.train.Adagrad;
import dev.inlay.train.Adam;
import dev.inlay.train.Optimizer;
import dev.inlay.train.Sgd;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Networks give what TensorFlow's gave from the same first weights. */
class DnnEstimatorsTest {
  private static final String TABLE =
      "dnn/input_from_feature_columns/input_layer/item_embedding/embedding_weights";
  private static final EmbeddingColumn EMBEDDED = EmbeddingColumn.of(Items.ITEM, 2);

  private static DnnRegressor regressor() {
    return DnnRegressor.of(List.of(Items.X, EMBEDDED), 4, 3);
  }

  private static Recorded train(Estimator estimator) {
    for (String name : estimator.variableNames()) {
      FloatTensor now = estimator.variableValue(name);
      if (name.endsWith("kernel") && name.startsWith("dnn")) {
        estimator.setVariable(name, kernel(now.shape()));
      }
    }
    estimator.setVariable(
        TABLE, Tensor.of(new float[][] {{.1f, .2f}, {-.3f, .4f}, {.5f, -.6f}, {.7f, .8f}}));
    var recorded = new Recorded();
    estimator.train(Items.training(Items.Y), Steps.of(4), recorded);
    return recorded;
  }

  /** Any numbers, the same in both: 0.1 (place mod 7) - 0.25. */
  private static FloatTensor kernel(Shape shape) {
    float[] data = new float[shape.intSize()];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) (0.1 * (i % 7) - 0.25);
    }
    return Tensor.of(shape, data);
  }

  private static void assertOutcome(
      Estimator estimator, double averageLoss, double predictionMean, double first) {
    assertResults(
        estimator.evaluate(Items.once(Items.Y, 3)),
        Map.of(
            "average_loss", averageLoss,
            "global_step", 4.0,
            "label/mean", 3.5,
            "loss", averageLoss,
            "prediction/mean", predictionMean));
    assertClose(
        estimator.predict(Items.once(Items.Y, 3)).findFirst().orElseThrow().get("predictions"),
        first);
  }

  @Test
  void regressorWithItsDefaults() {
    var estimator = regressor();

    assertLosses(
        train(estimator),
        4.726396083831787,
        25.938753128051758,
        4.715080738067627,
        25.91182518005371);
    assertOutcome(estimator, 15.302788734436035, -0.015960555523633957, -0.00443331990391016);
  }

  @Test
  void combinedRegressorWithItsDefaults() {
    var estimator =
        DnnLinearCombinedRegressor.of(List.of(Items.ITEM, Items.X), List.of(Items.X, EMBEDDED), 3);

    assertLosses(
        train(estimator),
        5.450526714324951,
        29.87450408935547,
        5.261066436767578,
        29.373727798461914);
    assertOutcome(estimator, 17.127267837524414, -0.21446342766284943, -0.03558078780770302);
    assertThat(estimator.variableNames())
        .contains(
            "training/Adagrad/dnn/logits/bias/accumulator",
            "training/Ftrl/linear/linear_model/item/weights/linear");
  }

  @Test
  void regressorBySgd() {
    var estimator =
        by(
            Sgd.of(0.01f),
            4.726396083831787,
            25.512685775756836,
            4.14201545715332,
            23.960771560668945);

    assertOutcome(estimator, 13.339813232421875, 0.27166375517845154, 0.2737576961517334);
    assertVariable(
        estimator,
        TABLE,
        0.10007666796445847,
        0.1994306445121765,
        -0.29955023527145386,
        0.39763349294662476,
        0.4999813437461853,
        -0.5999067425727844,
        0.7002185583114624,
        0.7985125780105591);
    assertVariable(
        estimator,
        "dnn/hiddenlayer_0/kernel",
        -0.25,
        -0.1497168391942978,
        -0.05119664967060089,
        0.04999476298689842,
        0.15000000596046448,
        0.24962307512760162,
        0.3440832495689392,
        -0.24939939379692078,
        -0.15000000596046448,
        -0.05188877135515213,
        0.0011575967073440552,
        0.150270015001297);
    assertVariable(
        estimator,
        "dnn/hiddenlayer_1/bias",
        -0.04209914803504944,
        -0.0086738932877779,
        -0.012418694794178009);
    assertVariable(estimator, "dnn/logits/bias", 0.2737576961517334);
  }

  @Test
  void regressorByAdagrad() {
    var estimator =
        by(
            Adagrad.of(0.05f),
            4.726396083831787,
            25.186330795288086,
            4.29123592376709,
            24.54915428161621);

    assertOutcome(estimator, 14.165519714355469, 0.14594650268554688, 0.1455375701189041);
    assertVariable(
        estimator,
        TABLE,
        0.10033505409955978,
        0.19772788882255554,
        -0.29769206047058105,
        0.39051133394241333,
        0.4998483955860138,
        -0.5992401838302612,
        0.7015047669410706,
        0.7892024517059326);
    assertVariable(
        estimator,
        "training/Adagrad/" + TABLE + "/accumulator",
        0.10001327097415924,
        0.10059646517038345,
        0.100262351334095,
        0.10522796958684921,
        0.1000010073184967,
        0.10002528131008148,
        0.1000848338007927,
        0.10466625541448593);
    assertVariable(estimator, "training/Adagrad/dnn/logits/bias/accumulator", 224.4147491455078);
    assertVariable(
        estimator,
        "dnn/logits/kernel",
        -0.22217601537704468,
        -0.14343829452991486,
        0.02129645273089409);
  }

  @Test
  void regressorByAdam() {
    var estimator =
        by(
            Adam.of(0.05f),
            4.726396083831787,
            25.169164657592773,
            4.287759304046631,
            24.26597023010254);

    assertOutcome(estimator, 13.87946605682373, 0.18898801505565643, 0.18898800015449524);
    assertVariable(
        estimator,
        TABLE,
        0.23049181699752808,
        0.06940361112356186,
        -0.1694110780954361,
        0.26939117908477783,
        0.36979544162750244,
        -0.4694676399230957,
        0.699999988079071,
        0.800000011920929);
    assertVariable(
        estimator,
        "dnn/hiddenlayer_0/bias",
        0,
        -0.13060639798641205,
        -0.13061273097991943,
        -0.13035981357097626);
  }

  private static Estimator by(Optimizer optimizer, double... losses) {
    var estimator = regressor().withOptimizer(optimizer);
    assertLosses(train(estimator), losses);
    return estimator;
  }

  @Test
  void weightsHaveTensorFlowsNames() {
    var estimator =
        DnnClassifier.of(List.of(Items.X, EMBEDDED), 4, 3).withBatchNorm(true).withDropout(0.5);

    assertThat(estimator.variableNames())
        .filteredOn(name -> !name.startsWith("training/"))
        .containsExactlyInAnyOrder(
            TABLE,
            "dnn/hiddenlayer_0/kernel",
            "dnn/hiddenlayer_0/bias",
            "dnn/hiddenlayer_0/batchnorm_0/gamma",
            "dnn/hiddenlayer_0/batchnorm_0/beta",
            "dnn/hiddenlayer_0/batchnorm_0/moving_mean",
            "dnn/hiddenlayer_0/batchnorm_0/moving_variance",
            "dnn/hiddenlayer_1/kernel",
            "dnn/hiddenlayer_1/bias",
            "dnn/hiddenlayer_1/batchnorm_1/gamma",
            "dnn/hiddenlayer_1/batchnorm_1/beta",
            "dnn/hiddenlayer_1/batchnorm_1/moving_mean",
            "dnn/hiddenlayer_1/batchnorm_1/moving_variance",
            "dnn/logits/kernel",
            "dnn/logits/bias",
            "global_step");
    assertThat(estimator.variableValue("dnn/hiddenlayer_0/kernel").shape())
        .isEqualTo(Shape.of(3, 4));
  }

  @Test
  void onlyTrainingDropsAndMovesAverages() {
    var estimator =
        DnnClassifier.of(List.of(Items.X, EMBEDDED), 4).withBatchNorm(true).withDropout(0.5);
    var labels = Tensor.of(0, 1, 0, 1, 0, 1);
    String average = "dnn/hiddenlayer_0/batchnorm_0/moving_variance";

    estimator.train(Items.training(labels), Steps.of(2));
    FloatTensor moved = estimator.variableValue(average);
    var first = estimator.predict(Items.once(labels, 6)).toList();
    estimator.evaluate(Items.once(labels, 6));

    assertThat(moved).isNotEqualTo(Tensor.of(1f, 1, 1, 1));
    assertThat(estimator.variableValue(average)).isEqualTo(moved);
    assertThat(estimator.predict(Items.once(labels, 6)).toList()).isEqualTo(first);
  }

  /** TensorFlow's test test_one_dim_logits, and its variants of more logits and examples. */
  @Test
  void logitsWorkedOutByHand() {
    var estimator = DnnRegressor.of(List.of(NumericColumn.of("age")), 2, 2).withLabelDimension(3);
    estimator.setVariable("dnn/hiddenlayer_0/kernel", Tensor.of(new float[][] {{.6f, .5f}}));
    estimator.setVariable("dnn/hiddenlayer_0/bias", Tensor.of(.1f, -.1f));
    estimator.setVariable(
        "dnn/hiddenlayer_1/kernel", Tensor.of(new float[][] {{1, .8f}, {-.8f, -1}}));
    estimator.setVariable("dnn/hiddenlayer_1/bias", Tensor.of(.2f, -.2f));
    estimator.setVariable(
        "dnn/logits/kernel", Tensor.of(new float[][] {{-1, 1, .5f}, {-1, 1, .5f}}));
    estimator.setVariable("dnn/logits/bias", Tensor.of(.3f, -.3f, 0));

    var rows =
        estimator
            .predict(() -> Dataset.of(Map.of("age", Tensor.of(10f, 5f))))
            .map(row -> row.get("predictions"))
            .toList();

    assertClose(rows.get(0), -2.08, 2.08, 1.19);
    assertClose(rows.get(1), -1.08, 1.08, .69);
  }

  /** TensorFlow's test test_one_dim_logits_with_batch_norm, outside of training. */
  @Test
  void batchNormalisationWorkedOutByHand() {
    var estimator =
        DnnRegressor.of(List.of(NumericColumn.of("age")), 2)
            .withBatchNorm(true)
            .withActivation(Activations.RELU);
    estimator.setVariable("dnn/hiddenlayer_0/kernel", Tensor.of(new float[][] {{.6f, .5f}}));
    estimator.setVariable("dnn/hiddenlayer_0/bias", Tensor.of(1f, -1f));
    estimator.setVariable("dnn/logits/kernel", Tensor.of(new float[][] {{-1}, {2}}));
    estimator.setVariable("dnn/logits/bias", Tensor.of(.3f));
    var ages = Map.of("age", Tensor.of(10f, 20f));

    var rows =
        estimator.predict(() -> Dataset.of(ages)).map(row -> row.get("predictions")).toList();

    assertClose(rows.get(0), 1.299500375);
    assertClose(rows.get(1), 5.297501873);

    // In training, the batch's own statistics give logits -0.699895571 and 1.299895571.
    var recorded = new Recorded();
    estimator.train(() -> Dataset.of(ages, Tensor.of(0f, 0f)).batch(2), Steps.of(1), recorded);
    assertLosses(recorded, (0.699895571 * 0.699895571 + 1.299895571 * 1.299895571) / 2);
  }
}
