package dev.inlay.layer;

import static dev.inlay.layer.Traced.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.graph.Graph;
import dev.inlay.graph.Interpreter;
import dev.inlay.graph.Node;
import dev.inlay.graph.Program;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ActivationsTest {
  private static final Tensor X = Tensor.of(Shape.of(1, 6), -2, -0.5f, 0, 0.5f, 2, 7);

  /** What Keras 3 gives for {@link #X}. */
  @ParameterizedTest
  @CsvSource({
    "elu, -0.8646647, -0.3934693, 0, 0.5, 2, 7",
    "selu, -1.5201663, -0.6917582, 0, 0.5253505, 2.1014020, 7.3549070",
    "gelu, -0.0455003, -0.1542687, 0, 0.3457312, 1.9544997, 7",
    "silu, -0.2384058, -0.1887703, 0, 0.3112297, 1.7615942, 6.9936228",
    "mish, -0.2525015, -0.2207438, 0, 0.3752452, 1.9439590, 6.9999890",
    "softplus, 0.1269280, 0.4740770, 0.6931472, 0.9740770, 2.1269281, 7.0009117",
    "softsign, -0.6666667, -0.3333333, 0, 0.3333333, 0.6666667, 0.875",
    "hard_sigmoid, 0.1666667, 0.4166667, 0.5, 0.5833333, 0.8333333, 1",
    "hard_silu, -0.3333333, -0.2083333, 0, 0.2916667, 1.6666666, 7",
    "leaky_relu, -0.4, -0.1, 0, 0.5, 2, 7",
    "exponential, 0.1353353, 0.6065307, 1, 1.6487212, 7.3890561, 1096.6331787",
    "relu6, 0, 0, 0, 0.5, 2, 6",
    "celu, -0.8646647, -0.3934693, 0, 0.5, 2, 7",
    "tanh_shrink, -1.0359724, -0.0378829, 0, 0.0378829, 1.0359724, 6.0000018",
    "log_sigmoid, -2.1269281, -0.9740770, -0.6931472, -0.4740770, -0.1269280, -0.0009115",
    "squareplus, 0.4142135, 0.7807764, 1, 1.2807764, 2.4142137, 7.1400547",
    "sparse_plus, 0, 0.0625, 0.25, 0.5625, 2, 7",
    "hard_tanh, -1, -0.5, 0, 0.5, 1, 1",
    "hard_shrink, -2, 0, 0, 0, 2, 7",
    "soft_shrink, -1.5, 0, 0, 0, 1.5, 6.5",
    "linear, -2, -0.5, 0, 0.5, 2, 7",
    "relu, 0, 0, 0, 0.5, 2, 7",
  })
  void giveWhatKerasGives(String name, float a, float b, float c, float d, float e, float f) {
    Tensor expected = Tensor.of(Shape.of(1, 6), a, b, c, d, e, f);
    assertClose(name, apply(KerasConfig.activation(name), X), expected, 1e-6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"celu", "hard_shrink", "soft_shrink", "squareplus", "threshold", "gelu"})
  void goByTheirNamesInKerasWithoutSettings(String name) {
    Layer dense = Dense.of(2).withActivation(KerasConfig.activation(name));

    assertThat((Map<?, ?>) KerasConfig.write(dense, "d").get("config"))
        .extracting("activation")
        .isEqualTo(name);
  }

  @Test
  void withSettingsThatKerasDropsTheyAreRefused() {
    Layer dense = Dense.of(2).withActivation(new Activations.Celu(0.5f));

    assertThatThrownBy(() -> KerasConfig.write(dense, "d"))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("Keras can't save activation Celu");
  }

  /** Of two in the support, Keras takes off more than would leave a sum of 1. */
  @Test
  void sparsemaxLeavesOutWhatIsSmall() {
    Tensor x = Tensor.of(Shape.of(1, 3), 1f, 2, 3);
    assertClose(
        "sparsemax", apply(Activations.SPARSEMAX, x), Tensor.of(Shape.of(1, 3), 0, 0, 1), 1e-6);
    Tensor near = Tensor.of(Shape.of(1, 3), 0.5f, 1, 0.25f);
    assertClose(
        "sparsemax",
        apply(Activations.SPARSEMAX, near),
        Tensor.of(Shape.of(1, 3), 0, 0.25f, 0),
        1e-6);
  }

  @Test
  void gluHalvesTheLastAxis() {
    Tensor x = Tensor.of(Shape.of(1, 4), 3f, 5, 0, 100);
    assertClose("glu", apply(Activations.GLU, x), Tensor.of(Shape.of(1, 2), 1.5f, 5), 1e-6);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> apply(Activations.GLU, Tensor.of(Shape.of(1, 3), 1f, 2, 3)))
        .withMessageContaining("GLU halves the last axis, which is odd in shape (1, 3)");
  }

  @Test
  void geluHasAnApproximation() {
    assertClose(
        "gelu",
        apply(new Activations.ApproximateGelu(), X),
        Tensor.of(Shape.of(1, 6), -0.0454023f, -0.1542860f, 0, 0.3457140f, 1.9545977f, 7),
        1e-6);
  }

  /** No activation makes an infinity of a large input and NaN of its gradient. */
  @ParameterizedTest
  @EnumSource(
      value = Activations.class,
      names = {"EXPONENTIAL", "SQUAREPLUS"},
      mode = EnumSource.Mode.EXCLUDE)
  void staysFiniteFarOut(Activations activation) {
    Tensor x = Tensor.of(Shape.of(1, 4), -1e4f, -200, 200, 1e4f);
    var traced = new Traced(Activation.of(activation), x);
    Tensor c = Tensor.full(traced.run().output().shape(), 1);
    for (float g : traced.run(List.of(c)).inputGradients().getFirst().toFloats().data()) {
      assertThat(g).isFinite();
    }
  }

  private static Tensor apply(ActivationFunction activation, Tensor x) {
    Graph graph = new Graph();
    Node y = activation.apply(graph.constant(x));
    return Interpreter.run(Program.of(graph, List.of(y)), List.of(), 0).outputs().getFirst();
  }
}
