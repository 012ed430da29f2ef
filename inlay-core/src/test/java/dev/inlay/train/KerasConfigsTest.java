package dev.inlay.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.graph.Node;
import dev.inlay.layer.Json;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What we write as Keras does, we read again. */
class KerasConfigsTest {
  static Stream<Loss> losses() {
    return Stream.of(
        Loss.MEAN_SQUARED_ERROR,
        new Huber(0.3f),
        Hinge.of(),
        Hinge.ofSquares(),
        new CosineSimilarity(1),
        BinaryCrossentropy.ofLogits().withLabelSmoothing(0.1f).withAxis(1),
        SparseCategoricalCrossentropy.of(),
        SparseCategoricalCrossentropy.ofLogits().withIgnoreClass(-1),
        BinaryFocalCrossentropy.ofLogits().withClassBalancing(0.4f).withGamma(1),
        CategoricalFocalCrossentropy.of().withAlpha(0.5f).withLabelSmoothing(0.1f),
        new CategoricalGeneralizedCrossEntropy(0.7f),
        Circle.of().withGamma(10),
        new Ctc(),
        Dice.of(),
        Dice.of(1, 2),
        Tversky.of(0.3f, 0.7f).withAxis(-1),
        new KlDivergence().withReduction(Loss.Reduction.SUM),
        new LogCosh().withReduction(Loss.Reduction.NONE),
        new Poisson().withReduction(Loss.Reduction.MEAN_WITH_SAMPLE_WEIGHT));
  }

  static Stream<Metric> metrics() {
    return Stream.of(
        Metric.ACCURACY,
        Metric.named("acc", Metric.ACCURACY),
        Metric.named("right", new Accuracy()),
        Auc.of(Auc.Curve.PR).withSummationMethod(Auc.SummationMethod.MAJORING),
        Auc.of().withThresholds(0.3f, 0.6f).withFromLogits(true),
        Auc.of(Auc.Curve.PRGAIN).withMultiLabel(true).withLabelWeights(0.5f, 2),
        BinaryIoU.of(0.3f).withTargetClassIds(1),
        IoU.of(4, 1, 3).withIgnoreClass(0).withSparse(true, false).withAxis(1),
        MeanIoU.of(3),
        OneHotIoU.of(3, 2).withSparseYPred(true),
        OneHotMeanIoU.of(3).withIgnoreClass(255),
        FBetaScore.of(2).withThreshold(0.5f).withAverage(FBetaScore.Averaging.WEIGHTED),
        F1Score.of(FBetaScore.Averaging.MICRO),
        R2Score.of().withNumRegressors(2),
        R2Score.of(R2Score.Aggregation.NONE),
        PearsonCorrelation.of(),
        new ConcordanceCorrelation(0),
        new Mean(),
        new Sum(),
        PrecisionAtRecall.of(0.6f).withClassId(1),
        RecallAtPrecision.of(0.6f).withNumThresholds(20),
        SensitivityAtSpecificity.of(0.9f),
        SpecificityAtSensitivity.of(0.9f),
        SparseTopKCategoricalAccuracy.of(2).withFromSortedIds(true),
        ConfusionCount.of(ConfusionCount.Cell.FALSE_NEGATIVES, 0.25f, 0.75f),
        Precision.of().withTopK(3),
        Recall.of(0.1f).withClassId(2),
        TopKCategoricalAccuracy.of(3),
        Metric.ROOT_MEAN_SQUARED_ERROR,
        Metric.MEAN_ABSOLUTE_ERROR,
        new MeanLoss("logcosh", new LogCosh()),
        new MeanLoss("cosine_similarity", new Negative(CosineSimilarity.of())),
        new MeanLoss("mine", BinaryCrossentropy.ofLogits()));
  }

