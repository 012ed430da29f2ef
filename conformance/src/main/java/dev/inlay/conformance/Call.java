package dev.inlay.conformance;

import dev.inlay.tensor.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The arguments that an object of Keras was called with.
 *
 * @param inputs values
 * @param masks for each of the first inputs its mask, or null
 * @param training whether it was called as in training
 * @param rest what else was given by name; nulls are left out
 */
record Call(
    List<Tensor> inputs, List<@Nullable Tensor> masks, boolean training, Map<String, Object> rest) {

  /** Arguments by place and name, or the inputs with {@code call_kwargs}. */
  static Call of(Case golden) {
    Map<String, Object> named = new LinkedHashMap<>();
    if (golden.has("call_kwargs") || golden.get("inputs") instanceof List<?>) {
      putInputs(named, golden);
      addAll(named, golden.object("call_kwargs"));
    } else {
      Case given = golden.object("inputs");
      putAll(named, given, parameters(golden.subject()));
    }
    if (golden.subject().equals("MultiHeadAttention")) {
      // Keras asks the query itself for its mask, whatever the call says.
      named.remove("query_mask");
    }
    return of(named);
  }

  /** Arguments of {@code compute_mask}, which are the same for all layers. */
  static Call ofMasks(Case golden) {
    Map<String, Object> named = new LinkedHashMap<>();
    putAll(named, golden.object("inputs"), List.of("inputs", "mask"));
    if (named.containsKey("previous_mask")) {
      named.put("mask", named.remove("previous_mask"));
    }
    return of(named);
  }

  /** Arguments by place, then those by name. */
  private static void putAll(Map<String, Object> named, Case given, List<String> parameters) {
    List<@Nullable Object> args = given.list("args");
    for (int i = 0; i < args.size(); i++) {
      Object value = args.get(i);
      if (value != null) {
        named.put(i < parameters.size() ? parameters.get(i) : "argument " + i, value);
      }
    }
    addAll(named, given.object("kwargs"));
  }

  /** Inputs in a list: of attention these are arguments of their own. */
  private static void putInputs(Map<String, Object> named, Case golden) {
    List<String> parameters = parameters(golden.subject());
    if (golden.get("inputs") instanceof List<?> all && parameters.getFirst().equals("query")) {
      for (int i = 0; i < all.size(); i++) {
        named.put(parameters.get(i), Objects.requireNonNull(all.get(i)));
      }
    } else {
      named.put("inputs", golden.get("inputs"));
    }
  }

  private static Call of(Map<String, Object> named) {
    List<@Nullable Tensor> masks = new ArrayList<>();
    for (String name : List.of("query_mask", "value_mask", "key_mask")) {
      Object mask = named.remove(name);
      masks.add(mask == null ? null : Encoded.tensor(mask));
    }
    if (masks.get(2) != null || named.containsKey("attention_mask")) {
      // What comes behind the key has a place only if there is one.
      named.putIfAbsent("key", named.getOrDefault("value", List.of()));
    }
    List<Tensor> inputs = new ArrayList<>();
    Map<Object, List<Tensor>> read = new IdentityHashMap<>();
    // These are values too, in this order.
    for (String name :
        List.of("inputs", "initial_state", "states", "query", "value", "key", "attention_mask")) {
      Object given = named.remove(name);
      if (given != null) {
        inputs.addAll(read.computeIfAbsent(given, Encoded::tensors));
      }
    }
    Object mask = named.remove("mask");
    if (Encoded.isArray(mask)) {
      masks.addFirst(Encoded.tensor(mask));
    } else if (mask instanceof List<?> list) {
      masks.clear();
      list.forEach(one -> masks.add(one == null ? null : Encoded.tensor(one)));
    }
    boolean training = Boolean.TRUE.equals(named.remove("training"));
    return new Call(inputs, masks, training, named);
  }

  private static void addAll(Map<String, Object> named, Case given) {
    given
        .fields()
        .forEach(
            (name, value) -> {
              if (value != null) {
                named.put(name, value);
              }
            });
  }

  /** The names of the arguments that a layer or function may be given by place. */
  private static List<String> parameters(String className) {
    return switch (className) {
      case "LSTM",
          "GRU",
          "SimpleRNN",
          "RNN",
          "Bidirectional",
          "ConvLSTM1D",
          "ConvLSTM2D",
          "ConvLSTM3D" ->
          List.of("inputs", "initial_state", "mask", "training");
      case "SimpleRNNCell", "GRUCell", "LSTMCell" -> List.of("inputs", "states", "training");
      case "MultiHeadAttention", "GroupedQueryAttention", "GroupQueryAttention" ->
          List.of(
              "query", "value", "key", "query_mask", "value_mask", "key_mask", "attention_mask");
      case "Attention", "AdditiveAttention" ->
          List.of("inputs", "mask", "training", "return_attention_scores", "use_causal_mask");
      case "ReversibleEmbedding" -> List.of("inputs", "reverse");
      case "BatchNormalization" -> List.of("inputs", "training", "mask");
      case "Dropout" -> List.of("inputs", "training");
      case "relu" -> List.of("inputs", "negative_slope", "max_value", "threshold");
      case "leaky_relu" -> List.of("inputs", "negative_slope");
      case "elu", "celu" -> List.of("inputs", "alpha");
      case "gelu" -> List.of("inputs", "approximate");
      case "hard_shrink", "soft_shrink" -> List.of("inputs", "threshold");
      case "threshold" -> List.of("inputs", "threshold", "default_value");
      case "squareplus" -> List.of("inputs", "b");
      case "softmax", "log_softmax", "sparsemax", "glu" -> List.of("inputs", "axis");
      default -> List.of("inputs", "mask");
    };
  }

  /** The single input. */
  Tensor only() {
    if (inputs.size() != 1) {
      throw new IllegalArgumentException("wanted one input, got " + inputs.size());
    }
    return inputs.getFirst();
  }
}
