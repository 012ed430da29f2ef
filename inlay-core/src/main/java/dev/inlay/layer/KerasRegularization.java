package dev.inlay.layer;

import java.util.List;

/** Keras's layers that disturb or penalise values in training. */
final class KerasRegularization {
  static final List<KerasClass<?>> CLASSES =
      List.of(
          new KerasClass<>(
              "Dropout",
              Dropout.class,
              from -> new Dropout(rate(from), from.lengths("noise_shape")),
              (layer, to) -> write(layer.rate(), layer.noiseShape(), to)),
          new KerasClass<>(
              "AlphaDropout",
              AlphaDropout.class,
              from -> new AlphaDropout(rate(from), from.lengths("noise_shape")),
              (layer, to) -> write(layer.rate(), layer.noiseShape(), to)),
          new KerasClass<>(
              "SpatialDropout1D",
              SpatialDropout1D.class,
              from -> new SpatialDropout1D(rate(from)),
              (layer, to) -> write(layer.rate(), to)),
          new KerasClass<>(
              "SpatialDropout2D",
              SpatialDropout2D.class,
              from -> new SpatialDropout2D(rate(from)),
              (layer, to) -> write(layer.rate(), to.put("data_format", "channels_last"))),
          new KerasClass<>(
              "SpatialDropout3D",
              SpatialDropout3D.class,
              from -> new SpatialDropout3D(rate(from)),
              (layer, to) -> write(layer.rate(), to.put("data_format", "channels_last"))),
          new KerasClass<>(
              "GaussianDropout",
              GaussianDropout.class,
              from -> new GaussianDropout(rate(from)),
              (layer, to) -> write(layer.rate(), to)),
          new KerasClass<>(
              "GaussianNoise",
              GaussianNoise.class,
              from -> GaussianNoise.of(from.number("stddev", 0)),
              (layer, to) -> to.number("stddev", layer.stddev()).put("seed", null)),
          new KerasClass<>(
              "ActivityRegularization",
              ActivityRegularization.class,
              from -> ActivityRegularization.of(from.number("l1", 0), from.number("l2", 0)),
              (layer, to) -> to.number("l1", layer.l1()).number("l2", layer.l2())));

  private KerasRegularization() {}

  private static float rate(KerasSettings from) {
    return (float) from.number("rate", 0);
  }

  private static void write(float rate, List<Integer> noiseShape, KerasFields to) {
    write(rate, to);
    to.put("noise_shape", noiseShape.isEmpty() ? null : KerasFields.lengths(noiseShape));
  }

  private static void write(float rate, KerasFields to) {
    to.number("rate", rate).put("seed", null);
  }
}
