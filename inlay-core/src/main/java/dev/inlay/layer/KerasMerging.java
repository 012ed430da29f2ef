package dev.inlay.layer;

import java.util.List;

/** Keras's layers that make one value of several. */
final class KerasMerging {
  static final List<KerasClass<?>> CLASSES =
      List.of(
          KerasClass.plain("Add", Add.of()),
          KerasClass.plain("Subtract", Subtract.of()),
          KerasClass.plain("Multiply", Multiply.of()),
          KerasClass.plain("Average", Average.of()),
          KerasClass.plain("Maximum", Maximum.of()),
          KerasClass.plain("Minimum", Minimum.of()),
          new KerasClass<>(
              "Concatenate",
              Concatenate.class,
              from -> Concatenate.of(from.integer("axis", -1)),
              (concatenate, to) -> to.put("axis", concatenate.axis())),
          // What joins the features of a feature space.
          new KerasClass<>(
              "TFDConcat",
              Concatenate.class,
              from -> Concatenate.of(from.integer("axis", -1)),
              (concatenate, to) -> to.put("axis", concatenate.axis())),
          new KerasClass<>(
              "Dot",
              Dot.class,
              from ->
                  new Dot(from.integers("axes"), false)
                      .withNormalize(from.flag("normalize", false)),
              (dot, to) ->
                  to.put("axes", KerasFields.axes(dot.axes())).put("normalize", dot.normalize())));

  private KerasMerging() {}
}
