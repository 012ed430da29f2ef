package dev.inlay.layer;

import dev.inlay.graph.Window.Padding;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Keras's convolutions. */
final class KerasConvolution {
  static final List<KerasClass<?>> CLASSES =
      List.of(
          row(
              Conv1D.class,
              from -> Conv1D.of(from.integer("filters"), 1).withGroups(from.integer("groups", 1)),
              (conv, to) -> to.put("filters", conv.filters()).put("groups", conv.groups())),
          row(
              Conv2D.class,
              from -> Conv2D.of(from.integer("filters"), 1).withGroups(from.integer("groups", 1)),
              (conv, to) -> to.put("filters", conv.filters()).put("groups", conv.groups())),
          row(
              Conv3D.class,
              from -> Conv3D.of(from.integer("filters"), 1).withGroups(from.integer("groups", 1)),
              (conv, to) -> to.put("filters", conv.filters()).put("groups", conv.groups())),
          new KerasClass<>(
              "Conv1DTranspose",
              Conv1DTranspose.class,
              from ->
                  kernel(from, Conv1DTranspose.of(from.integer("filters"), 1), "kernel")
                      .withOutputPadding(array(from.integers("output_padding"))),
              (conv, to) -> transposed(conv, conv.filters(), conv.outputPadding(), to)),
          new KerasClass<>(
              "Conv2DTranspose",
              Conv2DTranspose.class,
              from ->
                  kernel(from, Conv2DTranspose.of(from.integer("filters"), 1), "kernel")
                      .withOutputPadding(array(from.integers("output_padding"))),
              (conv, to) -> transposed(conv, conv.filters(), conv.outputPadding(), to)),
          new KerasClass<>(
              "Conv3DTranspose",
              Conv3DTranspose.class,
              from ->
                  kernel(from, Conv3DTranspose.of(from.integer("filters"), 1), "kernel")
                      .withOutputPadding(array(from.integers("output_padding"))),
              (conv, to) -> transposed(conv, conv.filters(), conv.outputPadding(), to)),
          new KerasClass<>(
              "DepthwiseConv1D",
              DepthwiseConv1D.class,
              from ->
                  kernel(plain(from), DepthwiseConv1D.of(1), "depthwise")
                      .withDepthMultiplier(from.integer("depth_multiplier", 1)),
              (conv, to) -> depthwise(conv, conv.depthMultiplier(), to)),
          new KerasClass<>(
              "DepthwiseConv2D",
              DepthwiseConv2D.class,
              from ->
                  kernel(plain(from), DepthwiseConv2D.of(1), "depthwise")
                      .withDepthMultiplier(from.integer("depth_multiplier", 1)),
              (conv, to) -> depthwise(conv, conv.depthMultiplier(), to)),
          new KerasClass<>(
              "SeparableConv1D",
              SeparableConv1D.class,
              from ->
                  convolution(plain(from), SeparableConv1D.of(from.integer("filters"), 1))
                      .withDepthMultiplier(from.integer("depth_multiplier", 1))
                      .withDepthwise(from.weight("depthwise", Initializers.GLOROT_UNIFORM))
                      .withPointwise(from.weight("pointwise", Initializers.GLOROT_UNIFORM)),
              (conv, to) -> {
                to.put("filters", conv.filters()).put("depth_multiplier", conv.depthMultiplier());
                write(conv, to.weight("depthwise", conv.depthwise()));
                to.weight("pointwise", conv.pointwise());
              }),
          new KerasClass<>(
              "SeparableConv2D",
              SeparableConv2D.class,
              from ->
                  convolution(plain(from), SeparableConv2D.of(from.integer("filters"), 1))
                      .withDepthMultiplier(from.integer("depth_multiplier", 1))
                      .withDepthwise(from.weight("depthwise", Initializers.GLOROT_UNIFORM))
                      .withPointwise(from.weight("pointwise", Initializers.GLOROT_UNIFORM)),
              (conv, to) -> {
                to.put("filters", conv.filters()).put("depth_multiplier", conv.depthMultiplier());
                write(conv, to.weight("depthwise", conv.depthwise()));
                to.weight("pointwise", conv.pointwise());
              }));

  private KerasConvolution() {}

  private static <L extends KernelConvolution<L>> KerasClass<L> row(
      Class<L> type, Function<KerasSettings, L> reader, BiConsumer<L, KerasFields> writer) {
    return new KerasClass<>(
        type.getSimpleName(),
        type,
        from -> kernel(from, reader.apply(from), "kernel"),
        (conv, to) -> {
          writer.accept(conv, to);
          write(conv, to.weight("kernel", conv.kernel()));
        });
  }

  /** What all convolutions have: the window, the gaps in it, bias and activation. */
  private static <L extends Convolution<L>> L convolution(KerasSettings from, L conv) {
    int axes = conv.window().axes();
    return conv.withWindow(
            new WindowOptions(
                WindowOptions.each("kernel_size", axes, array(from.integers("kernel_size"))),
                WindowOptions.each("strides", axes, array(from.integers("strides", 1))),
                from.choice("padding", Padding.VALID)))
        .withDilationRate(array(from.integers("dilation_rate", 1)))
        .withOutput(
            new OutputOptions(
                from.activation("activation"),
                from.flag("use_bias", true),
                from.weight("bias", Initializers.ZEROS),
                from.regularizer("activity_regularizer")));
  }

  /** A convolution with one kernel, whose settings begin with {@code name}. */
  private static <L extends KernelConvolution<L>> L kernel(
      KerasSettings from, L conv, String name) {
    return convolution(from, conv).withKernel(from.weight(name, Initializers.GLOROT_UNIFORM));
  }

  /** Without the settings of a plain convolution, which Keras 2 wrote down here though unused. */
  private static KerasSettings plain(KerasSettings from) {
    from.drop("groups", "kernel_initializer", "kernel_regularizer", "kernel_constraint");
    return from;
  }

  private static void write(Convolution<?> conv, KerasFields to) {
    OutputOptions output = conv.output();
    to.put("kernel_size", conv.window().size())
        .put("strides", conv.window().strides())
        .choice("padding", conv.window().padding())
        .put("data_format", "channels_last")
        .put("dilation_rate", conv.dilationRate())
        .activation("activation", output.activation())
        .put("use_bias", output.useBias())
        .weight("bias", output.bias())
        .regularizer("activity_regularizer", output.activityRegularizer());
  }

  private static void transposed(
      KernelConvolution<?> conv, int filters, List<Integer> outputPadding, KerasFields to) {
    to.put("filters", filters)
        .put("output_padding", outputPadding.isEmpty() ? null : outputPadding)
        .weight("kernel", conv.kernel());
    write(conv, to);
  }

  private static void depthwise(KernelConvolution<?> conv, int depthMultiplier, KerasFields to) {
    to.put("depth_multiplier", depthMultiplier).weight("depthwise", conv.kernel());
    write(conv, to);
  }

  static int[] array(List<Integer> values) {
    return values.stream().mapToInt(i -> i).toArray();
  }
}
