package dev.inlay.layer;

import dev.inlay.graph.Window.Padding;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what Keras writes: the class and {@code get_config()} of a layer, an activation, an
 * initializer, a regularizer or a constraint. Names may be in snake or camel case, and an object
 * may stand as a name alone, as Keras allows.
 *
 * <p>A class or a setting that has no counterpart here is an {@link UnsupportedOperationException}
 * that names it, so that nothing is dropped in silence.
 */
public final class KerasConfig {
  private KerasConfig() {}

  /**
   * A layer, with the name that the config gives it, frozen if the config says so.
   *
   * @param className as Keras names it: {@code Dense}
   * @param config what {@code get_config()} gives
   * @throws UnsupportedOperationException naming a class or setting that is missing here
   * @throws IllegalArgumentException if a setting is missing, or out of its range
   */
  public static Layer layer(String className, Map<String, ?> config) {
    var from = new KerasSettings(className, config);
    Layer layer =
        switch (className) {
          case "Activation" -> Activation.of(activation(from.object("activation")));
          case "Add" -> Add.of();
          case "Average" -> Average.of();
          case "BatchNormalization" -> batchNormalization(from);
          case "Concatenate" -> Concatenate.of(from.integer("axis", -1));
          case "Conv1D" -> conv1D(from);
          case "Dense" -> dense(from);
          case "Dropout" -> Dropout.of(from.number("rate", 0));
          case "Embedding" -> embedding(from);
          case "Flatten" -> Flatten.of();
          case "GlobalAveragePooling1D" ->
              GlobalAveragePooling1D.of().withKeepDims(from.flag("keepdims", false));
          case "GlobalMaxPooling1D" ->
              GlobalMaxPooling1D.of().withKeepDims(from.flag("keepdims", false));
          case "LSTM" -> lstm(from);
          case "Maximum" -> Maximum.of();
          case "Minimum" -> Minimum.of();
          case "Multiply" -> Multiply.of();
          case "Reshape" ->
              Reshape.of(from.integers("target_shape").stream().mapToInt(i -> i).toArray());
          case "Subtract" -> Subtract.of();
          default -> throw new UnsupportedOperationException("layer " + className);
        };
    if (from.text("data_format", "channels_last").equals("channels_first")) {
      layer = ChannelsFirst.of(layer);
    }
    String name = from.text("name", "");
    boolean trainable = from.flag("trainable", true);
    from.refuseTheRest();
    layer = name.isEmpty() ? layer : layer.named(name);
    return trainable ? layer : layer.frozen();
  }

  private static Dense dense(KerasSettings from) {
    return Dense.of(from.integer("units"), activation(from.object("activation")))
        .withUseBias(from.flag("use_bias", true))
        .withKernel(weight(from, "kernel", Initializers.GLOROT_UNIFORM))
        .withBias(weight(from, "bias", Initializers.ZEROS))
        .withActivityRegularizer(regularizer(from.object("activity_regularizer")));
  }

  private static Embedding embedding(KerasSettings from) {
    return Embedding.of(from.integer("input_dim"), from.integer("output_dim"))
        .withEmbeddings(weight(from, "embeddings", RandomUniform.of()))
        .withMaskZero(from.flag("mask_zero", false));
  }

  private static Conv1D conv1D(KerasSettings from) {
    return Conv1D.of(
            from.integer("filters"),
            from.integer("kernel_size"),
            activation(from.object("activation")))
        .withStrides(from.integer("strides", 1))
        .withPadding(from.choice("padding", Padding.VALID))
        .withDilationRate(from.integer("dilation_rate", 1))
        .withGroups(from.integer("groups", 1))
        .withUseBias(from.flag("use_bias", true))
        .withKernel(weight(from, "kernel", Initializers.GLOROT_UNIFORM))
        .withBias(weight(from, "bias", Initializers.ZEROS))
        .withActivityRegularizer(regularizer(from.object("activity_regularizer")));
  }

  private static BatchNormalization batchNormalization(KerasSettings from) {
    return BatchNormalization.of()
        .withAxis(from.integer("axis", -1))
        .withMomentum(from.number("momentum", 0.99))
        .withEpsilon(from.number("epsilon", 1e-3))
        .withCenter(from.flag("center", true))
        .withScale(from.flag("scale", true))
        .withGamma(weight(from, "gamma", Initializers.ONES))
        .withBeta(weight(from, "beta", Initializers.ZEROS))
        .withMovingMeanInitializer(
            initializer(from.object("moving_mean_initializer"), Initializers.ZEROS))
        .withMovingVarianceInitializer(
            initializer(from.object("moving_variance_initializer"), Initializers.ONES));
  }

  private static LSTM lstm(KerasSettings from) {
    return LSTM.of(from.integer("units"))
        .withActivation(activation(from.object("activation")))
        .withRecurrentActivation(activation(from.object("recurrent_activation")))
        .withUseBias(from.flag("use_bias", true))
        .withUnitForgetBias(from.flag("unit_forget_bias", true))
        .withKernel(weight(from, "kernel", Initializers.GLOROT_UNIFORM))
        .withRecurrent(weight(from, "recurrent", Orthogonal.of()))
        .withBias(weight(from, "bias", Initializers.ZEROS))
        .withDropout(from.number("dropout", 0))
        .withRecurrentDropout(from.number("recurrent_dropout", 0))
        .withReturnSequences(from.flag("return_sequences", false))
        .withReturnState(from.flag("return_state", false))
        .withGoBackwards(from.flag("go_backwards", false));
  }

