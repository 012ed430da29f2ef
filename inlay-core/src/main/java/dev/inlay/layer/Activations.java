package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.graph.Reduction;
import dev.inlay.graph.Unary;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import java.util.stream.IntStream;

/**
 * Keras's activation functions with their default settings; those with other settings are the
 * records in here. {@code import static dev.inlay.layer.Activations.RELU} and write {@code
 * Dense.of(64, RELU)}.
 */
public enum Activations implements ActivationFunction {
  /** x. */
  LINEAR(x -> x),
  /** max(x, 0). */
  RELU(Node::relu),
  /** min(max(x, 0), 6). */
  RELU6(x -> clip(x, 0, 6)),
  /** x where above 0, else 0.2 x. */
  LEAKY_RELU(new LeakyRelu(0.2f)),
  /** x where above 0, else exp(x) - 1 (Clevert and others 2016). */
  ELU(new Elu(1)),
  /** {@link #ELU} scaled so that mean 0 and variance 1 stay (Klambauer and others 2017). */
  SELU(x -> new Elu((float) 1.6732632423543772).apply(x).mul((float) 1.0507009873554805)),
  /** x Φ(x), with the normal distribution's Φ (Hendrycks and Gimpel 2016). */
  GELU(x -> x.mul(x.mul((float) Math.sqrt(0.5)).apply(Unary.ERF).add(1).mul(0.5f))),
  /** x sigmoid(x), also called swish. */
  SILU(x -> x.mul(x.sigmoid())),
  /** x tanh(softplus(x)) (Misra 2019). */
  MISH(x -> x.mul(x.softplus().tanh())),
  /** 1 / (1 + exp(-x)). */
  SIGMOID(Node::sigmoid),
  /** (x + 3) / 6, kept within 0 and 1. */
  HARD_SIGMOID(Activations::hardSigmoid),
  /** x times {@link #HARD_SIGMOID}. */
  HARD_SILU(x -> x.mul(hardSigmoid(x))),
  /** -log(1 + exp(-x)). */
  LOG_SIGMOID(x -> x.neg().softplus().neg()),
  /** (x + 1) / 2, kept within 0 and 1. */
  SPARSE_SIGMOID(x -> clip(x, -1, 1).add(1).mul(0.5f)),
  TANH(Node::tanh),
  /** x kept within -1 and 1. */
  HARD_TANH(x -> clip(x, -1, 1)),
  /** x - tanh(x). */
  TANH_SHRINK(x -> x.sub(x.tanh())),
  /** x where further than 0.5 from 0, else 0. */
  HARD_SHRINK(new HardShrink(0.5f)),
  /** x moved toward 0 by 0.5. */
  SOFT_SHRINK(new SoftShrink(0.5f)),
  /** log(1 + exp(x)). */
  SOFTPLUS(Node::softplus),
  /** (x + √(x² + 4)) / 2. */
  SQUAREPLUS(new Squareplus(4)),
  /** ((x + 1) / 2)² between -1 and 1, 0 before, x behind. */
  SPARSE_PLUS(x -> clip(x, -1, 1).add(1).mul(0.5f).square().add(x.sub(1).relu())),
  /** x / (1 + |x|). */
  SOFTSIGN(x -> x.div(x.abs().add(1))),
  /** exp(x). */
  EXPONENTIAL(Node::exp),
  /** exp(x) over its sum along the last axis. */
  SOFTMAX(Node::softmax),
  LOG_SOFTMAX(Node::logSoftmax),
  /** What lies above a threshold along the last axis, as Keras computes it. */
  SPARSEMAX(Activations::sparsemax),
  /** The first half of the last axis times the sigmoid of the second (Dauphin and others 2017). */
  GLU(Activations::glu);

  private final ActivationFunction function;

  Activations(ActivationFunction function) {
    this.function = function;
  }

  @Override
  public Node apply(Node x) {
    return function.apply(x);
  }

  /** The constant for a function with default settings; else the function itself. */
  static ActivationFunction simplest(ActivationFunction function) {
    if (function.equals(new Relu(0, Float.POSITIVE_INFINITY, 0))) {
      return RELU;
    }
    for (Activations constant : values()) {
      if (constant.function.equals(function)) {
        return constant;
      }
    }
    return function;
  }

  /** max(x, 0) with a slope below the threshold and a bound above. */
  public record Relu(float negativeSlope, float maxValue, float threshold)
      implements ActivationFunction {
    /** Bounded by {@code maxValue}. */
    public static Relu of(float maxValue) {
      return new Relu(0, maxValue, 0);
    }

    @Override
    public Node apply(Node x) {
      Node zero = x.graph().constant(0);
      Node above = threshold == 0 ? x.relu() : x.greater(threshold).where(x, zero);
      Node bounded = Float.isInfinite(maxValue) ? above : above.min(maxValue);
      return negativeSlope == 0
          ? bounded
          : bounded.sub(x.neg().add(threshold).relu().mul(negativeSlope));
    }
  }

