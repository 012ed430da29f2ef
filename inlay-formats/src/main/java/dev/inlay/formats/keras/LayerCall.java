package dev.inlay.formats.keras;

import dev.inlay.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call of a layer of Keras, arranged as our layers are called: values in one row, and everything
 * that isn't a value as a setting.
 *
 * @param inputs values ({@link TensorRef}) and constants ({@link Tensor}), then as many masks as
 *     there are in {@code masked}
 * @param masked for each mask, the place of the value that it belongs to
 * @param settings arguments that Keras takes in the call and we in the layer: {@code
 *     use_causal_mask}
 */
record LayerCall(List<Object> inputs, List<Integer> masked, Map<String, Object> settings) {
  /** The arguments that are values, in the order in which our layers take them. */
  private static final List<String> VALUES =
      List.of(
          "inputs", "initial_state", "query", "value", "key", "attention_mask", "count_weights");

  private static final List<String> MASKS = List.of("query_mask", "value_mask", "key_mask");

  /** How the layer is called, whatever with. */
  LayerCall manner() {
    return new LayerCall(List.of(), masked, settings);
  }

  static LayerCall of(KerasObject layer, Arguments arguments) {
    Map<String, Object> named = new LinkedHashMap<>();
    List<String> parameters = parameters(layer.className());
    for (int i = 0; i < arguments.positional().size(); i++) {
      String name = i < parameters.size() ? parameters.get(i) : "argument " + i;
      put(named, name, arguments.positional().get(i));
    }
    arguments.named().forEach((name, value) -> put(named, plain(name), value));
    // Whoever uses the model says whether it is trained, whatever a call says.
    named.remove("training");
    // Here the type of the input says which way a reversible embedding is meant.
    named.remove("reverse");
    List<@Nullable Object> masks = masks(layer, named);
    if (named.containsKey("attention_mask")) {
      // What comes behind the key has a place only if there is one.
      named.putIfAbsent("key", named.getOrDefault("value", List.of()));
    }
    List<Object> inputs = new ArrayList<>();
    for (String name : VALUES) {
      inputs.addAll(values(layer, name, named.remove(name)));
    }
    List<Integer> masked = new ArrayList<>();
    for (int i = 0; i < masks.size(); i++) {
      Object mask = masks.get(i);
      if (mask != null) {
        masked.add(i);
        inputs.add(mask);
      }
    }
    named.forEach((name, value) -> refuseValue(layer, name, value));
    return new LayerCall(List.copyOf(inputs), List.copyOf(masked), named);
  }

  private static void put(Map<String, Object> named, String name, @Nullable Object value) {
    if (value != null) {
      named.put(name, value);
    }
  }

  private static String plain(String name) {
    return switch (name) {
      case "sequences", "sequence", "x" -> "inputs";
      default -> name;
    };
  }

  /** The names of arguments by their places. */
  private static List<String> parameters(String className) {
    return switch (className) {
      case "LSTM", "GRU", "SimpleRNN", "RNN", "Bidirectional" ->
          List.of("inputs", "initial_state", "mask", "training");
      case "MultiHeadAttention", "GroupedQueryAttention", "GroupQueryAttention" ->
          List.of(
              "query", "value", "key", "query_mask", "value_mask", "key_mask", "attention_mask");
      case "Attention", "AdditiveAttention" ->
          List.of("inputs", "mask", "training", "return_attention_scores", "use_causal_mask");
      case "BatchNormalization", "TimeDistributed" -> List.of("inputs", "training", "mask");
      case "Functional", "Model", "Sequential" -> List.of("inputs", "training", "mask");
      case "Dropout" -> List.of("inputs", "training");
      case "CategoryEncoding" -> List.of("inputs", "count_weights");
      case "ReversibleEmbedding" -> List.of("inputs", "reverse");
      default -> List.of("inputs", "mask");
    };
  }

  /** For each of the first values its mask, or null; the arguments are taken out. */
  private static List<@Nullable Object> masks(KerasObject layer, Map<String, Object> named) {
    List<@Nullable Object> masks = new ArrayList<>();
    for (String name : MASKS) {
      masks.add(mask(layer, named.remove(name)));
    }
    switch (named.remove("mask")) {
      case null -> {}
      case List<?> list -> {
        masks.clear();
        list.forEach(one -> masks.add(mask(layer, one)));
      }
      case Map<?, ?> map -> {
        masks.clear();
        Nested.sorted(map).values().forEach(one -> masks.add(mask(layer, one)));
      }
      case Object one -> masks.set(0, mask(layer, one));
    }
    return masks;
  }

  private static @Nullable Object mask(KerasObject layer, @Nullable Object given) {
    return switch (given) {
      case null -> null;
      case TensorRef ref -> ref;
      case Tensor constant -> constant;
      case Object other ->
          throw new UnsupportedOperationException("%s with mask = %s".formatted(layer, other));
    };
  }

  private static List<Object> values(KerasObject layer, String name, @Nullable Object given) {
    List<Object> values = new ArrayList<>();
    switch (given) {
      case null -> {}
      case TensorRef ref -> values.add(ref);
      case Tensor constant -> values.add(constant);
      case List<?> list -> list.forEach(element -> values.addAll(values(layer, name, element)));
      case Map<?, ?> map ->
          Nested.sorted(map).values().forEach(e -> values.addAll(values(layer, name, e)));
      case Object other ->
          throw new UnsupportedOperationException(
              "%s called with %s as \"%s\"".formatted(layer, other, name));
    }
    return values;
  }

  private static void refuseValue(KerasObject layer, String name, Object value) {
    if (value instanceof Tensor || !Arguments.refs(value).isEmpty()) {
      throw new UnsupportedOperationException(
          "%s called with a value as \"%s\"".formatted(layer, name));
    }
  }
}
