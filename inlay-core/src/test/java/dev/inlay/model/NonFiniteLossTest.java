package dev.inlay.model;

import static dev.inlay.tensor.DType.FLOAT32;
import static dev.inlay.tensor.DType.INT32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.inlay.layer.Activation;
import dev.inlay.layer.Dense;
import dev.inlay.layer.Embedding;
import dev.inlay.layer.Flatten;
import dev.inlay.layer.Initializers;
import dev.inlay.layer.Input;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.train.Loss;
import dev.inlay.train.Sgd;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NonFiniteLossTest {
  private static final Tensor X = Tensor.of(new float[][] {{1, 2}, {3, 4}, {-5, 6}});
  private static final Tensor Y = Tensor.of(1f, 2f, 3f);

  @Test
  void theLayerAndOpWhereItBeganAreNamed() {
    var model =
        Sequential.of(
            Input.of("x", FLOAT32, 2),
            Dense.of(1).withKernelInitializer(Initializers.ONES).named("sums"),
            Activation.of(x -> x.sub(1).log()).named("logarithm"),
            Dense.of(1));
    model.compile(Sgd.of(), Loss.MEAN_SQUARED_ERROR);
    Map<String, FloatTensor> before = model.weights();
    // The third row's sum is 1, the logarithm of 0 minus infinity.
    assertThatThrownBy(() -> model.fit(X, Y, Fit.epochs(1)))
        .isInstanceOf(NonFiniteLossException.class)
        .hasMessageContaining("step 1:")
        .hasMessageContaining("layer \"logarithm\", in op LOG")
        .hasMessageContaining("learning rate");
    assertThat(model.weights()).isEqualTo(before);
  }

  @Test
  void aDivergingFitKeepsTheLastGoodWeights() {
    var model = Sequential.of(Input.of("x", FLOAT32, 2), Dense.of(4), Dense.of(1));
    model.compile(Sgd.of(1e4f), Loss.MEAN_SQUARED_ERROR);
    var thrown =
        catchThrowableOfType(NonFiniteLossException.class, () -> model.fit(X, Y, Fit.epochs(100)));
    assertThat(thrown.step()).isBetween(2L, 100L);
    model
        .weights()
        .forEach(
            (path, weight) -> {
              for (float w : weight.data()) {
                assertThat(w).as(path).isFinite();
              }
            });
    assertThat(model.step()).isEqualTo((int) thrown.step() - 1);
  }

  @Test
  void aGradientThatIsNotFiniteIsNotAppliedThoughTheLossIs() {
    // The square root's slope at 0 is infinite, its value is not.
    var model =
        Sequential.of(
            Input.of("x", INT32, 1),
            Embedding.of(3, 2).withEmbeddingsInitializer(Initializers.ZEROS),
            Flatten.of(),
            Activation.of(x -> x.sqrt().sum(-1).reshape(0, 1)));
    model.compile(Sgd.of(), Loss.MEAN_SQUARED_ERROR);
    assertThatThrownBy(
            () -> model.trainOnBatch(Tensor.of(new int[][] {{0}, {1}}), Tensor.of(1f, 2f)))
        .isInstanceOf(NonFiniteLossException.class)
        .hasMessageContaining("gradient for weight \"embedding/embeddings\"");
    assertThat(model.weight("embedding/embeddings")).isEqualTo(Tensor.zeros(Shape.of(3, 2)));
  }

  @Test
  void aWeightThatWasSetToNaNIsNamed() {
    var model = Sequential.of(Input.of("x", FLOAT32, 2), Dense.of(1));
    model.compile(Sgd.of(), Loss.MEAN_SQUARED_ERROR);
    model.setWeight("dense/bias", Tensor.of(Float.NaN));
    assertThatThrownBy(() -> model.fit(X, Y, Fit.epochs(1)))
        .isInstanceOf(NonFiniteLossException.class)
        .hasMessageContaining("weight \"dense/bias\" holds such a value");
  }
}
