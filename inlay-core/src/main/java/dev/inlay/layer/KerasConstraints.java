package dev.inlay.layer;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rules for weights as Keras writes them. */
final class KerasConstraints {
  private KerasConstraints() {}

  static @Nullable Constraint read(@Nullable Object tree) {
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

  static @Nullable Map<String, @Nullable Object> write(@Nullable Constraint constraint) {
    var to = new KerasFields();
    return switch (constraint) {
      case null -> null;
      case MaxNorm(float max, var axis) ->
          object("MaxNorm", to.number("max_value", max).put("axis", KerasFields.axes(axis)));
      case MinMaxNorm(float min, float max, float rate, var axis) ->
          object(
              "MinMaxNorm",
              to.number("min_value", min)
                  .number("max_value", max)
                  .number("rate", rate)
                  .put("axis", KerasFields.axes(axis)));
      case UnitNorm(var axis) -> object("UnitNorm", to.put("axis", KerasFields.axes(axis)));
      case NonNeg _ -> object("NonNeg", to);
      default -> throw new UnsupportedOperationException("Keras has no constraint " + constraint);
    };
  }

  private static Map<String, @Nullable Object> object(String className, KerasFields fields) {
    return KerasConfig.object("keras.constraints", className, fields.config());
  }
}
