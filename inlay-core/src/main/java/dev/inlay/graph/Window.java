package dev.inlay.graph;

import dev.inlay.tensor.Shape;
import java.util.List;

/**
 * Convolution and pooling over {@code [batch, space…, channels]}, one to three axes of space.
 * Kernels are {@code [size…, channels / groups, filters]}, as Keras keeps them.
 */
public sealed interface Window extends Op {
  /** What lies beyond the edges. */
  enum Padding {
    /** Nothing: the window stays inside. */
    VALID,
    /** Zeros on both sides (the extra one behind), so that stride 1 keeps the length. */
    SAME,
    /** Zeros in front only: no step sees a later one. */
    CAUSAL
  }

  /** A convolution (cross-correlation, as in all of deep learning): inputs are x and a kernel. */
  record Conv(List<Integer> strides, Padding padding, List<Integer> dilations, int groups)
      implements Window {
    public Conv {
      strides = WindowRules.sizes("strides", strides, strides.size());
      dilations = WindowRules.sizes("dilations", dilations, strides.size());
      Rules.positive("groups", groups);
    }

    @Override
    public Shape shape(List<Shape> inputs) {
      return WindowRules.conv(inputs, this);
    }
  }

  /** The gradient of a {@link Conv} for x: inputs are the result's gradient, the kernel, x. */
  record ConvInputGrad(Conv conv) implements Window {
    @Override
    public Shape shape(List<Shape> inputs) {
      Rules.arity(this, inputs, 3);
      return inputs.get(2);
    }
  }

  /**
   * A convolution the other way round: inputs are what a {@link Conv} would give, {@code [batch,
   * space…, filters]}, and its kernel {@code [size…, channels, filters]}; the result has the shape
   * of what the Conv would take. Each element of the input is spread by the kernel over a window of
   * the result, and what meets there is added: the gradient of a Conv for its input.
   *
   * <p>A Conv with strides gives the same shape for several, so the length n of an axis of the
   * result is chosen as Keras does. From m elements with stride s and a window that reaches r: with
   * no padding {@code (m - 1) s + r} and {@code p} more, where p is {@code max(r, s) - r} unless it
   * is given; with {@link Padding#SAME} {@code m s}, or if p is given {@code (m - 1) s + r mod 2 +
   * p}.
   *
   * @param outputPadding p for each axis, less than its stride; empty if it isn't given
   */
  record ConvTranspose(Conv conv, List<Integer> outputPadding) implements Window {
    public ConvTranspose {
      outputPadding = List.copyOf(outputPadding);
      if (conv.padding() == Padding.CAUSAL) {
        throw new IllegalArgumentException("ConvTranspose with CAUSAL padding; use VALID or SAME");
      }
      boolean suits = outputPadding.size() == conv.strides().size();
      for (int i = 0; suits && i < outputPadding.size(); i++) {
        suits = outputPadding.get(i) >= 0 && outputPadding.get(i) < conv.strides().get(i);
      }
      if (!suits && !outputPadding.isEmpty()) {
        throw new IllegalArgumentException(
            "output padding is %s with strides %s; give a length from 0 to stride - 1 for each axis, or none"
                .formatted(outputPadding, conv.strides()));
      }
    }

    @Override
    public Shape shape(List<Shape> inputs) {
      return WindowRules.convTranspose(inputs, this);
    }
  }

  /** The gradient of a {@link Conv} for its kernel: inputs are the result's gradient, x, kernel. */
  record ConvKernelGrad(Conv conv) implements Window {
    @Override
    public Shape shape(List<Shape> inputs) {
      Rules.arity(this, inputs, 3);
      return inputs.get(2);
    }
  }

  /** What a pool keeps of its window. */
  enum Pooling {
    MAX,
    /** The mean of the elements inside the edges. */
    AVERAGE
  }

  /** The largest or the mean element of each window, for each channel. */
  record Pool(Pooling pooling, List<Integer> size, List<Integer> strides, Padding padding)
      implements Window {
    public Pool {
      size = WindowRules.sizes("pool sizes", size, size.size());
      strides = WindowRules.sizes("strides", strides, size.size());
    }

    @Override
    public String name() {
      return pooling == Pooling.MAX ? "MaxPool" : "AveragePool";
    }

    @Override
    public Shape shape(List<Shape> inputs) {
      return WindowRules.pool(Rules.one(this, inputs), this);
    }
  }

  /**
   * The gradient of a {@link Pool}: inputs are the result's gradient and x. Of equal largest
   * elements the first takes it all.
   */
  record PoolGrad(Pool pool) implements Window {
    @Override
    public Shape shape(List<Shape> inputs) {
      Rules.arity(this, inputs, 2);
      return inputs.get(1);
    }
  }
}
