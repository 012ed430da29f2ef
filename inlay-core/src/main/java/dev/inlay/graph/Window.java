package dev.inlay.graph;

import dev.inlay.tensor.Shape;
import java.util.List;

/**
 * Convolution and pooling over {@code [batch, space…, channels]}, one or two axes of space. Kernels
 * are {@code [size…, channels / groups, filters]}, as Keras keeps them.
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
      strides = Rules.sizes("strides", strides, strides.size());
      dilations = Rules.sizes("dilations", dilations, strides.size());
      Rules.positive("groups", groups);
    }

    @Override
    public Shape shape(List<Shape> inputs) {
      return Rules.conv(inputs, this);
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
      size = Rules.sizes("pool sizes", size, size.size());
      strides = Rules.sizes("strides", strides, size.size());
    }

    @Override
    public String name() {
      return pooling == Pooling.MAX ? "MaxPool" : "AveragePool";
    }

    @Override
    public Shape shape(List<Shape> inputs) {
      return Rules.pool(Rules.one(this, inputs), this);
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
