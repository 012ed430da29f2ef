package dev.inlay.layer;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keras's layers that only move elements. */
final class KerasReshaping {
  static final List<KerasClass<?>> CLASSES =
      List.of(
          KerasClass.of(
              Flatten.class,
              form -> {
                form.always("data_format", "channels_last");
                return Flatten.of();
              }),
          KerasClass.of(
              Reshape.class,
              form ->
                  new Reshape(
                      form.special(
                          from -> from.lengths("target_shape"),
                          Reshape::targetShape,
                          (lengths, to) -> to.put("target_shape", lengths)))),
          KerasClass.of(
              Permute.class, form -> new Permute(form.integers("dims", List.of(), Permute::dims))),
          KerasClass.of(
              RepeatVector.class, form -> RepeatVector.of(form.integer("n", RepeatVector::n))),
          KerasClass.of(
              Cropping1D.class,
              form -> new Cropping1D(margin(form, "cropping", 1, Cropping1D::steps))),
          KerasClass.of(
              Cropping2D.class,
              form -> {
                List<Margin> all =
                    margins(form, "cropping", 2, 0, l -> List.of(l.height(), l.width()));
                return new Cropping2D(all.get(0), all.get(1));
              }),
          KerasClass.of(
              Cropping3D.class,
              form -> {
                List<Margin> all =
                    margins(form, "cropping", 3, 1, l -> List.of(l.depth(), l.height(), l.width()));
                return new Cropping3D(all.get(0), all.get(1), all.get(2));
              }),
          KerasClass.of(
              ZeroPadding1D.class,
              form ->
                  new ZeroPadding1D(
                      margin(
                          form.always("data_format", "channels_last"),
                          "padding",
                          1,
                          ZeroPadding1D::steps))),
          KerasClass.of(
              ZeroPadding2D.class,
              form -> {
                List<Margin> all =
                    margins(form, "padding", 2, 1, l -> List.of(l.height(), l.width()));
                return new ZeroPadding2D(all.get(0), all.get(1));
              }),
          KerasClass.of(
              ZeroPadding3D.class,
              form -> {
                List<Margin> all =
                    margins(form, "padding", 3, 1, l -> List.of(l.depth(), l.height(), l.width()));
                return new ZeroPadding3D(all.get(0), all.get(1), all.get(2));
              }),
          KerasClass.of(
              UpSampling1D.class,
              form -> new UpSampling1D(form.integer("size", 2, UpSampling1D::size))),
          KerasClass.of(
              UpSampling2D.class,
              form -> {
                List<Integer> size = size(form, 2, l -> List.of(l.height(), l.width()));
                return UpSampling2D.of(size.get(0), size.get(1))
                    .withInterpolation(
                        form.choice(
                            "interpolation", Interpolation.NEAREST, UpSampling2D::interpolation));
              }),
          KerasClass.of(
              UpSampling3D.class,
              form -> {
                List<Integer> size = size(form, 3, l -> List.of(l.depth(), l.height(), l.width()));
                return UpSampling3D.of(size.get(0), size.get(1), size.get(2));
              }));

  private KerasReshaping() {}

  private static <L> List<Integer> size(
      KerasForm<L> form, int axes, Function<L, List<Integer>> of) {
    return form.always("data_format", "channels_last").lengths("size", axes, List.of(2), of);
  }

  /** The margin of the only axis. */
  private static <L> Margin margin(
      KerasForm<L> form, String key, int otherwise, Function<L, Margin> of) {
    return form.special(
        from -> margins(from, key, 1, otherwise).getFirst(),
        of,
        (margin, to) -> to.put(key, list(margin)));
  }

  /** The margins of several axes. */
  private static <L> List<Margin> margins(
      KerasForm<L> form, String key, int axes, int otherwise, Function<L, List<Margin>> of) {
    return form.always("data_format", "channels_last")
        .special(
            from -> margins(from, key, axes, otherwise),
            of,
            (margins, to) -> to.put(key, margins.stream().map(KerasReshaping::list).toList()));
  }

  /**
   * The margins of each axis: one number for all, or for each axis a number or two. Of a single
   * axis, the two stand alone.
   */
  private static List<Margin> margins(KerasSettings from, String key, int axes, int otherwise) {
    Object tree = from.object(key);
    Stream<?> each =
        switch (tree) {
          case null -> Stream.generate(() -> otherwise).limit(axes);
          case List<?> list when axes > 1 && list.size() == axes -> list.stream();
          case Object all when axes > 1 && all instanceof List<?> ->
              throw new IllegalArgumentException(
                  "%s %s; give one number or two for each of %d axes".formatted(key, all, axes));
          case Object all -> Stream.generate(() -> all).limit(axes);
        };
    return each.map(margin -> margin(key, margin)).toList();
  }

  private static Margin margin(String key, @Nullable Object tree) {
    return switch (tree) {
      case Number n -> Margin.of(n.intValue());
      case List<?> two
          when two.size() == 2
              && two.get(0) instanceof Number a
              && two.get(1) instanceof Number b ->
          new Margin(a.intValue(), b.intValue());
      case null, default ->
          throw new IllegalArgumentException(
              "%s %s; give a number, or one for each end".formatted(key, tree));
    };
  }

  private static List<Integer> list(Margin margin) {
    return List.of(margin.before(), margin.after());
  }
}
