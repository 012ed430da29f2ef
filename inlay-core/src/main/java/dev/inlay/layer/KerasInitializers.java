package dev.inlay.layer;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** First values as Keras writes them. */
final class KerasInitializers {
  private KerasInitializers() {}

  static Initializer read(@Nullable Object tree, Initializer otherwise) {
    if (tree == null) {
      return otherwise;
    }
    var from = KerasSettings.ofObject(tree);
    Initializer initializer =
        switch (from.name()) {
          case "zeros", "zero" -> Initializers.ZEROS;
          case "ones", "one" -> Initializers.ONES;
          case "constant" -> Constant.of((float) from.number("value", 0));
          case "glorotuniform" -> along(from, Initializers.GLOROT_UNIFORM);
          case "glorotnormal" -> along(from, Initializers.GLOROT_NORMAL);
          case "heuniform" -> along(from, Initializers.HE_UNIFORM);
          case "henormal" -> along(from, Initializers.HE_NORMAL);
          case "lecununiform" -> along(from, Initializers.LECUN_UNIFORM);
          case "lecunnormal" -> along(from, Initializers.LECUN_NORMAL);
          case "uniform", "randomuniform" ->
              RandomUniform.of(
                  (float) from.number("minval", -0.05), (float) from.number("maxval", 0.05));
          case "normal", "randomnormal" ->
              RandomNormal.of((float) from.number("mean", 0), (float) from.number("stddev", 0.05));
          case "truncatednormal" ->
              TruncatedNormal.of(
                  (float) from.number("mean", 0), (float) from.number("stddev", 0.05));
          case "variancescaling" ->
              along(
                  from,
                  VarianceScaling.of((float) from.number("scale", 1))
                      .withMode(from.choice("mode", VarianceScaling.Mode.FAN_IN))
                      .withDistribution(distribution(from)));
          case "orthogonal", "orthogonalinitializer" ->
              Orthogonal.of((float) from.number("gain", 1));
          case "identity", "identityinitializer" ->
              IdentityInitializer.of((float) from.number("gain", 1));
          case String name -> throw new UnsupportedOperationException("initializer " + name);
        };
    from.refuseTheRest();
    return initializer;
  }

  private static VarianceScaling.Distribution distribution(KerasSettings from) {
    String name = from.text("distribution", "truncated_normal");
    return switch (name) {
      case "truncated_normal", "normal" -> VarianceScaling.Distribution.TRUNCATED_NORMAL;
      case "untruncated_normal" -> VarianceScaling.Distribution.UNTRUNCATED_NORMAL;
      case "uniform" -> VarianceScaling.Distribution.UNIFORM;
      default ->
          throw new UnsupportedOperationException("VarianceScaling with distribution = " + name);
    };
  }

  /** An initializer that counts the units along axes that a config names. */
  private static Initializer along(KerasSettings from, Initializer initializer) {
    List<Integer> in = from.integers("input_axes");
    List<Integer> out = from.integers("output_axes");
    return in.isEmpty() || out.isEmpty()
        ? initializer
        : VarianceScaling.along(initializer, in, out);
  }

  static Map<String, @Nullable Object> write(Initializer initializer) {
    var to = new KerasFields();
    return switch (initializer) {
      case Initializers plain -> plain(plain, to);
      case Constant(float value) -> object("Constant", to.number("value", value));
      case RandomUniform(float min, float max) ->
          object("RandomUniform", to.put("seed", null).number("minval", min).number("maxval", max));
      case RandomNormal(float mean, float stddev) ->
          object("RandomNormal", deviating(to, mean, stddev));
      case TruncatedNormal(float mean, float stddev) ->
          object("TruncatedNormal", deviating(to, mean, stddev));
      case VarianceScaling(float scale, var mode, var distribution, var in, var out) ->
          object(
              "VarianceScaling",
              to.number("scale", scale)
                  .choice("mode", mode)
                  .choice("distribution", distribution)
                  .put("seed", null)
                  .put("input_axes", in.isEmpty() ? null : in)
                  .put("output_axes", out.isEmpty() ? null : out));
      case Orthogonal(float gain) ->
          object("Orthogonal", to.put("seed", null).number("gain", gain));
      case IdentityInitializer(float gain) -> object("Identity", to.number("gain", gain));
      default -> throw new UnsupportedOperationException("Keras has no initializer " + initializer);
    };
  }

  private static KerasFields deviating(KerasFields to, float mean, float stddev) {
    return to.number("mean", mean).number("stddev", stddev).put("seed", null);
  }

  private static Map<String, @Nullable Object> plain(Initializers plain, KerasFields to) {
    return switch (plain) {
      case ZEROS -> object("Zeros", to);
      case ONES -> object("Ones", to);
      case GLOROT_UNIFORM -> object("GlorotUniform", to.put("seed", null));
      case GLOROT_NORMAL -> object("GlorotNormal", to.put("seed", null));
      case HE_UNIFORM -> object("HeUniform", to.put("seed", null));
      case HE_NORMAL -> object("HeNormal", to.put("seed", null));
      case LECUN_UNIFORM -> object("LecunUniform", to.put("seed", null));
      case LECUN_NORMAL -> object("LecunNormal", to.put("seed", null));
    };
  }

  private static Map<String, @Nullable Object> object(String className, KerasFields fields) {
    return KerasConfig.object("keras.initializers", className, fields.config());
  }
}
