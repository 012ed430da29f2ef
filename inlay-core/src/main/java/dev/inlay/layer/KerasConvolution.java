package dev.inlay.layer;

import dev.inlay.graph.Window.Padding;
import java.util.List;
import java.util.function.Function;

/** Keras's convolutions. */
final class KerasConvolution {
  /** The lengths where Keras says none. */
  private static final List<Integer> ONE = List.of(1);

  static final List<KerasClass<?>> CLASSES =
      List.of(
          plain(
              Conv1D.class,
              form ->
                  Conv1D.of(form.integer("filters", Conv1D::filters), 1)
                      .withGroups(form.integer("groups", 1, Conv1D::groups))),
          plain(
              Conv2D.class,
              form ->
                  Conv2D.of(form.integer("filters", Conv2D::filters), 1)
                      .withGroups(form.integer("groups", 1, Conv2D::groups))),
          plain(
              Conv3D.class,
              form ->
                  Conv3D.of(form.integer("filters", Conv3D::filters), 1)
                      .withGroups(form.integer("groups", 1, Conv3D::groups))),
          KerasClass.of(
              Conv1DTranspose.class,
              form ->
                  kernel(
                          form,
                          Conv1DTranspose.of(form.integer("filters", Conv1DTranspose::filters), 1),
                          "kernel")
                      .withOutputPadding(
                          array(form.axes("output_padding", Conv1DTranspose::outputPadding)))),
          KerasClass.of(
              Conv2DTranspose.class,
              form ->
                  kernel(
                          form,
                          Conv2DTranspose.of(form.integer("filters", Conv2DTranspose::filters), 1),
                          "kernel")
                      .withOutputPadding(
                          array(form.axes("output_padding", Conv2DTranspose::outputPadding)))),
          KerasClass.of(
              Conv3DTranspose.class,
              form ->
                  kernel(
                          form,
                          Conv3DTranspose.of(form.integer("filters", Conv3DTranspose::filters), 1),
                          "kernel")
                      .withOutputPadding(
                          array(form.axes("output_padding", Conv3DTranspose::outputPadding)))),
          KerasClass.of(
              DepthwiseConv1D.class,
              form ->
                  kernel(apart(form), DepthwiseConv1D.of(1), "depthwise")
                      .withDepthMultiplier(
                          form.integer("depth_multiplier", 1, DepthwiseConv1D::depthMultiplier))),
          KerasClass.of(
              DepthwiseConv2D.class,
              form ->
                  kernel(apart(form), DepthwiseConv2D.of(1), "depthwise")
                      .withDepthMultiplier(
                          form.integer("depth_multiplier", 1, DepthwiseConv2D::depthMultiplier))),
          KerasClass.of(
              SeparableConv1D.class,
              form ->
                  convolution(
                          apart(form),
                          SeparableConv1D.of(form.integer("filters", SeparableConv1D::filters), 1))
                      .withDepthMultiplier(
                          form.integer("depth_multiplier", 1, SeparableConv1D::depthMultiplier))
                      .withDepthwise(
                          form.weight(
                              "depthwise", Initializers.GLOROT_UNIFORM, SeparableConv1D::depthwise))
                      .withPointwise(
                          form.weight(
                              "pointwise",
                              Initializers.GLOROT_UNIFORM,
                              SeparableConv1D::pointwise))),
          KerasClass.of(
              SeparableConv2D.class,
              form ->
                  convolution(
                          apart(form),
                          SeparableConv2D.of(form.integer("filters", SeparableConv2D::filters), 1))
                      .withDepthMultiplier(
                          form.integer("depth_multiplier", 1, SeparableConv2D::depthMultiplier))
                      .withDepthwise(
                          form.weight(
                              "depthwise", Initializers.GLOROT_UNIFORM, SeparableConv2D::depthwise))
                      .withPointwise(
                          form.weight(
                              "pointwise",
                              Initializers.GLOROT_UNIFORM,
                              SeparableConv2D::pointwise))));

  private KerasConvolution() {}

  private static <L extends KernelConvolution<L>> KerasClass<L> plain(
      Class<L> type, Function<KerasForm<L>, L> form) {
    return KerasClass.of(type, all -> kernel(all, form.apply(all), "kernel"));
  }

  /** A convolution with one kernel, whose settings begin with {@code name}. */
  private static <L extends KernelConvolution<L>> L kernel(KerasForm<L> form, L conv, String name) {
    return convolution(form, conv)
        .withKernel(form.weight(name, Initializers.GLOROT_UNIFORM, KernelConvolution::kernel));
  }

  /** What all convolutions have: the window, the gaps in it, bias and activation. */
  private static <L extends Convolution<L>> L convolution(KerasForm<L> form, L conv) {
    int axes = conv.window().axes();
    return conv.withWindow(form.part(Convolution::window, part -> window(part, axes)))
        .withDilationRate(
            array(form.lengths("dilation_rate", axes, ONE, Convolution::dilationRate)))
        .withOutput(form.part(Convolution::output, KerasConvolution::output));
  }

  static WindowOptions window(KerasForm<WindowOptions> form, int axes) {
    form.always("data_format", "channels_last");
    return new WindowOptions(
        form.lengths("kernel_size", axes, List.of(), WindowOptions::size),
        form.lengths("strides", axes, ONE, WindowOptions::strides),
        form.choice("padding", Padding.VALID, WindowOptions::padding));
  }

  private static OutputOptions output(KerasForm<OutputOptions> form) {
    return new OutputOptions(
        form.activation("activation", Activations.LINEAR, OutputOptions::activation),
        form.flag("use_bias", true, OutputOptions::useBias),
        form.weight("bias", Initializers.ZEROS, OutputOptions::bias),
        form.regularizer("activity_regularizer", OutputOptions::activityRegularizer));
  }

  /** Without the settings of a plain convolution, which Keras 2 wrote down here though unused. */
  private static <L> KerasForm<L> apart(KerasForm<L> form) {
    return form.ignore("groups", "kernel_initializer", "kernel_regularizer", "kernel_constraint");
  }

  static int[] array(List<Integer> values) {
    return values.stream().mapToInt(i -> i).toArray();
  }
}
