package dev.inlay.layer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keras's layers that bring values to a common scale. */
final class KerasNormalization {
  static final List<KerasClass<?>> CLASSES =
      List.of(
          KerasClass.of(
              BatchNormalization.class,
              form ->
                  new BatchNormalization(
                      form.always("synchronized", false)
                          .integer("axis", -1, BatchNormalization::axis),
                      form.precise("momentum", 0.99, BatchNormalization::momentum),
                      form.number("epsilon", 1e-3, BatchNormalization::epsilon),
                      form.flag("center", true, BatchNormalization::center),
                      form.flag("scale", true, BatchNormalization::scale),
                      form.weight("gamma", Initializers.ONES, BatchNormalization::gamma),
                      form.weight("beta", Initializers.ZEROS, BatchNormalization::beta),
                      form.initializer(
                          "moving_mean_initializer",
                          Initializers.ZEROS,
                          BatchNormalization::movingMean),
                      form.initializer(
                          "moving_variance_initializer",
                          Initializers.ONES,
                          BatchNormalization::movingVariance),
                      form.<BatchNormalization.@Nullable Renorm>special(
                          KerasNormalization::renorm,
                          BatchNormalization::renorm,
                          KerasNormalization::write))),
          KerasClass.of(
              LayerNormalization.class,
              form ->
                  new LayerNormalization(
                      form.axesOr("axis", -1, LayerNormalization::axis),
                      form.number("epsilon", 1e-3, LayerNormalization::epsilon),
                      form.flag("center", true, LayerNormalization::center),
                      form.flag("scale", true, LayerNormalization::scale),
                      form.flag("rms_scaling", false, LayerNormalization::rmsScaling),
                      form.weight("gamma", Initializers.ONES, LayerNormalization::gamma),
                      form.weight("beta", Initializers.ZEROS, LayerNormalization::beta))),
          KerasClass.of(
              GroupNormalization.class,
              form ->
                  new GroupNormalization(
                      form.integer("groups", 32, GroupNormalization::groups),
                      form.integer("axis", -1, GroupNormalization::axis),
                      form.number("epsilon", 1e-3, GroupNormalization::epsilon),
                      form.flag("center", true, GroupNormalization::center),
                      form.flag("scale", true, GroupNormalization::scale),
                      form.weight("gamma", Initializers.ONES, GroupNormalization::gamma),
                      form.weight("beta", Initializers.ZEROS, GroupNormalization::beta))),
          KerasClass.of(
              RMSNormalization.class,
              form ->
                  new RMSNormalization(
                      form.axesOr("axis", -1, RMSNormalization::axis),
                      form.number("epsilon", 1e-6, RMSNormalization::epsilon))),
          KerasClass.of(
              UnitNormalization.class,
              form -> new UnitNormalization(form.axesOr("axis", -1, UnitNormalization::axis))),
          KerasClass.of(
              SpectralNormalization.class,
              form ->
                  SpectralNormalization.of(form.layer("layer", "", SpectralNormalization::layer))
                      .withPowerIterations(
                          form.integer(
                              "power_iterations", 1, SpectralNormalization::powerIterations))));

  private KerasNormalization() {}

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

  private static void write(BatchNormalization.@Nullable Renorm renorm, KerasFields to) {
    to.put("renorm", renorm != null);
    if (renorm != null) {
      to.put("renorm_clipping", clipping(renorm)).put("renorm_momentum", renorm.momentum());
    }
  }
}
