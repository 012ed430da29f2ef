package dev.inlay.layer;

import static dev.inlay.layer.Traced.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.inlay.graph.Graph;
import dev.inlay.graph.Node;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.TensorSpec;
import org.junit.jupiter.api.Test;

/** What layers do in training only: batch statistics, dropout, penalties; names of weights. */
class TrainingModeTest {
  private static final Tensor X = Tensor.of(Shape.of(2, 2), 1, 2, 3, 6);

  @Test
  void batchNormalizationLearnsFromTheBatch() {
    Traced.Result result = new Traced(BatchNormalization.of(), X).training(true).run();
    assertClose(
        "output",
        result.output(),
        Tensor.of(Shape.of(2, 2), -0.9995004f, -0.9998751f, 0.9995005f, 0.9998751f),
        1e-6);
    assertThat(result.states().values())
        .containsExactly(Tensor.of(0.02f, 0.04f), Tensor.of(1f, 1.03f));
  }

  @Test
  void batchNormalizationUsesItsAveragesOtherwise() {
    Tensor expected = Tensor.of(Shape.of(2, 2), 0.9995004f, 1.9990007f, 2.9985011f, 5.997002f);
    Traced.Result predicting = new Traced(BatchNormalization.of(), X).run();
    assertClose("predicting", predicting.output(), expected, 1e-6);
    assertThat(predicting.states()).isEmpty();

    Traced.Result frozen = new Traced(BatchNormalization.of().frozen(), X).training(true).run();
    assertClose("frozen", frozen.output(), expected, 1e-6);
    assertThat(frozen.states()).isEmpty();
  }

  @Test
  void maskedStepsDoNotCountInBatchStatistics() {
    Tensor steps = Tensor.of(Shape.of(2, 2, 1), 1, 100, 3, -50);
    Tensor mask = Tensor.of(Shape.of(2, 2), 1f, 0, 1, 0);
    Traced.Result result =
        new Traced(BatchNormalization.of().withMomentum(0), steps)
            .masked(mask)
            .training(true)
            .run();
    assertThat(result.states().values())
        .map(t -> t.data()[0])
        .satisfiesExactly(
            mean -> assertThat(mean).isCloseTo(2, within(1e-5f)),
            variance -> assertThat(variance).isCloseTo(1, within(1e-5f)));
  }

  @Test
  void dropoutDropsItsPartAndKeepsTheMean() {
    Tensor ones = Tensor.full(Shape.of(100, 100), 1);
    float[] out = new Traced(Dropout.of(0.2), ones).training(true).run().output().toFloats().data();
    int dropped = 0;
    for (float v : out) {
      assertThat(v).isIn(0f, 1.25f);
      dropped += v == 0 ? 1 : 0;
    }
    assertThat(dropped).isBetween(1_850, 2_150);
    assertThat(new Traced(Dropout.of(0.2), ones).run().output()).isEqualTo(ones);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dropout.of(1.5))
        .withMessageContaining("from 0 to 1");
  }

  @Test
  void penaltiesOfOutputsAreDividedByTheRows() {
    Dense identity =
        Dense.of(2)
            .withKernelInitializer(IdentityInitializer.of())
            .withKernelRegularizer(L1.of(0.5))
            .withActivityRegularizer(L2.of(0.1));
    var traced = new Traced(identity, X);
    double penalties = traced.loss(java.util.List.of(Tensor.zeros(Shape.of(2, 2))));
    assertThat(penalties).isCloseTo(0.5 * 2 + 0.1 * (1 + 4 + 9 + 36) / 2, within(1e-5));
  }

  @Test
  void weightsAreNamedAsInKerasAndSharedByTheObject() {
    Graph graph = new Graph();
    Weights weights = new Weights(0);
    Scope scope = Scope.root(graph, weights, true);
    Node x = graph.input(TensorSpec.of("x", DType.FLOAT32, Shape.of(-1, 3)));
    Dense shared = Dense.of(3);
    scope.apply(shared, scope.apply(shared, x));
    scope.apply(Dense.of(3).withUseBias(false).frozen(), x);
    scope.apply(Dense.of(2).named("head").frozen(), x);
    scope.apply(BatchNormalization.of(), x);
    assertThat(weights.all())
        .extracting(v -> v.path())
        .containsExactly(
            "dense/kernel",
            "dense/bias",
            "dense_1/kernel",
            "head/kernel",
            "head/bias",
            "batch_normalization/gamma",
            "batch_normalization/beta",
            "batch_normalization/moving_mean",
            "batch_normalization/moving_variance");
    assertThat(scope.trained())
        .extracting(v -> v.path())
        .containsExactly(
            "dense/kernel", "dense/bias", "batch_normalization/gamma", "batch_normalization/beta");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> scope.apply(Dense.of(2).named("head"), x))
        .withMessageContaining("two layers are named \"head\"");
  }
}
