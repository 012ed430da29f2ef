package dev.inlay.layer;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keras's layers that only move elements. */
final class KerasReshaping {
  static final List<KerasClass<?>> CLASSES =
      List.of(
          new KerasClass<>(
              "Flatten",
              Flatten.class,
              _ -> Flatten.of(),
              (_, to) -> to.put("data_format", "channels_last")),
          new KerasClass<>(
              "Reshape",
              Reshape.class,
              from -> Reshape.of(KerasConvolution.array(from.lengths("target_shape"))),
              (reshape, to) -> to.put("target_shape", reshape.targetShape())),
          new KerasClass<>(
              "Permute",
              Permute.class,
              from -> new Permute(from.integers("dims")),
              (permute, to) -> to.put("dims", permute.dims())),
          new KerasClass<>(
              "RepeatVector",
              RepeatVector.class,
              from -> RepeatVector.of(from.integer("n")),
              (repeat, to) -> to.put("n", repeat.n())),
          new KerasClass<>(
              "Cropping1D",
              Cropping1D.class,
              from -> new Cropping1D(margins(from, "cropping", 1, 1).getFirst()),
              (layer, to) -> to.put("cropping", list(layer.steps()))),
          new KerasClass<>(
              "Cropping2D",
              Cropping2D.class,
              from -> {
                List<Margin> all = margins(from, "cropping", 2, 0);
                return new Cropping2D(all.get(0), all.get(1));
              },
              (layer, to) -> write("cropping", to, layer.height(), layer.width())),
          new KerasClass<>(
              "Cropping3D",
              Cropping3D.class,
              from -> {
                List<Margin> all = margins(from, "cropping", 3, 1);
                return new Cropping3D(all.get(0), all.get(1), all.get(2));
              },
              (layer, to) -> write("cropping", to, layer.depth(), layer.height(), layer.width())),
          new KerasClass<>(
              "ZeroPadding1D",
              ZeroPadding1D.class,
              from -> new ZeroPadding1D(margins(from, "padding", 1, 1).getFirst()),
              (layer, to) ->
                  to.put("padding", list(layer.steps())).put("data_format", "channels_last")),
          new KerasClass<>(
              "ZeroPadding2D",
              ZeroPadding2D.class,
              from -> {
                List<Margin> all = margins(from, "padding", 2, 1);
                return new ZeroPadding2D(all.get(0), all.get(1));
              },
              (layer, to) -> write("padding", to, layer.height(), layer.width())),
          new KerasClass<>(
              "ZeroPadding3D",
              ZeroPadding3D.class,
              from -> {
                List<Margin> all = margins(from, "padding", 3, 1);
                return new ZeroPadding3D(all.get(0), all.get(1), all.get(2));
              },
              (layer, to) -> write("padding", to, layer.depth(), layer.height(), layer.width())),
          new KerasClass<>(
              "UpSampling1D",
              UpSampling1D.class,
              from -> UpSampling1D.of(from.integer("size", 2)),
              (layer, to) -> to.put("size", layer.size())),
          new KerasClass<>(
              "UpSampling2D",
              UpSampling2D.class,
              from -> {
                List<Integer> size = size(from, 2);
                return UpSampling2D.of(size.get(0), size.get(1))
                    .withInterpolation(from.choice("interpolation", Interpolation.NEAREST));
              },
              (layer, to) ->
                  to.put("size", List.of(layer.height(), layer.width()))
                      .put("data_format", "channels_last")
                      .choice("interpolation", layer.interpolation())),
          new KerasClass<>(
              "UpSampling3D",
              UpSampling3D.class,
              from -> {
                List<Integer> size = size(from, 3);
                return UpSampling3D.of(size.get(0), size.get(1), size.get(2));
              },
              (layer, to) ->
                  to.put("size", List.of(layer.depth(), layer.height(), layer.width()))
                      .put("data_format", "channels_last")));

  private KerasReshaping() {}

  private static List<Integer> size(KerasSettings from, int axes) {
    return WindowOptions.each("size", axes, KerasConvolution.array(from.integers("size", 2)));
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

  private static void write(String key, KerasFields to, Margin... margins) {
    to.put(key, Stream.of(margins).map(KerasReshaping::list).toList())
        .put("data_format", "channels_last");
  }
}