  private static WeightOptions weight(KerasSettings from, String name, Initializer otherwise) {
    return new WeightOptions(
        initializer(from.object(name + "_initializer"), otherwise),
        regularizer(from.object(name + "_regularizer")),
        constraint(from.object(name + "_constraint")));
  }

  /** An activation function; null is the linear one. */
  public static ActivationFunction activation(@Nullable Object tree) {
    if (tree == null) {
      return Activations.LINEAR;
    }
    var from = KerasSettings.ofObject(tree);
    ActivationFunction function =
        switch (from.name()) {
          case "relu" ->
              new Activations.Relu(
                  (float) from.number("negative_slope", 0),
                  (float) from.number("max_value", Double.POSITIVE_INFINITY),
                  (float) from.number("threshold", 0));
          case "leakyrelu" -> new Activations.LeakyRelu((float) from.number("negative_slope", 0.2));
          case "elu" -> new Activations.Elu((float) from.number("alpha", 1));
          case "celu" -> new Activations.Celu((float) from.number("alpha", 1));
          case "gelu" ->
              from.flag("approximate", false)
                  ? new Activations.ApproximateGelu()
                  : Activations.GELU;
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
    if (function.equals(new Activations.Relu(0, Float.POSITIVE_INFINITY, 0))) {
      function = Activations.RELU;
    }
    int axis = from.integer("axis", -1);
    from.refuseTheRest();
    return axis == -1 ? function : new Activations.AlongAxis(function, axis);
  }

  private static Activations plain(String name) {
    for (Activations a : Activations.values()) {
      if (KerasSettings.plain(a.name()).equals(name)) {
        return a;
      }
    }
    throw new UnsupportedOperationException("activation " + name);
  }

  /** An initializer; {@code otherwise} stands in for null. */
  public static Initializer initializer(@Nullable Object tree, Initializer otherwise) {
    if (tree == null) {
      return otherwise;
    }
    var from = KerasSettings.ofObject(tree);
    Initializer initializer =
        switch (from.name()) {
          case "zeros", "zero" -> Initializers.ZEROS;
          case "ones", "one" -> Initializers.ONES;
          case "constant" -> Constant.of((float) from.number("value", 0));
          case "glorotuniform" -> Initializers.GLOROT_UNIFORM;
          case "glorotnormal" -> Initializers.GLOROT_NORMAL;
          case "heuniform" -> Initializers.HE_UNIFORM;
          case "henormal" -> Initializers.HE_NORMAL;
          case "lecununiform" -> Initializers.LECUN_UNIFORM;
          case "lecunnormal" -> Initializers.LECUN_NORMAL;
          case "uniform", "randomuniform" ->
              RandomUniform.of(
                  (float) from.number("minval", -0.05), (float) from.number("maxval", 0.05));
          case "normal", "randomnormal" ->
              RandomNormal.of((float) from.number("mean", 0), (float) from.number("stddev", 0.05));
          case "truncatednormal" ->
              TruncatedNormal.of(
                  (float) from.number("mean", 0), (float) from.number("stddev", 0.05));
          case "variancescaling" ->
              VarianceScaling.of((float) from.number("scale", 1))
                  .withMode(from.choice("mode", VarianceScaling.Mode.FAN_IN))
                  .withDistribution(
                      from.choice("distribution", VarianceScaling.Distribution.TRUNCATED_NORMAL));
          case "orthogonal", "orthogonalinitializer" ->
              Orthogonal.of((float) from.number("gain", 1));
          case "identity", "identityinitializer" -> Identity.of((float) from.number("gain", 1));
          case String name -> throw new UnsupportedOperationException("initializer " + name);
        };
    from.refuseTheRest();
    return initializer;
  }

  /** A regularizer, or null. */
  public static @Nullable Regularizer regularizer(@Nullable Object tree) {
    if (tree == null) {
      return null;
    }
    var from = KerasSettings.ofObject(tree);
    Regularizer regularizer =
        switch (from.name()) {
          case "l1" -> L1.of(from.number("l1", 0.01));
          case "l2" -> L2.of(from.number("l2", 0.01));
          case "l1l2" -> L1L2.of(from.number("l1", 0), from.number("l2", 0));
          case String name -> throw new UnsupportedOperationException("regularizer " + name);
        };
    from.refuseTheRest();
    return regularizer;
  }

  /** A constraint, or null. */
  public static @Nullable Constraint constraint(@Nullable Object tree) {
    if (tree == null) {
      return null;
    }
    var from = KerasSettings.ofObject(tree);
    Constraint constraint =
        switch (from.name()) {
          case "maxnorm" -> new MaxNorm((float) from.number("max_value", 2), axis(from));
          case "minmaxnorm" ->
              new MinMaxNorm(
                  (float) from.number("min_value", 0),
                  (float) from.number("max_value", 1),
                  (float) from.number("rate", 1),
                  axis(from));
          case "unitnorm" -> new UnitNorm(axis(from));
          case "nonneg" -> NonNeg.of();
          case String name -> throw new UnsupportedOperationException("constraint " + name);
        };
    from.refuseTheRest();
    return constraint;
  }

  private static List<Integer> axis(KerasSettings from) {
    List<Integer> axis = from.integers("axis");
    return axis.isEmpty() ? List.of(0) : axis;
  }
}
