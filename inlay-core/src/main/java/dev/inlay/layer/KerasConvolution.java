package dev.inlay.layer;

import dev.inlay.graph.Window.Padding;
import java.util.List;

/** Keras's layers that slide windows over space or fold it. */
final class KerasConvolution {
  static final List<KerasClass<?>> CLASSES =
      List.of(
          new KerasClass<>(
              "Conv1D", Conv1D.class, KerasConvolution::conv1D, KerasConvolution::write),
          new KerasClass<>(
              "GlobalAveragePooling1D",
              GlobalAveragePooling1D.class,
              from -> GlobalAveragePooling1D.of().withKeepDims(from.flag("keepdims", false)),
              (pooling, to) ->
                  to.put("data_format", "channels_last").put("keepdims", pooling.keepDims())),
          new KerasClass<>(
              "GlobalMaxPooling1D",
              GlobalMaxPooling1D.class,
              from -> GlobalMaxPooling1D.of().withKeepDims(from.flag("keepdims", false)),
              (pooling, to) ->
                  to.put("data_format", "channels_last").put("keepdims", pooling.keepDims())));

  private KerasConvolution() {}

  private static Conv1D conv1D(KerasSettings from) {
    return Conv1D.of(
            from.integer("filters"), from.integer("kernel_size"), from.activation("activation"))
        .withStrides(from.integer("strides", 1))
        .withPadding(from.choice("padding", Padding.VALID))
        .withDilationRate(from.integer("dilation_rate", 1))
        .withGroups(from.integer("groups", 1))
        .withUseBias(from.flag("use_bias", true))
        .withKernel(from.weight("kernel", Initializers.GLOROT_UNIFORM))
        .withBias(from.weight("bias", Initializers.ZEROS))
        .withActivityRegularizer(from.regularizer("activity_regularizer"));
  }

  private static void write(Conv1D conv, KerasFields to) {
    to.put("filters", conv.filters())
        .put("kernel_size", List.of(conv.kernelSize()))
        .put("strides", List.of(conv.strides()))
        .choice("padding", conv.padding())
        .put("data_format", "channels_last")
        .put("dilation_rate", List.of(conv.dilationRate()))
        .put("groups", conv.groups())
        .activation("activation", conv.activation())
        .put("use_bias", conv.useBias())
        .weight("kernel", conv.kernel())
        .weight("bias", conv.bias())
        .regularizer("activity_regularizer", conv.activityRegularizer());
  }
}
