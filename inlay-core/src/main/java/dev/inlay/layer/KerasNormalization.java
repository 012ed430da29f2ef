package dev.inlay.layer;

import java.util.List;

/** Keras's layers that bring values to a common scale. */
final class KerasNormalization {
  static final List<KerasClass<?>> CLASSES =
      List.of(
          new KerasClass<>(
              "BatchNormalization",
              BatchNormalization.class,
              KerasNormalization::batch,
              KerasNormalization::write));

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
            from.initializer("moving_variance_initializer", Initializers.ONES));
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
  }
}
