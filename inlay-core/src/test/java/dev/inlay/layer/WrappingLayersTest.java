package dev.inlay.layer;

import static dev.inlay.layer.Traced.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.graph.Variable;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Layers around others, which change how weights look to them. */
class WrappingLayersTest {
  private static final Tensor X = Tensor.of(Shape.of(2, 3), 1f, -2f, 0.5f, 0.3f, 0.2f, -0.1f);
  private static final Tensor KERNEL =
      Tensor.of(Shape.of(3, 2), 0.5f, -1f, 0.25f, 0.75f, -0.9f, 0.1f);
  private static final Tensor BIAS = Tensor.of(Shape.of(2), 0.1f, -0.2f);
  private static final Tensor TABLE =
      Tensor.of(Shape.of(2, 3), 0.5f, -1f, 0.3f, 0.01f, 0.02f, -0.07f);
  private static final Tensor IDS = Tensor.of(Shape.of(1, 2), 0, 1);

  @Test
  void lowRankUpdatesChangeNothingAtFirst() {
    Map<String, Tensor> weights = Map.of("kernel", KERNEL, "bias", BIAS);
    Tensor plain = new Traced(Dense.of(2), X).assign(weights).run().output();
    var tuned = new Traced(Lora.of(Dense.of(2), 1), X).assign(weights);
    assertThat(tuned.run().output()).isEqualTo(plain);
    assertThat(tuned.weights.byPath().keySet())
        .containsExactlyInAnyOrder(
            "dense/kernel", "dense/bias", "dense/lora_kernel_a", "dense/lora_kernel_b");
  }

  @Test
  void lowRankUpdatesAreAddedToTheKernel() {
    var tuned =
        new Traced(Lora.of(Dense.of(2).withUseBias(false), 1).withAlpha(2), X)
            .assign(
                Map.of(
                    "kernel",
                    KERNEL,
                    "lora_kernel_a",
                    Tensor.of(Shape.of(3, 1), 1f, 0f, -1f),
                    "lora_kernel_b",
                    Tensor.of(Shape.of(1, 2), 0.5f, 0.25f)));
    Tensor sum = Tensor.of(Shape.of(3, 2), 1.5f, -0.5f, 0.25f, 0.75f, -1.9f, -0.4f);
    Tensor wanted =
        new Traced(Dense.of(2).withUseBias(false), X).assign(Map.of("kernel", sum)).run().output();
    assertClose("output", tuned.run().output(), wanted, 1e-6);
  }

  @Test
  void lowRankUpdatesOfATableAreThoseOfItsRows() {
    Map<String, Tensor> weights =
        Map.of(
            "embeddings",
            TABLE,
            "lora_embeddings_a",
            Tensor.of(Shape.of(2, 1), 1f, -2f),
            "lora_embeddings_b",
            Tensor.of(Shape.of(1, 3), 1f, 2f, 3f));
    var tuned = new Traced(Lora.of(Embedding.of(2, 3), 1), IDS).assign(weights);
    assertClose(
        "rows",
        tuned.run().output(),
        Tensor.of(Shape.of(1, 2, 3), 1.5f, 1f, 3.3f, -1.99f, -3.98f, -6.07f),
        1e-6);
  }

  @Test
  void aWeightWithAConstraintIsNotTuned() {
    Layer layer = Lora.of(Dense.of(2).withKernelConstraint(NonNeg.of()), 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Traced(layer, X).run())
        .withMessageContaining("\"kernel\" has a constraint");
  }

  @Test
  void kerasConfigsOfTunedLayersAreRead() {
    assertThat(KerasConfig.layer("Dense", Map.of("units", 2, "lora_rank", 4, "lora_alpha", 8)))
        .isEqualTo(Lora.of(Dense.of(2), 4).withAlpha(8));
  }

  @Test
  void floatsOf8BitsAreRefused() {
    Map<String, ?> dense = Map.of("units", 2, "name", "d", "dtype", "float8_from_float32");
    assertThatThrownBy(() -> KerasConfig.layer("Dense", dense))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("layer \"d\" with floats of 8 bits");
  }