  /** x where above 0, else {@code negativeSlope * x}. */
  public record LeakyRelu(float negativeSlope) implements ActivationFunction {
    @Override
    public Node apply(Node x) {
      return x.greater(0).where(x, x.mul(negativeSlope));
    }
  }

  /** x where above 0, else {@code alpha * (exp(x) - 1)}. */
  public record Elu(float alpha) implements ActivationFunction {
    @Override
    public Node apply(Node x) {
      Node below = x.min(0).apply(Unary.EXPM1);
      return x.greater(0).where(x, alpha == 1 ? below : below.mul(alpha));
    }
  }

  /** {@link Elu} that is smooth for every alpha: {@code alpha * (exp(x / alpha) - 1)} below 0. */
  public record Celu(float alpha) implements ActivationFunction {
    @Override
    public Node apply(Node x) {
      Node below = x.div(alpha).min(0).apply(Unary.EXPM1).mul(alpha);
      return x.greater(0).where(x, below);
    }
  }

  /** {@link #GELU} by its tanh approximation: x (1 + tanh(√(2/π) (x + 0.044715 x³))) / 2. */
  public record ApproximateGelu() implements ActivationFunction {
    @Override
    public Node apply(Node x) {
      Node cubed = x.mul(x.square()).mul(0.044715f);
      return x.mul(x.add(cubed).mul((float) Math.sqrt(2 / Math.PI)).tanh().add(1).mul(0.5f));
    }
  }

  /** x where further than the threshold from 0, else 0. */
  public record HardShrink(float threshold) implements ActivationFunction {
    @Override
    public Node apply(Node x) {
      return x.abs().greater(threshold).where(x, x.graph().constant(0));
    }
  }

  /** x moved toward 0 by the threshold. */
  public record SoftShrink(float threshold) implements ActivationFunction {
    @Override
    public Node apply(Node x) {
      return x.sub(clip(x, -threshold, threshold));
    }
  }

  /** (x + √(x² + b)) / 2. */
  public record Squareplus(float b) implements ActivationFunction {
    @Override
    public Node apply(Node x) {
      return x.add(x.square().add(b).sqrt()).mul(0.5f);
    }
  }

  /** x where above the threshold, else another value. */
  public record Threshold(float threshold, float value) implements ActivationFunction {
    @Override
    public Node apply(Node x) {
      return x.greater(threshold).where(x, x.graph().constant(value));
    }
  }

  /** A function of the last axis, such as {@link #SOFTMAX}, along another. */
  public record AlongAxis(ActivationFunction function, int axis) implements ActivationFunction {
    @Override
    public Node apply(Node x) {
      int last = x.shape().rank() - 1;
      int[] swap = IntStream.rangeClosed(0, last).toArray();
      swap[x.shape().axis(axis)] = last;
      swap[last] = x.shape().axis(axis);
      return function.apply(x.transpose(swap)).transpose(swap);
    }
  }

  private static Node clip(Node x, float from, float to) {
    return x.max(from).min(to);
  }

  private static Node hardSigmoid(Node x) {
    return clip(x.add(3), 0, 6).mul(1f / 6);
  }

  private static Node glu(Node x) {
    int half = Inputs.known(x, -1) / 2;
    if (half * 2 != x.shape().last()) {
      throw new IllegalArgumentException(
          "GLU halves the last axis, which is odd in shape " + x.shape());
    }
    return x.slice(-1, 0, half).mul(x.slice(-1, half, 2 * half).sigmoid());
  }

  /**
   * The largest elements, of which the k-th exceeds {@code (sum of the first k - 1) / k}, are the
   * support. The threshold that is taken off is Keras's on every backend: it adds up the sums of
   * the first 1, 2, … of them, so that results sum to 1 only where the support is one element.
   */
  private static Node sparsemax(Node x) {
    int n = Inputs.known(x, -1);
    Node sorted = x.topK(n).values();
    Node sums = x.graph().add(new Reduction.CumSum(-1, false, false), sorted);
    float[] counts = new float[n];
    for (int i = 0; i < n; i++) {
      counts[i] = i + 1;
    }
    Node count = x.graph().constant(Tensor.of(Shape.of(n), counts));
    Node support = sorted.greater(sums.sub(1).div(count)).stopGradient();
    Node threshold = support.mul(sums).sumKeepingDims(-1).sub(1).div(support.sumKeepingDims(-1));
    return x.sub(threshold).relu();
  }
}
