package dev.inlay.layer;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keras's activations, as functions and as layers. */
final class KerasActivations {
  static final List<KerasClass<?>> CLASSES =
      List.of(
          new KerasClass<>(
              "Activation",
              Activation.class,
              from -> Activation.of(from.activation("activation")),
              (layer, to) -> to.activation("activation", layer.activation())),
          new KerasClass<>(
              "ReLU",
              ReLU.class,
              from ->
                  ReLU.of()
                      .withMaxValue(from.number("max_value", Double.POSITIVE_INFINITY))
                      .withNegativeSlope(from.number("negative_slope", 0))
                      .withThreshold(from.number("threshold", 0)),
              KerasActivations::write),
          new KerasClass<>(
              "LeakyReLU",
              LeakyReLU.class,
              from -> LeakyReLU.of(from.number("negative_slope", from.number("alpha", 0.3))),
              (layer, to) -> to.number("negative_slope", layer.negativeSlope())),
          new KerasClass<>(
              "ELU",
              ELU.class,
              from -> ELU.of(from.number("alpha", 1)),
              (layer, to) -> to.number("alpha", layer.alpha())),
          new KerasClass<>("PReLU", PReLU.class, KerasActivations::prelu, KerasActivations::write),
          new KerasClass<>(
              "Softmax",
              Softmax.class,
              from -> new Softmax(from.integers("axis", -1)),
              (layer, to) -> to.put("axis", KerasFields.axes(layer.axis()))));

  /** Functions of which Keras keeps the names alone, which stand for their default settings. */
  private static final List<String> SET_BY_DEFAULT =
      List.of("celu", "hard_shrink", "soft_shrink", "squareplus", "threshold");

  private KerasActivations() {}

  private static void write(ReLU layer, KerasFields to) {
    to.number("negative_slope", layer.negativeSlope()).number("threshold", layer.threshold());
    if (layer.maxValue() == Float.POSITIVE_INFINITY) {
      to.put("max_value", null);
    } else {
      to.number("max_value", layer.maxValue());
    }
  }

  private static PReLU prelu(KerasSettings from) {
    return PReLU.of()
        .withAlpha(from.weight("alpha", Initializers.ZEROS))
        .withSharedAxes(from.integers("shared_axes"));
  }

  private static void write(PReLU layer, KerasFields to) {
    to.weight("alpha", layer.alpha())
        .put("shared_axes", layer.sharedAxes().isEmpty() ? null : layer.sharedAxes());
  }

  /** A function; null is the linear one. A layer without weights may stand for one. */
  static ActivationFunction read(@Nullable Object tree) {
    if (tree == null) {
      return Activations.LINEAR;
    }
    var from = KerasSettings.ofObject(tree);
    ActivationFunction function = Activations.simplest(function(from));
    int axis = from.integer("axis", -1);
    from.drop("name", "trainable");
    from.refuseTheRest();
    return axis == -1 ? function : new Activations.AlongAxis(function, axis);
  }

  private static ActivationFunction function(KerasSettings from) {
    // The layer's default isn't the function's.
    double slope = from.className().equals("LeakyReLU") ? 0.3 : 0.2;
    return switch (from.name()) {
      case "activation" -> from.activation("activation");
      case "relu" ->
          new Activations.Relu(
              (float) from.number("negative_slope", 0),
              (float) from.number("max_value", Double.POSITIVE_INFINITY),
              (float) from.number("threshold", 0));
      case "leakyrelu" -> new Activations.LeakyRelu((float) from.number("negative_slope", slope));
      case "elu" -> new Activations.Elu((float) from.number("alpha", 1));
      case "celu" -> new Activations.Celu((float) from.number("alpha", 1));
      case "gelu" ->
          from.flag("approximate", false) ? new Activations.ApproximateGelu() : Activations.GELU;
      case "hardshrink" -> new Activations.HardShrink((float) from.number("threshold", 0.5));
      case "softshrink" -> new Activations.SoftShrink((float) from.number("threshold", 0.5));
      case "squareplus" -> new Activations.Squareplus((float) from.number("b", 4));
      case "threshold" ->
          new Activations.Threshold(
              (float) from.number("threshold", 0), (float) from.number("default_value", 0));
      case "swish" -> Activations.SILU;
      case "hardswish" -> Activations.HARD_SILU;
      case String name -> plain(name);
    };
  }

  private static Activations plain(String name) {
    for (Activations a : Activations.values()) {
      if (KerasSettings.plain(a.name()).equals(name)) {
        return a;
      }
    }
    throw new UnsupportedOperationException("activation " + name);
  }

  /** A name, or the layer that does the same as a function with settings. */
  static Object write(ActivationFunction function) {
    return switch (function) {
      case Activations plain -> plain.name().toLowerCase(Locale.ROOT);
      case Activations.Relu(float slope, float max, float threshold) ->
          layer(new ReLU(max, slope, threshold));
      case Activations.LeakyRelu(float slope) -> layer(new LeakyReLU(slope));
      case Activations.Elu(float alpha) -> layer(new ELU(alpha));
      case Activations.AlongAxis(var along, int axis) when along == Activations.SOFTMAX ->
          layer(new Softmax(List.of(axis)));
      default ->
          SET_BY_DEFAULT.stream()
              .filter(name -> read(name).equals(function))
              .findFirst()
              .orElseThrow(
                  () ->
                      new UnsupportedOperationException("Keras can't save activation " + function));
    };
  }

  private static Map<String, @Nullable Object> layer(Layer layer) {
    return KerasConfig.write(layer, layer.kind());
  }
}
