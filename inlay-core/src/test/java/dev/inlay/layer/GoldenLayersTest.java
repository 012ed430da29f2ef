package dev.inlay.layer;

import static dev.inlay.layer.Traced.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.inlay.Golden;
import dev.inlay.graph.Variable;
import dev.inlay.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Layers give what Keras gives: outputs, gradients and states. */
class GoldenLayersTest {
  private static final double TOLERANCE = 1e-5;

  @TestFactory
  Stream<DynamicTest> asKerasRan() {
    return cases().map(c -> dynamicTest(c.text("class") + " " + c.text("id"), () -> replay(c)));
  }

  @Test
  void noCaseOfALayerThatIsHereIsLeftOut() {
    assertThat(cases().map(c -> c.text("class")))
        .contains("Dense", "Embedding", "LSTM", "BatchNormalization", "Conv1D", "Reshape")
        .hasSizeGreaterThan(20);
  }

  private static Stream<Golden.Case> cases() {
    return Golden.cases("keras_layers_oracle.json").stream().filter(c -> layer(c).isPresent());
  }

  private static void replay(Golden.Case golden) {
    Map<String, ?> arguments = golden.object("call_kwargs").fields();
    Traced traced =
        new Traced(layer(golden).orElseThrow(), tensors(golden, "inputs").toArray(Tensor[]::new))
            .masked(
                arguments.containsKey("mask")
                    ? golden.object("call_kwargs").tensor("mask").toFloats()
                    : null)
            .training(Boolean.TRUE.equals(arguments.get("training")))
            .assign(weights(golden));
    Traced.Result result = traced.run(tensors(golden, "cotangents"));

    List<Tensor> outputs = tensors(golden, "expected_outputs");
    for (int i = 0; i < outputs.size(); i++) {
      assertClose("output " + i, result.outputs().get(i), outputs.get(i), TOLERANCE);
    }
    List<Tensor> gradients = tensors(golden, "expected_grad_inputs");
    assertThat(result.inputGradients()).hasSameSizeAs(gradients);
    for (int i = 0; i < gradients.size(); i++) {
      assertClose(
          "gradient of input " + i, result.inputGradients().get(i), gradients.get(i), TOLERANCE);
    }
    for (Golden.Case expected : objects(golden, "expected_grad_weights")) {
      if (expected.fields().get("grad") != null) {
        assertClose(
            "gradient of " + expected.text("path"),
            byName(result.weightGradients(), expected.text("path")),
            expected.tensor("grad"),
            TOLERANCE);
      }
    }
    for (Golden.Case expected : objects(golden, "weights_changed_after_call")) {
      assertClose(
          "state " + expected.text("path"),
          byName(result.states(), expected.text("path")),
          Golden.tensor(expected),
          TOLERANCE);
    }
  }

  private static List<Golden.Case> objects(Golden.Case golden, String field) {
    return golden.fields().get(field) == null
        ? List.of()
        : golden.<Map<String, ?>>list(field).stream().map(Golden.Case::new).toList();
  }

  private static List<Tensor> tensors(Golden.Case golden, String field) {
    return objects(golden, field).stream().map(Golden::tensor).toList();
  }

  private static Map<String, Tensor> weights(Golden.Case golden) {
    Map<String, Tensor> weights = new LinkedHashMap<>();
    objects(golden, "weights").forEach(w -> weights.put(w.text("name"), Golden.tensor(w)));
    return weights;
  }

  private static Tensor byName(Map<Variable, Tensor.FloatTensor> values, String path) {
    return values.entrySet().stream()
        .filter(e -> Traced.lastOf(e.getKey().path()).equals(Traced.lastOf(path)))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow(() -> new AssertionError("nothing for " + path));
  }

  /** The layer of a case; none if the class, or a setting, isn't here yet. */
  private static Optional<Layer> layer(Golden.Case golden) {
    try {
      return Optional.of(KerasConfig.layer(golden.text("class"), golden.object("config").fields()));
    } catch (UnsupportedOperationException e) {
      return Optional.empty();
    }
  }
}
