package dev.inlay.layer;

import dev.inlay.graph.Window.Padding;
import java.util.List;
import java.util.function.Function;

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
    return KerasClass.of(
        type,
        form ->
            pool.withWindow(
                form.always("data_format", "channels_last")
                    .part(Windowed::window, window -> window(window, axes))));
  }

  private static WindowOptions window(KerasForm<WindowOptions> form, int axes) {
    List<Integer> size = form.lengths("pool_size", axes, List.of(2), WindowOptions::size);
    return new WindowOptions(
        size,
        form.lengths("strides", axes, size, WindowOptions::strides),
        form.choice("padding", Padding.VALID, WindowOptions::padding));
  }

  private static <L extends Layer> KerasClass<L> global(
      Class<L> type, Function<Boolean, L> made, Function<L, Boolean> keepDims) {
    return KerasClass.of(
        type,
        form ->
            made.apply(
                form.always("data_format", "channels_last").flag("keepdims", false, keepDims)));
  }

  private static <L extends Layer> KerasClass<L> adaptive(
      Class<L> type, Function<int[], L> made, Function<L, List<Integer>> outputSize) {
    return KerasClass.of(
        type,
        form ->
            made.apply(
                KerasConvolution.array(
                    form.always("data_format", "channels_last").axes("output_size", outputSize))));
  }
}
