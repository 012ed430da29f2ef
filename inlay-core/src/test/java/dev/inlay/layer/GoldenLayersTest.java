package dev.inlay.layer;

import static dev.inlay.layer.Traced.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.inlay.Golden;
import dev.inlay.graph.Variable;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
    return Stream.of("keras_layers_oracle.json", "keras_layers_space.json")
        .flatMap(file -> Golden.cases(file).stream())
        .filter(c -> layer(c).isPresent());
  }

  private static void replay(Golden.Case golden) {
    Map<String, ?> arguments = golden.object("call_kwargs").fields();
    List<Tensor> inputs = new ArrayList<>(tensors(golden, "inputs"));
    if (arguments.containsKey("initial_state")) {
      inputs.addAll(tensors(golden.object("call_kwargs"), "initial_state"));
    }
    Traced traced =
        new Traced(layer(golden).orElseThrow(), inputs.toArray(Tensor[]::new))
            .masked(mask(arguments.get("mask")))
            .training(Boolean.TRUE.equals(arguments.get("training")));
    Map<String, Variable> weights = assigned(traced, golden);
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
            Objects.requireNonNull(
                result.weightGradients().get(weights.get(expected.text("path")))),
            expected.tensor("grad"),
            TOLERANCE);
      }
    }
    for (Golden.Case expected : objects(golden, "weights_changed_after_call")) {
      assertClose(
          "state " + expected.text("path"),
          Objects.requireNonNull(result.states().get(weights.get(expected.text("path")))),
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

  /** Gives weights their values, those of one name in their order; tells them by Keras's paths. */
  private static Map<String, Variable> assigned(Traced traced, Golden.Case golden) {
    traced.run();
    List<Variable> left = new ArrayList<>(traced.weights.all());
    Map<String, Variable> byPath = new HashMap<>();
    for (Golden.Case weight : objects(golden, "weights")) {
      left.stream()
          .filter(v -> Traced.lastOf(v.path()).equals(weight.text("name")))
          .findFirst()
          .ifPresent(
              variable -> {
                variable.assign(Golden.tensor(weight));
                byPath.put(weight.text("path"), variable);
                left.remove(variable);
              });
    }
    assertThat(left).isEmpty();
    return byPath;
  }

  /** A mask, written as an array or as rows of truth values. */
  private static @Nullable Tensor mask(@Nullable Object tree) {
    return switch (tree) {
      case null -> null;
      case Map<?, ?> array -> Golden.tensor(new Golden.Case(named(array))).toFloats();
      case List<?> rows -> {
        List<Object> all = new ArrayList<>();
        rows.forEach(row -> all.addAll((List<?>) row));
        float[] data = new float[all.size()];
        for (int i = 0; i < data.length; i++) {
          data[i] = Golden.number(all.get(i));
        }
        yield Tensor.of(Shape.of(rows.size(), data.length / rows.size()), data);
      }
      default -> throw new IllegalArgumentException("no mask: " + tree);
    };
  }

  private static Map<String, Object> named(Map<?, ?> map) {
    Map<String, Object> named = new HashMap<>();
    map.forEach((key, value) -> named.put((String) key, value));
    return named;
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
