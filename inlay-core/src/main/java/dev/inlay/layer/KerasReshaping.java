package dev.inlay.layer;

import java.util.List;

/** Keras's layers that only move elements. */
final class KerasReshaping {
  static final List<KerasClass<?>> CLASSES =
      List.of(
          KerasClass.plain("Flatten", Flatten.of()),
          new KerasClass<>(
              "Reshape",
              Reshape.class,
              from -> Reshape.of(from.integers("target_shape").stream().mapToInt(i -> i).toArray()),
              (reshape, to) -> to.put("target_shape", reshape.targetShape())));

  private KerasReshaping() {}
}
