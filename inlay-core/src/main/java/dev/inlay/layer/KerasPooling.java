package dev.inlay.layer;

import dev.inlay.graph.Window.Padding;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** Keras's layers that fold space. */
final class KerasPooling {
  static final List<KerasClass<?>> CLASSES =
      List.of(
          sliding(MaxPooling1D.class, MaxPooling1D.of(2)),
          sliding(MaxPooling2D.class, MaxPooling2D.of(2)),
          sliding(MaxPooling3D.class, MaxPooling3D.of(2)),
          sliding(AveragePooling1D.class, AveragePooling1D.of(2)),
          sliding(AveragePooling2D.class, AveragePooling2D.of(2)),
          sliding(AveragePooling3D.class, AveragePooling3D.of(2)),
          global(GlobalMaxPooling1D.class, GlobalMaxPooling1D::new, GlobalMaxPooling1D::keepDims),
          global(GlobalMaxPooling2D.class, GlobalMaxPooling2D::new, GlobalMaxPooling2D::keepDims),
          global(GlobalMaxPooling3D.class, GlobalMaxPooling3D::new, GlobalMaxPooling3D::keepDims),
          global(
              GlobalAveragePooling1D.class,
              GlobalAveragePooling1D::new,
              GlobalAveragePooling1D::keepDims),
          global(
              GlobalAveragePooling2D.class,
              GlobalAveragePooling2D::new,
              GlobalAveragePooling2D::keepDims),
          global(
              GlobalAveragePooling3D.class,
              GlobalAveragePooling3D::new,
              GlobalAveragePooling3D::keepDims),
          adaptive(
              AdaptiveMaxPooling1D.class,
              AdaptiveMaxPooling1D::of,
              AdaptiveMaxPooling1D::outputSize),
          adaptive(
              AdaptiveMaxPooling2D.class,
              AdaptiveMaxPooling2D::of,
              AdaptiveMaxPooling2D::outputSize),
          adaptive(
              AdaptiveMaxPooling3D.class,
              AdaptiveMaxPooling3D::of,
              AdaptiveMaxPooling3D::outputSize),
          adaptive(
              AdaptiveAveragePooling1D.class,
              AdaptiveAveragePooling1D::of,
              AdaptiveAveragePooling1D::outputSize),
          adaptive(
              AdaptiveAveragePooling2D.class,
              AdaptiveAveragePooling2D::of,
              AdaptiveAveragePooling2D::outputSize),
          adaptive(
              AdaptiveAveragePooling3D.class,
              AdaptiveAveragePooling3D::of,
              AdaptiveAveragePooling3D::outputSize));

  private KerasPooling() {}

  private static <L extends Windowed<L>> KerasClass<L> sliding(Class<L> type, L pool) {
    int axes = pool.window().axes();
    return new KerasClass<>(
        type.getSimpleName(),
        type,
        from -> {
          int[] size = KerasConvolution.array(from.integers("pool_size", 2));
          int[] strides = KerasConvolution.array(from.integers("strides"));
          return pool.withWindow(
              WindowOptions.of(axes, size)
                  .withStrides(strides.length == 0 ? size : strides)
                  .withPadding(from.choice("padding", Padding.VALID)));
        },
        (layer, to) ->
            to.put("pool_size", layer.window().size())
                .put("strides", layer.window().strides())
                .choice("padding", layer.window().padding())
                .put("data_format", "channels_last"));
  }

  private static <L extends Layer> KerasClass<L> global(
      Class<L> type, Function<Boolean, L> reader, Predicate<L> keepDims) {
    return new KerasClass<>(
        type.getSimpleName(),
        type,
        from -> reader.apply(from.flag("keepdims", false)),
        (layer, to) ->
            to.put("data_format", "channels_last").put("keepdims", keepDims.test(layer)));
  }

  private static <L extends Layer> KerasClass<L> adaptive(
      Class<L> type, Function<int[], L> reader, Function<L, List<Integer>> outputSize) {
    return new KerasClass<>(
        type.getSimpleName(),
        type,
        from -> reader.apply(KerasConvolution.array(from.integers("output_size"))),
        (layer, to) ->
            to.put("output_size", outputSize.apply(layer)).put("data_format", "channels_last"));
  }
}
