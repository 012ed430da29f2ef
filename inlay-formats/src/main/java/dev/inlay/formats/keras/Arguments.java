package dev.inlay.formats.keras;

import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Tensor.IntTensor;
import dev.inlay.tensor.Tensor.LongTensor;
import dev.inlay.tensor.Tensor.StringTensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What a layer or operation was called with: trees of {@link TensorRef}s, constants ({@link
 * Tensor}, numbers, texts, truth values, null), {@link Slice}s and lists and maps of such.
 *
 * @param positional arguments by place
 * @param named arguments by name
 */
record Arguments(List<@Nullable Object> positional, Map<String, @Nullable Object> named) {
  /** A part of an axis, as in {@code x[start:stop:step]}. */
  record Slice(@Nullable Object start, @Nullable Object stop, @Nullable Object step) {}

  /** The {@code ...} in {@code x[..., 0]}. */
  enum Ellipsis {
    ELLIPSIS
  }

  /** Reads a call as a node of a functional model holds it, in its present form or its old one. */
  static Arguments of(@Nullable Object node) {
    if (node instanceof Map<?, ?> map) {
      List<@Nullable Object> positional = new ArrayList<>();
      if (map.get("args") instanceof List<?> args) {
        args.forEach(arg -> positional.add(decode(arg)));
      }
      Map<String, @Nullable Object> named = new LinkedHashMap<>();
      if (map.get("kwargs") instanceof Map<?, ?> kwargs) {
        kwargs.forEach((key, value) -> named.put(String.valueOf(key), decode(value)));
      }
      return new Arguments(positional, named);
    }
    if (node instanceof List<?> inputs && !inputs.isEmpty()) {
      return old(inputs);
    }
    throw new IllegalArgumentException("a call of a layer can't be " + node);
  }

  /** The old form: {@code [["dense", 0, 0, {}], …]}, the named arguments with each input. */
  private static Arguments old(List<?> inputs) {
    List<@Nullable Object> refs = new ArrayList<>();
    Map<String, @Nullable Object> named = new LinkedHashMap<>();
    for (Object input : inputs) {
      refs.add(TensorRef.of(input));
      if (input instanceof List<?> list
          && list.size() > 3
          && list.get(3) instanceof Map<?, ?> kwargs) {
        kwargs.forEach((key, value) -> named.put(String.valueOf(key), oldValue(value)));
      }
    }
    List<@Nullable Object> positional = new ArrayList<>();
    positional.add(refs.size() == 1 ? refs.getFirst() : refs);
    return new Arguments(positional, named);
  }

  /**
   * A named argument of old; values that other layers make stand in it as {@code ["dense", 0, 0]}.
   */
  private static @Nullable Object oldValue(@Nullable Object tree) {
    if (!(tree instanceof List<?> list)) {
      return decode(tree);
    }
    if (list.size() >= 3 && list.get(0) instanceof String && list.get(1) instanceof Integer) {
      return TensorRef.of(list);
    }
    List<@Nullable Object> values = new ArrayList<>();
    list.forEach(element -> values.add(oldValue(element)));
    return values;
  }

  /** One value as Keras writes it within a call or a config. */
  static @Nullable Object value(@Nullable Object tree) {
    return decode(tree);
  }

