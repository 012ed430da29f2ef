package dev.inlay.layer;

import dev.inlay.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The settings of one object, put down as Keras's {@code get_config()} has them. */
final class KerasFields {
  private final Map<String, @Nullable Object> config = new LinkedHashMap<>();
  private final Map<String, Object> arguments = new LinkedHashMap<>();

  /** What was put so far. */
  Map<String, @Nullable Object> config() {
    return config;
  }

  /** What Keras keeps with a call, not with the object. */
  Map<String, Object> arguments() {
    return arguments;
  }

  /** Something that is switched on when the object is called, if it is. */
  KerasFields atCall(String key, boolean on) {
    if (on) {
      arguments.put(key, true);
    }
    return this;
  }

  /** A truth value, a text, a whole number, a list of such, or null. */
  KerasFields put(String key, @Nullable Object value) {
    config.put(key, value);
    return this;
  }

  /** A number, with the digits that tell it from other floats. */
  KerasFields number(String key, float value) {
    return put(key, Double.valueOf(Float.toString(value)));
  }

  /** A constant by its name in lower case. */
  KerasFields choice(String key, Enum<?> value) {
    return put(key, value.name().toLowerCase(Locale.ROOT));
  }

  /** An activation function. */
  KerasFields activation(String key, ActivationFunction function) {
    return put(key, KerasActivations.write(function));
  }

  /** A penalty, or null. */
  KerasFields regularizer(String key, @Nullable Regularizer regularizer) {
    return put(key, KerasRegularizers.write(regularizer));
  }

  /** First values. */
  KerasFields initializer(String key, Initializer initializer) {
    return put(key, KerasInitializers.write(initializer));
  }

  /** A layer inside this one; {@code name} is its own unless it has one. */
  KerasFields layer(String key, Layer layer, String name) {
    return put(key, KerasConfig.write(layer, layer.name().isEmpty() ? name : layer.name()));
  }

  /** All that may be said about a weight: {@code kernel_initializer} and so on. */
  KerasFields weight(String name, WeightOptions options) {
    return initializer(name + "_initializer", options.initializer())
        .regularizer(name + "_regularizer", options.regularizer())
        .put(name + "_constraint", KerasConstraints.write(options.constraint()));
  }

  /** Lengths, of which open ones are null. */
  static List<@Nullable Integer> lengths(List<Integer> lengths) {
    List<@Nullable Integer> all = new ArrayList<>();
    lengths.forEach(d -> all.add(d == Shape.UNKNOWN ? null : d));
    return all;
  }

  /** One axis as a number, several as a list. */
  static Object axes(List<Integer> axes) {
    return axes.size() == 1 ? axes.getFirst() : axes;
  }
}
