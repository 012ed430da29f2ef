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
          concatenate("Concatenate"),
          // What joins the features of a feature space.
          concatenate("TFDConcat"),
          KerasClass.of(
              Dot.class,
              form ->
                  new Dot(
                      form.special(
                          from -> from.integers("axes"),
                          Dot::axes,
                          (axes, to) -> to.put("axes", KerasFields.axes(axes))),
                      form.flag("normalize", false, Dot::normalize))));

  private KerasMerging() {}

  private static KerasClass<Concatenate> concatenate(String className) {
    return KerasClass.of(
        className,
        Concatenate.class,
        form -> Concatenate.of(form.integer("axis", -1, Concatenate::axis)));
  }
}
