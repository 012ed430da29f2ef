package dev.inlay.layer;

import java.util.List;

/** Keras's layers that disturb or penalise values in training. */
final class KerasRegularization {
  static final List<KerasClass<?>> CLASSES =
      List.of(
          new KerasClass<>(
              "Dropout",
              Dropout.class,
              from -> Dropout.of(from.number("rate", 0)),
              (dropout, to) -> to.number("rate", dropout.rate())));

  private KerasRegularization() {}
}
