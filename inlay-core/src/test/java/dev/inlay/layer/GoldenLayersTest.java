package dev.inlay.layer;

import static dev.inlay.layer.GoldenCases.assertClose;
import static dev.inlay.layer.GoldenCases.map;
import static dev.inlay.layer.GoldenCases.maps;
import static dev.inlay.layer.GoldenCases.tensor;
import static dev.inlay.layer.GoldenCases.tensors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.inlay.graph.Variable;
import dev.inlay.tensor.Tensor;
import java.io.IOException;
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
  Stream<DynamicTest> asKerasRan() throws IOException {
    return GoldenCases.fixture("keras_layers_oracle.json").stream()
        .filter(c -> layer(c).isPresent())
        .map(c -> dynamicTest(c.get("class") + " " + c.get("id"), () -> replayRun(c)));
  }

  @Test
  void noCaseOfALayerThatIsHereIsLeftOut() throws IOException {
    assertThat(GoldenCases.fixture("keras_layers_oracle.json"))
        .filteredOn(c -> layer(c).isPresent())
        .extracting(c -> c.get("class"))
        .contains("Dense", "Embedding", "LSTM", "BatchNormalization", "Conv1D", "Reshape")
        .hasSizeGreaterThan(20);
  }

  @TestFactory
  Stream<DynamicTest> asKerasTestsItself() throws IOException {
    return GoldenCases.shared("keras_test_layers.json").stream()
        .filter(c -> c.get("kind").equals("layer") && layer(c).isPresent())
        .map(c -> dynamicTest(c.get("class") + " " + c.get("id"), () -> replayTest(c)));
  }

  private static void replayRun(Map<String, Object> golden) {
    Map<String, Object> arguments = map(golden.get("call_kwargs"));
    Traced traced =
        new Traced(
                layer(golden).orElseThrow(), tensors(golden.get("inputs")).toArray(Tensor[]::new))
            .masked(
                arguments.containsKey("mask") ? tensors(arguments.get("mask")).getFirst() : null)
            .training(Boolean.TRUE.equals(arguments.get("training")))
            .assign(weights(golden));
    Traced.Result result = traced.run(tensors(golden.get("cotangents")));

    List<Tensor> outputs = tensors(golden.get("expected_outputs"));
    for (int i = 0; i < outputs.size(); i++) {
      assertClose("output " + i, result.outputs().get(i), outputs.get(i), TOLERANCE);
    }
    List<Tensor> inputGradients = tensors(golden.get("expected_grad_inputs"));
    assertThat(result.inputGradients()).hasSameSizeAs(inputGradients);
    for (int i = 0; i < inputGradients.size(); i++) {
      assertClose(
          "gradient of input " + i,
          result.inputGradients().get(i),
          inputGradients.get(i),
          TOLERANCE);
    }
    for (Map<String, Object> expected : maps(golden.get("expected_grad_weights"))) {
      if (expected.get("grad") != null) {
        Tensor actual = byName(result.weightGradients(), expected);
        assertClose(
            "gradient of " + expected.get("path"),
            actual,
            tensors(expected.get("grad")).getFirst(),
            TOLERANCE);
      }
    }
    for (Map<String, Object> expected : maps(golden.get("weights_changed_after_call"))) {
      assertClose(
          "state " + expected.get("path"),
          byName(result.states(), expected),
          tensor(expected),
          TOLERANCE);
    }
  }

  private static void replayTest(Map<String, Object> golden) {
    Map<String, Object> inputs = map(golden.get("inputs"));
    Map<String, Object> named = inputs.get("kwargs") == null ? Map.of() : map(inputs.get("kwargs"));
    List<Tensor> values = tensors(inputs.get("args"));
    Tensor mask = named.containsKey("mask") ? tensors(named.get("mask")).getFirst() : null;
    if (golden.get("class").equals("GlobalAveragePooling1D") && values.size() == 2) {
      mask = values.getLast();
      values = values.subList(0, 1);
    }
    Traced traced =
        new Traced(layer(golden).orElseThrow(), values.toArray(Tensor[]::new))
            .masked(mask)
            .training(Boolean.TRUE.equals(named.get("training")))
            .assign(weights(golden));
    int index = ((Number) golden.get("output_index")).intValue();
    Tensor output = traced.run().outputs().get(index);
    assertClose(
        "output", output, GoldenCases.answer(golden.get("expected"), output.shape()), TOLERANCE);
  }

  private static Map<String, Tensor> weights(Map<String, Object> golden) {
    Map<String, Tensor> weights = new LinkedHashMap<>();
    for (Map<String, Object> weight : maps(golden.get("weights"))) {
      weights.put(String.valueOf(weight.get("name")), tensor(weight));
    }
    return weights;
  }

  private static Tensor byName(
      Map<Variable, Tensor.FloatTensor> values, Map<String, Object> expected) {
    String name = Traced.lastOf(String.valueOf(expected.get("path")));
    return values.entrySet().stream()
        .filter(e -> Traced.lastOf(e.getKey().path()).equals(name))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow(() -> new AssertionError("nothing for " + name));
  }

  /** The layer of a case; none if the class, or a setting, isn't here yet. */
  private static Optional<Layer> layer(Map<String, Object> golden) {
    try {
      return Optional.of(
          KerasConfig.layer(String.valueOf(golden.get("class")), map(golden.get("config"))));
    } catch (UnsupportedOperationException e) {
      return Optional.empty();
    }
  }
}
