package dev.inlay.layer;

import java.util.List;
import java.util.function.Function;

/** Keras's layers that disturb or penalise values in training. */
final class KerasRegularization {
  static final List<KerasClass<?>> CLASSES =
      List.of(
          KerasClass.of(
              Dropout.class,
              form ->
                  new Dropout(
                      rate(form, Dropout::rate),
                      form.openLengths("noise_shape", Dropout::noiseShape))),
          KerasClass.of(
              AlphaDropout.class,
              form ->
                  new AlphaDropout(
                      rate(form, AlphaDropout::rate),
                      form.openLengths("noise_shape", AlphaDropout::noiseShape))),
          KerasClass.of(
              SpatialDropout1D.class,
              form -> new SpatialDropout1D(rate(form, SpatialDropout1D::rate))),
          KerasClass.of(
              SpatialDropout2D.class,
              form ->
                  new SpatialDropout2D(
                      rate(form.always("data_format", "channels_last"), SpatialDropout2D::rate))),
          KerasClass.of(
              SpatialDropout3D.class,
              form ->
                  new SpatialDropout3D(
                      rate(form.always("data_format", "channels_last"), SpatialDropout3D::rate))),
          KerasClass.of(
              GaussianDropout.class,
              form -> new GaussianDropout(rate(form, GaussianDropout::rate))),
          KerasClass.of(
              GaussianNoise.class,
              form ->
                  new GaussianNoise(
                      form.always("seed", null).number("stddev", 0, GaussianNoise::stddev))),
          KerasClass.of(
              ActivityRegularization.class,
              form ->
                  new ActivityRegularization(
                      form.number("l1", 0, ActivityRegularization::l1),
                      form.number("l2", 0, ActivityRegularization::l2))));

  private KerasRegularization() {}

  private static <L> float rate(KerasForm<L> form, Function<L, Float> of) {
    return form.always("seed", null).number("rate", 0, of);
  }
}
