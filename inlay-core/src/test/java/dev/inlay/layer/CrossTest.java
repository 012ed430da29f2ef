package dev.inlay.layer;

import static dev.inlay.layer.Traced.assertClose;
import static dev.inlay.tensor.DType.FLOAT32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The layer of {@code docs/add-a-layer.md} works as the page says. */
class CrossTest {
  @Test
  void crossesFeatures() {
    Tensor x = Tensor.of(Shape.of(1, 2), 2f, 3);
    var traced =
        new Traced(Cross.of(), x)
            .assign(
                Map.of("kernel", Tensor.of(Shape.of(2, 2), 0f, 1, 1, 0), "bias", Tensor.of(1f, 0)));
    // 2 * (3 + 1) + 2 and 3 * (2 + 0) + 3
    assertClose("crossed", traced.run().output(), Tensor.of(Shape.of(1, 2), 10f, 9), 1e-6);
  }

  @Test
  void standsInAModelAndInAFile() {
    var features = Input.of("features", FLOAT32, 8);
    var crossed = Cross.of().on(features, features.to(Cross.of()));
    assertThat(crossed.shape()).isEqualTo(Shape.of(-1, 8));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Cross.of().on(features, features.to(Dense.of(3))))
        .withMessageStartingWith("layer \"cross\": wants the features and the output");

    Cross cross =
        Cross.of().withKernel(WeightOptions.of(Orthogonal.of()).withRegularizer(L2.of(0.01)));
    Config config = Config.LAYERS.and(Cross.class);
    String text = Json.write(config.write(cross));
    assertThat(config.read(Json.read(text, "model.json"), Layer.class)).isEqualTo(cross);
  }
}
