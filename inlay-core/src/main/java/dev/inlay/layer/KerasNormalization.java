package dev.inlay.layer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keras's layers that bring values to a common scale. */
final class KerasNormalization {
  static final List<KerasClass<?>> CLASSES =
      List.of(
          new KerasClass<>(
              "BatchNormalization",
              BatchNormalization.class,
              KerasNormalization::batch,
              KerasNormalization::write),
          new KerasClass<>(
              "LayerNormalization",
              LayerNormalization.class,
              KerasNormalization::layer,
              KerasNormalization::write),
          new KerasClass<>(
              "GroupNormalization",
              GroupNormalization.class,
              KerasNormalization::group,
              KerasNormalization::write),
          new KerasClass<>(
              "RMSNormalization",
              RMSNormalization.class,
              from ->
                  new RMSNormalization(
                      from.integers("axis", -1), (float) from.number("epsilon", 1e-6)),
              (layer, to) ->
                  to.put("axis", KerasFields.axes(layer.axis()))
                      .number("epsilon", layer.epsilon())),
          new KerasClass<>(
              "UnitNormalization",
              UnitNormalization.class,
              from -> new UnitNormalization(from.integers("axis", -1)),
              (layer, to) -> to.put("axis", KerasFields.axes(layer.axis()))),
          new KerasClass<>(
              "SpectralNormalization",
              SpectralNormalization.class,
              from ->
                  SpectralNormalization.of(from.layer("layer"))
                      .withPowerIterations(from.integer("power_iterations", 1)),
              (layer, to) ->
                  to.layer("layer", layer.layer(), layer.layer().kind())
                      .put("power_iterations", layer.powerIterations())));

  private KerasNormalization() {}

  private static BatchNormalization batch(KerasSettings from) {
    return BatchNormalization.of()
        .withAxis(from.integer("axis", -1))
        .withMomentum(from.number("momentum", 0.99))
        .withEpsilon(from.number("epsilon", 1e-3))
        .withCenter(from.flag("center", true))
        .withScale(from.flag("scale", true))
        .withGamma(from.weight("gamma", Initializers.ONES))
        .withBeta(from.weight("beta", Initializers.ZEROS))
        .withMovingMeanInitializer(from.initializer("moving_mean_initializer", Initializers.ZEROS))
        .withMovingVarianceInitializer(
            from.initializer("moving_variance_initializer", Initializers.ONES))
        .withRenorm(renorm(from));
  }

  private static BatchNormalization.@Nullable Renorm renorm(KerasSettings from) {
    boolean renorm = from.flag("renorm", false);
    double momentum = from.number("renorm_momentum", 0.99);
    Object clipping = from.object("renorm_clipping");
    Map<?, ?> bounds = clipping instanceof Map<?, ?> map ? map : Map.of();
    return renorm
        ? new BatchNormalization.Renorm(
            momentum,
            bound(bounds, "rmin", Float.NEGATIVE_INFINITY),
            bound(bounds, "rmax", Float.POSITIVE_INFINITY),
            bound(bounds, "dmax", Float.POSITIVE_INFINITY))
        : null;
  }

  private static float bound(Map<?, ?> bounds, String key, float otherwise) {
    return bounds.get(key) instanceof Number bound ? bound.floatValue() : otherwise;
  }

  private static Map<String, Object> clipping(BatchNormalization.Renorm renorm) {
    Map<String, Object> bounds = new LinkedHashMap<>();
    putFinite(bounds, "rmin", renorm.rMin());
    putFinite(bounds, "rmax", renorm.rMax());
    putFinite(bounds, "dmax", renorm.dMax());
    return bounds;
  }

  private static void putFinite(Map<String, Object> to, String key, float value) {
    if (Float.isFinite(value)) {
      to.put(key, Double.valueOf(Float.toString(value)));
    }
  }

  private static void write(BatchNormalization layer, KerasFields to) {
    to.put("axis", layer.axis())
        .put("momentum", layer.momentum())
        .number("epsilon", layer.epsilon())
        .put("center", layer.center())
        .put("scale", layer.scale())
        .weight("gamma", layer.gamma())
        .weight("beta", layer.beta())
        .initializer("moving_mean_initializer", layer.movingMean())
        .initializer("moving_variance_initializer", layer.movingVariance())
        .put("synchronized", false);
    BatchNormalization.Renorm renorm = layer.renorm();
    to.put("renorm", renorm != null);
    if (renorm != null) {
      to.put("renorm_clipping", clipping(renorm)).put("renorm_momentum", renorm.momentum());
    }
  }

  private static LayerNormalization layer(KerasSettings from) {
    return new LayerNormalization(
        from.integers("axis", -1),
        (float) from.number("epsilon", 1e-3),
        from.flag("center", true),
        from.flag("scale", true),
        from.flag("rms_scaling", false),
        from.weight("gamma", Initializers.ONES),
        from.weight("beta", Initializers.ZEROS));
  }

  private static void write(LayerNormalization layer, KerasFields to) {
    to.put("axis", KerasFields.axes(layer.axis()))
        .number("epsilon", layer.epsilon())
        .put("center", layer.center())
        .put("scale", layer.scale())
        .put("rms_scaling", layer.rmsScaling())
        .weight("gamma", layer.gamma())
        .weight("beta", layer.beta());
  }

  private static GroupNormalization group(KerasSettings from) {
    return GroupNormalization.of(from.integer("groups", 32))
        .withAxis(from.integer("axis", -1))
        .withEpsilon(from.number("epsilon", 1e-3))
        .withCenter(from.flag("center", true))
        .withScale(from.flag("scale", true))
        .withGamma(from.weight("gamma", Initializers.ONES))
        .withBeta(from.weight("beta", Initializers.ZEROS));
  }

  private static void write(GroupNormalization layer, KerasFields to) {
    to.put("groups", layer.groups())
        .put("axis", layer.axis())
        .number("epsilon", layer.epsilon())
        .put("center", layer.center())
        .put("scale", layer.scale())
        .weight("gamma", layer.gamma())
        .weight("beta", layer.beta());
  }
}
