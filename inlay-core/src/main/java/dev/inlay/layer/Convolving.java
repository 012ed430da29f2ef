package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.graph.Window;
import dev.inlay.graph.Window.Conv;
import dev.inlay.graph.Window.Padding;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What convolutions compute, over any number of axes. */
final class Convolving {
  private Convolving() {}

  /** Checks what every convolution over so many axes of space is made of. */
  static void check(int axes, WindowOptions window, List<Integer> dilationRate) {
    WindowOptions.atLeastOne("dilation rates", dilationRate);
    if (window.axes() != axes || dilationRate.size() != axes) {
      throw new IllegalArgumentException(
          "window sizes %s and dilation rates %s; give one of each for each of %d axes"
              .formatted(window.size(), dilationRate, axes));
    }
  }

  /** A check of those that, as in Keras, don't take strides and gaps together. */
  static void checkOneOf(WindowOptions window, List<Integer> dilationRate) {
    if (Collections.max(window.strides()) > 1 && Collections.max(dilationRate) > 1) {
      throw new IllegalArgumentException(
          "strides %s and dilation rate %s: as in Keras, one of them is 1"
              .formatted(window.strides(), dilationRate));
    }
  }

  /** Checks what a convolution of groups of channels is made of. */
  static void checkGrouped(
      int axes, int filters, WindowOptions window, List<Integer> dilationRate, int groups) {
    check(axes, window, dilationRate);
    checkOneOf(window, dilationRate);
    atLeastOne("filters", filters);
    if (groups < 1 || filters % groups != 0) {
      throw new IllegalArgumentException(
          "Conv%dD(filters %d, groups %d): the groups share the filters evenly"
              .formatted(axes, filters, groups));
    }
  }

  /**
   * Checks what a transposed convolution is made of. As in Keras, windows that are spread have no
   * end to be cut off, and padding is below stride.
   */
  static void checkTransposed(
      int axes,
      int filters,
      WindowOptions window,
      List<Integer> dilationRate,
      List<Integer> outputPadding) {
    check(axes, window, dilationRate);
    checkOneOf(window, dilationRate);
    refuseCausal(window);
    atLeastOne("filters", filters);
    for (int i = 0; i < outputPadding.size(); i++) {
      int padding = outputPadding.get(i);
      if (outputPadding.size() != window.axes()
          || padding < 0
          || padding >= window.strides().get(i)) {
        throw new IllegalArgumentException(
            "output padding %s with strides %s: give each axis a length from 0 to stride - 1"
                .formatted(outputPadding, window.strides()));
      }
    }
  }

  /** Paddings of the output, one for each axis; none for the length that follows from strides. */
  static List<Integer> paddings(int axes, int... outputPadding) {
    return outputPadding.length == 0
        ? List.of()
        : WindowOptions.each("output paddings", axes, outputPadding);
  }

  static void refuseCausal(WindowOptions window) {
    if (window.padding() == Padding.CAUSAL) {
      throw new IllegalArgumentException("has no CAUSAL padding; use VALID or SAME");
    }
  }

  static void atLeastOne(String what, int n) {
    if (n < 1) {
      throw new IllegalArgumentException("%s is %d; give 1 or more".formatted(what, n));
    }
  }

  /** The only input, of as many axes of space as the layer has; masked steps are zeros. */
  static Node input(Windowed<?> layer, Scope scope, Node... inputs) {
    return Masks.zeroed(spatial(layer.window().axes(), inputs), scope.mask(inputs[0]));
  }

  /** The only input, {@code [batch, space…, channels]}. */
  static Node spatial(int axes, Node... inputs) {
    String space = axes == 1 ? "steps" : axes == 2 ? "height, width" : "depth, height, width";
    return Inputs.ofRank(axes + 2, "[batch, %s, channels]".formatted(space), inputs);
  }

  /** The layer's kernel over so many inputs and outputs. */
  static Node weight(
      Windowed<?> layer, Scope scope, String name, WeightOptions options, int inputs, int outputs) {
    return scope.weight(name, sized(layer.window().size()).append(inputs).append(outputs), options);
  }

  private static Shape sized(List<Integer> size) {
    return Shape.of(size.stream().mapToInt(i -> i).toArray());
  }

  static Conv conv(Convolution<?> layer, int groups) {
    WindowOptions window = layer.window();
    return new Conv(window.strides(), window.padding(), layer.dilationRate(), groups);
  }

  /** A convolution of each group of channels. */
  static Node grouped(
      KernelConvolution<?> layer, int filters, int groups, Scope scope, Node... inputs) {
    Node x = input(layer, scope, inputs);
    int channels = Inputs.known(x, -1);
    if (channels % groups != 0) {
      throw new IllegalArgumentException(
          "%d groups can't share %d channels evenly".formatted(groups, channels));
    }
    Node kernel = weight(layer, scope, "kernel", layer.kernel(), channels / groups, filters);
    return finish(layer, scope, inputs[0], scope.graph().add(conv(layer, groups), x, kernel));
  }

  /** Windows of x spread over the result. */
  static Node transposed(
      KernelConvolution<?> layer,
      int filters,
      List<Integer> outputPadding,
      Scope scope,
      Node... inputs) {
    Node x = spatial(layer.window().axes(), inputs);
    Node kernel = weight(layer, scope, "kernel", layer.kernel(), filters, Inputs.known(x, -1));
    var op = new Window.ConvTranspose(conv(layer, 1), outputPadding);
    return layer.output().of(scope, scope.graph().add(op, x, kernel));
  }

  /** A convolution of each channel for itself with {@code multiplier} kernels. */
  static Node depthwise(
      Convolution<?> layer,
      String name,
      WeightOptions options,
      int multiplier,
      Scope scope,
      Node... inputs) {
    Node x = input(layer, scope, inputs);
    int channels = Inputs.known(x, -1);
    Node kernel = weight(layer, scope, name, options, channels, multiplier);
    // One group for each channel: filters lie as Keras has them, only the axes differ.
    int[] dims = new int[layer.window().axes() + 2];
    dims[dims.length - 2] = 1;
    dims[dims.length - 1] = channels * multiplier;
    return scope.graph().add(conv(layer, channels), x, kernel.reshape(dims));
  }

  /** All channels of each place together. */
  static Node pointwise(Node x, int filters, WeightOptions options, Scope scope) {
    int channels = Inputs.known(x, -1);
    List<Integer> ones = Collections.nCopies(x.shape().rank() - 2, 1);
    Shape shape = sized(ones).append(channels).append(filters);
    Node kernel = scope.weight("pointwise_kernel", shape, options);
    return scope.graph().add(new Conv(ones, Padding.VALID, ones, 1), x, kernel);
  }

  /** Bias and activation, and the mask of what comes out. */
  static Node finish(Convolution<?> layer, Scope scope, Node input, Node sums) {
    Node out = layer.output().of(scope, sums);
    scope.mask(out, mask(layer, scope.mask(input)));
    return out;
  }

  private static @Nullable Node mask(Convolution<?> layer, @Nullable Node mask) {
    WindowOptions window = layer.window();
    if (mask == null || (window.padding() != Padding.VALID && window.strides().getFirst() == 1)) {
      return mask;
    }
    int size = window.size().getFirst();
    Node ones = mask.graph().constant(Tensor.full(Shape.of(size, 1, 1), 1));
    return mask.graph().add(conv(layer, 1), mask.reshape(0, 0, 1), ones).greater(0).reshape(0, -1);
  }
}