  static Stream<Optimizer> optimizers() {
    return Stream.of(
        Sgd.of(),
        Sgd.of(0.3f).withMomentum(0.9f).withNesterov(true),
        Adam.of(ExponentialDecay.of(0.1f, 100, 0.9f)).withBetas(0.8f, 0.99f),
        Adam.of(new PiecewiseConstantDecay(List.of(10, 20), List.of(1f, 0.5f, 0.1f))),
        Adam.of(CosineDecay.of(0.1f, 50).withWarmup(1, 10)),
        Adam.of().withAmsgrad(true),
        AdamW.of(),
        Sgd.of().withClipnorm(1),
        Sgd.of().withWeightDecay(0.1f).withClipvalue(0.5f),
        Adam.of().withGlobalClipnorm(2).withEma(0.9f, 3).withGradientAccumulation(4),
        Adam.of().withEma(0.99f, 0),
        Sgd.of().withOptions(Options.NONE.withLossScale(new Options.LossScale(1024, 0))),
        Sgd.of().withOptions(Options.NONE.withLossScale(new Options.LossScale(32768, 2000))),
        Lamb.of().withEpsilon(1e-5f),
        Adafactor.of().withRelativeStep(false).withBeta2Decay(-0.5f),
        Adamax.of().withBetas(0.8f, 0.9f),
        Nadam.of().withEpsilon(1e-5f),
        Adadelta.of().withRho(0.9f),
        Lion.of(1e-4f),
        Adagrad.of(0.5f).withInitialAccumulatorValue(0),
        RmsProp.of().withCentered(true).withMomentum(0.5f),
        Muon.of(0.2f).withRmsRate(null).withNesterov(false),
        Muon.of().withOthers(Muon.Others.DEFAULT.withLayers(false, "out").withWeightDecay(0)),
        Muon.of().withWeightDecay(0).withClipnorm(1),
        ScheduleFreeAdamW.of(0.1f).withWarmupSteps(3).withEpsilon(1e-5f),
        MultiOptimizer.of(Sgd.of())
            .with("encoder/.*", Adam.of().withClipnorm(1))
            .with("head/kernel", Muon.of()),
        Ftrl.of(0.2f).withRegularization(0.1f, 0.2f).withBeta(0.3f));
  }

  @ParameterizedTest
  @MethodSource
  void losses(Loss loss) {
    Loss again = KerasLosses.read(roundTrip(KerasLosses.write(loss)));
    assertThat(again.reduction()).isEqualTo(loss.reduction());
    assertThat(KerasLosses.write(again)).isEqualTo(KerasLosses.write(loss));
    Loss bare = loss instanceof Reduced ? loss : loss.withReduction(loss.reduction());
    assertThat(again).isEqualTo(bare);
  }

  @ParameterizedTest
  @MethodSource
  void metrics(Metric metric) {
    assertThat(KerasMetrics.read(roundTrip(KerasMetrics.write(metric)))).isEqualTo(metric);
  }

  @ParameterizedTest
  @MethodSource
  void optimizers(Optimizer optimizer) {
    assertThat(KerasOptimizers.read(roundTrip(KerasOptimizers.write(optimizer))))
        .isEqualTo(optimizer);
  }

  private static Object roundTrip(Object tree) {
    Object again = Json.read(Json.write(tree), "config");
    assertThat(again).isNotNull();
    return again;
  }

  @Test
  void numbersAreAsShortAsTheyWereSaid() {
    assertThat(config(KerasOptimizers.write(Adam.of(0.1f))))
        .containsEntry("learning_rate", 0.1)
        .containsEntry("beta_2", 0.999)
        .containsEntry("name", "adam");
    assertThat(config(KerasLosses.write(Huber.of())))
        .containsEntry("name", "huber_loss")
        .containsEntry("reduction", "sum_over_batch_size");
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> config(Map<String, ?> tree) {
    return (Map<String, Object>) tree.get("config");
  }

  @Test
  void namesAloneAreEnough() {
    assertThat(KerasLosses.read("mse")).isEqualTo(KerasLosses.read("MeanSquaredError"));
    assertThat(KerasLosses.read("kl_divergence")).isEqualTo(KerasLosses.read("KLD"));
    assertThat(KerasMetrics.read("mae")).isEqualTo(new MeanLoss("mae", Loss.MEAN_ABSOLUTE_ERROR));
    assertThat(KerasMetrics.read("AUC")).isEqualTo(Metric.named("AUC", Metric.AUC));
    assertThat(KerasMetrics.read("acc").name()).isEqualTo("acc");
    assertThat(KerasOptimizers.read("rmsprop")).isEqualTo(RmsProp.of());
    assertThat(KerasOptimizers.read("sgd")).isEqualTo(Sgd.of());
  }

  @Test
  void aFunctionIsReadByItsName() {
    Map<String, Object> tree =
        Map.of("module", "builtins", "class_name", "function", "config", "mean_absolute_error");
    assertThat(KerasLosses.read(tree).withReduction(Loss.Reduction.SUM))
        .isEqualTo(new MeanAbsoluteError().withReduction(Loss.Reduction.SUM));
  }

  @Test
  void whatKerasLacksIsNamed() {
    Loss own = (Node yTrue, Node yPred) -> yPred.sub(yTrue).abs().mean(-1);
    assertThatThrownBy(() -> KerasLosses.write(own))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("Keras has no loss");
    assertThatThrownBy(() -> KerasOptimizers.write(Adagrad.of().withEpsilonOutside(true)))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("epsilonOutside=true");
    assertThatThrownBy(() -> KerasMetrics.read("Sparkle"))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("Sparkle");
    assertThatThrownBy(() -> KerasLosses.read("Huber", Map.of("omega", 1)))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("omega");
  }
}