  private static @Nullable Object decode(@Nullable Object tree) {
    return switch (tree) {
      case List<?> list -> {
        List<@Nullable Object> values = new ArrayList<>();
        list.forEach(element -> values.add(decode(element)));
        yield values;
      }
      case Map<?, ?> map when map.get("class_name") instanceof String name -> special(name, map);
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        map.forEach((key, value) -> values.put(String.valueOf(key), decode(value)));
        yield values;
      }
      case String text when isNotFinite(text) -> Double.parseDouble(text);
      case null, default -> tree;
    };
  }

  /** Whether a text stands for a number, as in Inlay's own files where JSON has none. */
  private static boolean isNotFinite(String text) {
    return text.matches("NaN|-?Infinity");
  }

  private static Object special(String className, Map<?, ?> tree) {
    if (className.equals("__ellipsis__")) {
      return Ellipsis.ELLIPSIS;
    }
    Map<?, ?> config = tree.get("config") instanceof Map<?, ?> map ? map : Map.of();
    return switch (className) {
      case "__keras_tensor__" -> TensorRef.of(config.get("keras_history"));
      case "__tensor__", "__numpy__" ->
          constant(config.get("value"), String.valueOf(config.get("dtype")));
      case "__slice__" ->
          new Slice(
              decode(config.get("start")), decode(config.get("stop")), decode(config.get("step")));
      default -> throw new UnsupportedOperationException(Refusal.of(className, tree));
    };
  }

  /** Nested lists of numbers as a tensor. */
  static Tensor constant(@Nullable Object value, String dtype) {
    List<Integer> dims = new ArrayList<>();
    for (Object at = value; at instanceof List<?> list; at = list.isEmpty() ? null : list.get(0)) {
      dims.add(list.size());
    }
    List<Object> leaves = new ArrayList<>();
    flatten(value, leaves);
    Shape shape = Shape.of(dims.stream().mapToInt(d -> d).toArray());
    if (shape.size() != leaves.size()) {
      throw new IllegalArgumentException(
          "a constant of shape %s has %d elements".formatted(shape, leaves.size()));
    }
    boolean whole = dtype.contains("int");
    float[] floats = new float[leaves.size()];
    int[] ints = new int[leaves.size()];
    for (int i = 0; i < floats.length; i++) {
      switch (leaves.get(i)) {
        case Number n -> {
          floats[i] = n.floatValue();
          ints[i] = n.intValue();
        }
        case Boolean b -> floats[i] = b ? 1 : 0;
        case String text when isNotFinite(text) -> floats[i] = Float.parseFloat(text);
        case Object other ->
            throw new UnsupportedOperationException("a constant of %s".formatted(other));
      }
    }
    return whole ? new IntTensor(shape, ints) : new FloatTensor(shape, floats);
  }

  /** The elements of a constant: a number, a tensor, or lists of such. */
  static List<Object> flat(Object constant) {
    List<Object> leaves = new ArrayList<>();
    flatten(constant instanceof Tensor tensor ? nested(tensor, 0, 0) : constant, leaves);
    return leaves;
  }

  /** Whether a constant is one element. */
  static boolean isScalar(Object constant) {
    return constant instanceof Tensor tensor
        ? tensor.shape().rank() == 0
        : !(constant instanceof List<?>);
  }

  private static void flatten(@Nullable Object value, List<Object> leaves) {
    if (value instanceof List<?> list) {
      list.forEach(element -> flatten(element, leaves));
    } else if (value != null) {
      leaves.add(value);
    }
  }

  /**
   * The call as Keras writes it, with the values numbered in the order of {@link #refs()} and no
   * word on where they come from.
   */
  Map<String, @Nullable Object> encoded() {
    var count = new AtomicInteger();
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("args", encoded(positional, count));
    tree.put("kwargs", encoded(named, count));
    return tree;
  }

  private static @Nullable Object encoded(@Nullable Object value, AtomicInteger count) {
    return switch (value) {
      case TensorRef _ -> tensor("", 0, count.getAndIncrement());
      case List<?> list -> {
        List<@Nullable Object> all = new ArrayList<>();
        list.forEach(element -> all.add(encoded(element, count)));
        yield all;
      }
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        map.forEach((key, element) -> all.put(String.valueOf(key), encoded(element, count)));
        yield all;
      }
      case Slice(Object start, Object stop, Object step) -> {
        Map<String, @Nullable Object> config = new LinkedHashMap<>();
        config.put("start", encoded(start, count));
        config.put("stop", encoded(stop, count));
        config.put("step", encoded(step, count));
        yield Map.of("class_name", "__slice__", "config", config);
      }
      case Ellipsis _ -> Map.of("class_name", "__ellipsis__", "config", Map.of());
      case Tensor tensor -> array(given(tensor));
      case null, default -> value;
    };
  }

  /** A constant as a layer that makes it. */
  static Given given(Tensor tensor) {
    return new Given(nested(tensor, 0, 0), tensor.dtype().name().toLowerCase(Locale.ROOT));
  }

  /** A constant as Keras writes it within a call. */
  static Map<String, Object> array(Given constant) {
    return Map.of(
        "class_name",
        "__numpy__",
        "config",
        Map.of("value", constant.value(), "dtype", constant.dtype()));
  }

  /** A value as Keras writes it within a call, its shape left out. */
  static Map<String, Object> tensor(String layer, int node, int output) {
    return Map.of(
        "class_name",
        "__keras_tensor__",
        "config",
        Map.of("keras_history", List.of(layer, node, output)));
  }

  private static Object nested(Tensor tensor, int axis, int from) {
    Shape shape = tensor.shape();
    if (axis == shape.rank()) {
      return switch (tensor) {
        case FloatTensor t -> (double) t.data()[from];
        case IntTensor t -> t.data()[from];
        case LongTensor t -> t.data()[from];
        case StringTensor t -> t.data()[from];
      };
    }
    int width = (int) shape.size(axis + 1, shape.rank());
    List<Object> list = new ArrayList<>();
    for (int i = 0; i < shape.dim(axis); i++) {
      list.add(nested(tensor, axis + 1, from + i * width));
    }
    return list;
  }

  /** All values within, in order: those of lists one by one, those of maps by their keys' order. */
  static List<TensorRef> refs(@Nullable Object tree) {
    List<TensorRef> found = new ArrayList<>();
    collect(tree, found);
    return found;
  }

  private static void collect(@Nullable Object tree, List<TensorRef> found) {
    switch (tree) {
      case TensorRef ref -> found.add(ref);
      case List<?> list -> list.forEach(element -> collect(element, found));
      case Map<?, ?> map -> map.values().forEach(element -> collect(element, found));
      case Slice(Object start, Object stop, Object step) -> {
        collect(start, found);
        collect(stop, found);
        collect(step, found);
      }
      case null, default -> {}
    }
  }

  /** All values that the call needs. */
  List<TensorRef> refs() {
    List<TensorRef> found = refs(positional);
    found.addAll(refs(named));
    return found;
  }
}
