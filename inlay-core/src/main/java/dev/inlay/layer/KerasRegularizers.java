package dev.inlay.layer;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Penalties as Keras writes them. */
final class KerasRegularizers {
  private KerasRegularizers() {}

  static @Nullable Regularizer read(@Nullable Object tree) {
    if (tree == null) {
      return null;
    }
    var from = KerasSettings.ofObject(tree);
    Regularizer regularizer =
        switch (from.name()) {
          case "l1" -> L1.of(from.number("l1", 0.01));
          case "l2" -> L2.of(from.number("l2", 0.01));
          // The name alone stands for 0.01 of each, the class for none of either.
          case "l1l2" -> {
            double otherwise = tree instanceof String ? 0.01 : 0;
            yield L1L2.of(from.number("l1", otherwise), from.number("l2", otherwise));
          }
          case "orthogonalregularizer" ->
              OrthogonalRegularizer.of(from.number("factor", 0.01))
                  .withMode(from.choice("mode", OrthogonalRegularizer.Mode.ROWS));
          case String name -> throw new UnsupportedOperationException("regularizer " + name);
        };
    from.refuseTheRest();
    return regularizer;
  }

  static @Nullable Map<String, @Nullable Object> write(@Nullable Regularizer regularizer) {
    var to = new KerasFields();
    return switch (regularizer) {
      case null -> null;
      case L1(float l1) -> object("L1", to.number("l1", l1));
      case L2(float l2) -> object("L2", to.number("l2", l2));
      case L1L2(float l1, float l2) -> object("L1L2", to.number("l1", l1).number("l2", l2));
      case OrthogonalRegularizer(float factor, var mode) ->
          object("OrthogonalRegularizer", to.number("factor", factor).choice("mode", mode));
      default -> throw new UnsupportedOperationException("Keras has no regularizer " + regularizer);
    };
  }

  private static Map<String, @Nullable Object> object(String className, KerasFields fields) {
    return KerasConfig.object("keras.regularizers", className, fields.config());
  }
}
