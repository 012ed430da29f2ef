package dev.inlay.conformance;

import dev.inlay.graph.Graph;
import dev.inlay.graph.Node;
import dev.inlay.graph.Program;
import dev.inlay.graph.Variable;
import dev.inlay.layer.Initializers;
import dev.inlay.layer.KerasConfig;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.TensorSpec;
import dev.inlay.train.KerasSchedules;
import dev.inlay.train.LearningRate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Functions of one value: activations, initializers, constraints, regularizers, schedules. */
final class FunctionReplay {
  private FunctionReplay() {}

  static void activation(Case golden) {
    Call call = Call.of(golden);
    Map<String, @Nullable Object> config = new LinkedHashMap<>(golden.object("config").fields());
    config.putAll(call.rest());
    var activation = KerasConfig.activation(tree(golden, config));
    check(golden, call.only(), activation::apply);
  }

  static void regularizer(Case golden) {
    var regularizer =
        Objects.requireNonNull(
            KerasConfig.regularizer(tree(golden, golden.object("config").fields())));
    check(golden, Call.of(golden).only(), regularizer::penalty);
  }

  private static void check(Case golden, Tensor x, UnaryOperator<Node> function) {
    var graph = new Graph();
    Tensor floats = x.toFloats();
    Node y = function.apply(graph.input(TensorSpec.of("x", floats.dtype(), floats.shape())));
    for (Machine machine : Machine.values()) {
      Tensor value =
          machine.run(Program.of(graph, List.of(y)), List.of(floats)).outputs().getFirst();
      check(golden, machine.of("value"), value);
    }
  }

  static void constraint(Case golden) {
    var constraint =
        Objects.requireNonNull(
            KerasConfig.constraint(tree(golden, golden.object("config").fields())));
    Tensor x = Call.of(golden).only();
    var variable = new Variable("w", x.shape(), true);
    variable.assign(x);
    constraint.apply(variable);
    check(golden, "value", variable.read());
  }

  static void initializer(Case golden) {
    var initializer =
        KerasConfig.initializer(tree(golden, golden.object("config").fields()), Initializers.ZEROS);
    Case given = golden.object("inputs");
    List<@Nullable Object> args = given.list("args");
    Object dims = args.isEmpty() ? given.object("kwargs").get("shape") : args.getFirst();
    Shape shape =
        dims instanceof List<?> list
            ? Encoded.shape(list)
            : Shape.of(
                Arrays.stream(Encoded.longs(Encoded.tensor(dims)))
                    .mapToInt(Math::toIntExact)
                    .toArray());
    var variable = new Variable("w", shape, true);
    initializer.fill(variable, 1);
    check(golden, "value", variable.read());
  }

  static void schedule(Case golden) {
    LearningRate rate = KerasSchedules.read(golden.subject(), golden.object("config").fields());
    Tensor steps =
        golden.has("steps") ? Encoded.tensor(golden.get("steps")) : Call.of(golden).only();
    float[] at = steps.toFloats().data();
    float[] rates = new float[at.length];
    for (int i = 0; i < at.length; i++) {
      rates[i] = rate.at((int) at[i]);
    }
    check(golden, "rate", Tensor.of(steps.shape(), rates));
  }

  private static void check(Case golden, String what, Tensor actual) {
    Tolerance.of(golden).check(what, Answer.of(actual), Answer.of(golden.get("expected")));
  }

  private static Map<String, Object> tree(Case golden, Map<String, @Nullable Object> config) {
    return Map.of("class_name", golden.subject(), "config", config);
  }
}
