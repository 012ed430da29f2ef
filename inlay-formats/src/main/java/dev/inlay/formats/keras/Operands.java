package dev.inlay.formats.keras;

import dev.inlay.graph.Graph;
import dev.inlay.graph.Node;
import dev.inlay.layer.KerasSettings;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Tensor.IntTensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What one operation is given: values, constants and settings. Each is taken once. */
final class Operands {
  private final Graph graph;
  private final String className;
  private final List<@Nullable Object> positional;
  private final Map<String, @Nullable Object> named;
  private final List<Node> inputs;
  private final KerasSettings settings;

  /** Whether the operation says that it has no axis: all are taken as one. */
  private final boolean flat;

  Operands(
      Graph graph,
      String className,
      Map<String, @Nullable Object> config,
      Arguments arguments,
      List<Node> inputs) {
    this.graph = graph;
    this.className = className;
    this.positional = new ArrayList<>(arguments.positional());
    this.inputs = inputs;
    this.named = new LinkedHashMap<>();
    Map<String, @Nullable Object> rest = new LinkedHashMap<>(config);
    arguments
        .named()
        .forEach(
            (name, value) -> {
              if (value instanceof Tensor || !Arguments.refs(value).isEmpty()) {
                named.put(name, value);
              } else {
                rest.put(name, value);
              }
            });
    this.flat = rest.containsKey("axis") && rest.get("axis") == null;
    this.settings = new KerasSettings(className, rest);
  }

  String className() {
    return className;
  }

  /** What the operation was made with, and constants that it is called with by name. */
  KerasSettings settings() {
    return settings;
  }

  /** An argument as it is, by place or name; null if it is absent. */
  @Nullable Object raw(int place, String name) {
    if (place < positional.size()) {
      Object value = positional.get(place);
      positional.set(place, null);
      return value;
    }
    return named.containsKey(name) ? named.remove(name) : settings.object(name);
  }

  /** A value or a constant. */
  Object required(int place, String name) {
    Object value = raw(place, name);
    if (value == null) {
      throw new IllegalArgumentException("%s lacks \"%s\"".formatted(className, name));
    }
    return value;
  }

  /** A value; a constant becomes one. */
  Node node(int place, String name) {
    return node(required(place, name));
  }

  /** A value or a constant; null if it is absent. */
  @Nullable Node nodeOrNull(int place, String name) {
    Object value = raw(place, name);
    return value == null ? null : node(value);
  }

  /** All arguments by place, each a value. */
  List<Node> all() {
    List<Node> values = new ArrayList<>();
    for (int i = 0; i < positional.size(); i++) {
      values.add(node(i, "argument " + i));
    }
    return values;
  }

  /** The only value, of floats. */
  Node floats() {
    return node(0, "x").cast(DType.FLOAT32);
  }

  /** Several values in one list. */
  List<Node> nodes(int place, String name) {
    Object list = required(place, name);
    if (!(list instanceof List<?> values) || values.isEmpty()) {
      throw new IllegalArgumentException("%s wants a list of values".formatted(className));
    }
    return values.stream().map(this::node).toList();
  }

  /** A value; a constant becomes one. */
  Node node(@Nullable Object value) {
    return switch (value) {
      case TensorRef ref -> inputs.get(ref.output());
      case IntTensor tensor -> graph.constant(tensor);
      case FloatTensor tensor -> graph.constant(tensor);
      case Integer whole -> graph.constant(Tensor.of(Shape.SCALAR, whole));
      case Number number -> graph.constant(number.floatValue());
      case Boolean flag -> graph.constant(flag ? 1 : 0);
      case List<?> list when list.stream().allMatch(Integer.class::isInstance) ->
          graph.constant(Tensor.of(list.stream().mapToInt(i -> (Integer) i).toArray()));
      case List<?> list when list.stream().allMatch(Number.class::isInstance) -> {
        float[] numbers = new float[list.size()];
        for (int i = 0; i < numbers.length; i++) {
          numbers[i] = ((Number) list.get(i)).floatValue();
        }
        yield graph.constant(Tensor.of(numbers));
      }
      case null, default ->
          throw new UnsupportedOperationException("operation %s of %s".formatted(className, value));
    };
  }

  /** A number, by place or name. */
  double number(int place, String name, double otherwise) {
    return switch (raw(place, name)) {
      case null -> otherwise;
      case Number n -> n.doubleValue();
      case Object other ->
          throw new UnsupportedOperationException(
              "operation %s with %s = %s".formatted(className, name, other));
    };
  }

  /** Axes by name, counted from the start; all of them if none is named. */
  int[] axes(Node x, String name) {
    List<Integer> axes = settings.integers(name);
    return axes.isEmpty()
        ? IntStream.range(0, x.shape().rank()).toArray()
        : axes.stream().mapToInt(x.shape()::axis).sorted().distinct().toArray();
  }

  /** A value, in one row if the operation is to take all axes as one. */
  Node row(Node x) {
    return flat ? x.reshape(-1) : x;
  }

  /**
   * One axis, counted from the start.
   *
   * @throws UnsupportedOperationException if the operation is to take all axes of a value as one
   */
  int axis(Node x, int otherwise) {
    if (flat && x.shape().rank() > 1) {
      throw new UnsupportedOperationException(
          "operation %s over all axes of shape %s as one".formatted(className, x.shape()));
    }
    if (flat) {
      settings.drop("axis");
      return 0;
    }
    return x.shape().axis(settings.integer("axis", otherwise));
  }

  /**
   * Refuses what was not taken.
   *
   * @throws UnsupportedOperationException naming it
   */
  void refuseTheRest() {
    for (Object left : positional) {
      if (left != null) {
        throw new UnsupportedOperationException(
            "operation %s with an argument %s".formatted(className, left));
      }
    }
    if (!named.isEmpty()) {
      throw new UnsupportedOperationException(
          "operation %s with %s".formatted(className, named.keySet()));
    }
    settings.drop("dtype");
    settings.refuseTheRest();
  }
}