  /** Keras calls the layer within past its scales. */
  @Test
  void whatKerasWouldComputeWithoutScalesIsRefused() {
    Layer steps = TimeDistributed.of(Quantized.of(Dense.of(2)).named("each").frozen());
    assertThatThrownBy(() -> KerasConfig.write(steps, "steps"))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("whose scales Keras forgets");
    Map<String, ?> dense = Map.of("units", 2, "name", "each", "dtype", "int8_from_float32");
    Map<String, ?> inner = Map.of("class_name", "Dense", "config", dense);
    assertThatThrownBy(() -> KerasConfig.layer("TimeDistributed", Map.of("layer", inner)))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("whose scales Keras forgets");
  }

  /** The numbers are those of Keras 3.15 after {@code quantize("int8")}. */
  @Test
  void quantizedLayersComputeAsKerasDoes() {
    Tensor dense =
        new Traced(Quantized.of(Dense.of(2)), X)
            .beginningAs(Map.of("dense/kernel", KERNEL, "dense/bias", BIAS))
            .run()
            .output();
    assertClose(
        "dense",
        dense,
        Tensor.of(Shape.of(2, 2), -0.34249493f, -2.6523533f, 0.39003792f, -0.35996038f),
        1e-5);
    Tensor rows =
        new Traced(Quantized.of(Embedding.of(2, 3)), IDS)
            .beginningAs(Map.of("embedding/embeddings", TABLE))
            .run()
            .output();
    assertClose(
        "rows",
        rows,
        Tensor.of(
            Shape.of(1, 2, 3),
            0.49606305f,
            -1.0000001f,
            0.29921263f,
            0.009921273f,
            0.019842547f,
            -0.0700001f),
        1e-6);
  }

  /** The gradient is that of a layer in which nothing is rounded, at the rounded weights. */
  @Test
  void ternaryKernelsLearnAsIfTheyWereNotRounded() {
    Map<String, Tensor> weights = Map.of("kernel", KERNEL, "bias", BIAS);
    List<Tensor> cotangents = List.of(Tensor.of(Shape.of(2, 2), 1f, 2f, 3f, 4f));
    var ternary =
        new Traced(TernaryDense.of(2).withThreshold(0.3f), X).training(true).assign(weights);
    var dense = new Traced(Dense.of(2), X).training(true).assign(weights);
    assertClose("gradient", gradient(ternary, cotangents), gradient(dense, cotangents), 1e-6);
  }

  private static Tensor gradient(Traced traced, List<Tensor> cotangents) {
    Variable kernel =
        traced.weights.all().stream()
            .filter(v -> v.path().endsWith("kernel"))
            .findFirst()
            .orElseThrow();
    return traced.run(cotangents).weightGradients().get(kernel);
  }

  @Test
  void numbersOfSixteenBitsAreRounded() {
    Tensor x = Tensor.of(Shape.of(1, 1), 1.001f);
    Map<String, Tensor> weights = Map.of("kernel", Tensor.of(Shape.of(1, 1), 2.003f));
    Layer dense = Dense.of(1).withUseBias(false);
    // As NumPy: float16(float16(1.001) * float16(2.003)).
    assertThat(
            new Traced(new HalfPrecision(dense, HalfPrecision.Format.FLOAT16), x)
                .assign(weights)
                .run()
                .output()
                .toFloats()
                .data())
        .containsExactly(2.0058594f);
    assertThat(
            new Traced(new HalfPrecision(dense, HalfPrecision.Format.BFLOAT16), x)
                .assign(weights)
                .run()
                .output()
                .toFloats()
                .data())
        .containsExactly(2f);
  }

  @Test
  void eachStepIsRoundedToSixteenBits() {
    Tensor x = Tensor.of(Shape.of(1, 1), 1);
    Map<String, Tensor> weights =
        Map.of(
            "kernel", Tensor.of(Shape.of(1, 1), 1.0078125f), "bias", Tensor.of(Shape.of(1), 100));
    Layer dense = Dense.of(1, node -> node.sub(100).mul(2));
    // 101.0078125 is 101 in eight bits, and what is left of it 1, not 1.0078125.
    assertThat(
            new Traced(new HalfPrecision(dense, HalfPrecision.Format.BFLOAT16), x)
                .assign(weights)
                .run()
                .output()
                .toFloats()
                .data())
        .containsExactly(2f);
  }

  @Test
  void layersInsideAreWrittenWithTheNumbersOfThoseAround() {
    Layer both = new HalfPrecision(Bidirectional.of(LSTM.of(2)), HalfPrecision.Format.FLOAT16);

    assertThat(Json.write(KerasConfig.write(both, "both")))
        .contains("mixed_float16")
        .doesNotContain("float32");
  }
}
