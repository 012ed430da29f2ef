package dev.inlay.model;

import static dev.inlay.layer.Activations.RELU;
import static dev.inlay.tensor.DType.FLOAT32;
import static dev.inlay.tensor.DType.INT32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.inlay.feature.CategoricalColumn;
import dev.inlay.feature.DenseFeatures;
import dev.inlay.feature.SharedEmbedding;
import dev.inlay.layer.Dense;
import dev.inlay.layer.Dot;
import dev.inlay.layer.Embedding;
import dev.inlay.layer.Flatten;
import dev.inlay.layer.Initializers;
import dev.inlay.layer.Input;
import dev.inlay.layer.NonNeg;
import dev.inlay.layer.Symbol;
import dev.inlay.layer.WeightOptions;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.train.Adam;
import dev.inlay.train.Loss;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Models of parts of models: the same weights. */
class PartTest {
  private final Symbol input = Input.of("x", FLOAT32, 4);
  private final Symbol code = input.to(Dense.of(2, RELU));
  private final Model autoencoder = Model.of(input, code.to(Dense.of(4)));

  private static FloatTensor numbers() {
    Random random = new Random(3);
    FloatTensor numbers = Tensor.zeros(Shape.of(16, 4));
    for (int i = 0; i < numbers.data().length; i++) {
      numbers.data()[i] = random.nextFloat();
    }
    return numbers;
  }

  private void fit() {
    autoencoder.compile(Adam.of(0.1f), Loss.MEAN_SQUARED_ERROR);
    autoencoder.fit(numbers(), numbers(), Fit.epochs(2));
  }

  @Test
  void learnsWithTheWhole() {
    Model encoder = autoencoder.part(code);
    FloatTensor before = encoder.predict(numbers());

    fit();

    assertThat(encoder.weight("dense/kernel")).isEqualTo(autoencoder.weight("dense/kernel"));
    assertThat(encoder.weights()).containsOnlyKeys("dense/kernel", "dense/bias");
    assertThat(encoder.predict(numbers())).isNotEqualTo(before);
    assertThat(autoencoder.part(code).predict(numbers())).isEqualTo(encoder.predict(numbers()));
  }

  @Test
  void modelsMadeApartShareNothing() {
    Model apart = Model.of(input, code);

    fit();

    assertThat(apart.weight("dense/kernel")).isNotEqualTo(autoencoder.weight("dense/kernel"));
  }

  @Test
  void layersOfOtherNamesInTheWhole() {
    var user = Input.of("user", INT32, 1);
    var item = Input.of("item", INT32, 1);
    var users = user.to(Embedding.of(5, 3)).to(Flatten.of());
    var items = item.to(Embedding.of(7, 3)).to(Flatten.of());
    Model towers = Model.of(List.of(user, item), Dot.of(1).on(users, items));

    Model tower = towers.part(items);

    assertThat(tower.inputs()).extracting(spec -> spec.name()).containsExactly("item");
    assertThat(tower.weight("embedding/embeddings"))
        .isEqualTo(towers.weight("embedding_1/embeddings"));
    tower.setWeight("embedding/embeddings", Tensor.zeros(Shape.of(7, 3)));
    assertThat(towers.predict(Map.of("user", Tensor.of(1), "item", Tensor.of(2))).data())
        .containsExactly(0);
  }

  @Test
  void tablesThatBelongToTheWhole() {
    var shared =
        SharedEmbedding.of(
            3, CategoricalColumn.identity("a", 5), CategoricalColumn.identity("b", 5));
    var features = DenseFeatures.of(shared.columns()).on();
    Model whole = Model.of(List.of(), features.to(Dense.of(1)));

    Model part = whole.part(features);

    assertThat(part.variables().values()).hasSize(1);
    assertThat(whole.variables().values()).containsAll(part.variables().values());
  }

  @Test
  void whatIsTrainedInThePartObeysItsRules() {
    var kernel = WeightOptions.of(Initializers.ONES).withConstraint(NonNeg.of());
    var hidden = input.to(Dense.of(2).withKernel(kernel));
    Model whole = Model.of(input, hidden.to(Dense.of(1)));
    Model part = whole.part(hidden);
    part.compile(Adam.of(2), Loss.MEAN_SQUARED_ERROR);

    part.fit(numbers(), Tensor.full(Shape.of(16, 2), -9), Fit.epochs(3));

    assertThat(whole.weight("dense/kernel").data()).containsOnly(0);
  }

  @Test
  void refusesWhatIsNotWithin() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> autoencoder.part(code.to(Dense.of(1))))
        .withMessageContaining("isn't computed within this model");
    assertThatIllegalStateException()
        .isThrownBy(() -> Sequential.of(Dense.of(1)).part(code))
        .withMessageContaining("make the model of symbols");
  }
}
