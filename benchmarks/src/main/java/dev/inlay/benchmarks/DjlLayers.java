package dev.inlay.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The layers of a {@link LayerPair} in DJL on PyTorch: PyTorch's own functions for each, on the
 * layout of memory that it likes best.
 */
final class DjlLayers implements Engine.Trainer {
  private static final int WIDTH = LayerPair.WIDTH;
  private static final int STEPS = LayerPair.STEPS;
  private static final int HEADS = LayerPair.HEADS;
  private static final float NORM_EPSILON = 1e-3f;

  private final LayerPair spec;
  private final ai.djl.engine.Engine engine = ai.djl.engine.Engine.getEngine("PyTorch");
  private final NDManager manager = NDManager.newBaseManager("PyTorch");
  private final SplittableRandom random = new SplittableRandom(1);
  private final DjlWeights weights = DjlWeights.withAdam(manager, LayerPair.LEARNING_RATE);
  private final Layer lower;
  private final Layer upper;
  private final NDArray outputKernel;
  private final NDArray outputBias;

  /** One of the two layers. */
  private interface Layer {
    /** What it gives. This and all between live as long as its input. */
    NDArray call(NDArray x);
  }

  DjlLayers(LayerPair spec) {
    this.spec = spec;
    lower = layer();
    upper = layer();
    outputKernel = kernel(WIDTH, 1);
    outputBias = zeros(1);
  }

  private NDArray kernel(int from, int to) {
    return kernel(from, to, new Shape(from, to));
  }

  private NDArray kernel(int from, int to, Shape shape) {
    float limit = (float) Math.sqrt(6.0 / (from + to));
    return weights.add(JavaTables.uniform(random, (int) shape.size(), limit), shape);
  }

  private NDArray zeros(int length) {
    return weights.add(new float[length], new Shape(length));
  }

  private NDArray ones(int length) {
    float[] ones = new float[length];
    Arrays.fill(ones, 1);
    return weights.add(ones, new Shape(length));
  }

  private Layer layer() {
    return switch (spec.layer()) {
      case LSTM -> lstm();
      case GRU -> gru();
      case CONV1D -> convolution();
      case ATTENTION -> attention();
      case LAYERNORM -> layerNorm();
      case BATCHNORM -> batchNorm();
    };
  }

  /** A recurrent layer's weights for the inputs and for the state, and both biases. */
  private NDList recurrent(int gates) {
    return new NDList(
        kernel(gates * WIDTH, WIDTH),
        kernel(gates * WIDTH, WIDTH),
        zeros(gates * WIDTH),
        zeros(gates * WIDTH));
  }

  private Layer lstm() {
    NDList parameters = recurrent(4);
    NDArray start = manager.zeros(new Shape(1, spec.batch(), WIDTH));
    NDList states = new NDList(start, start);
    return x -> {
      NDList out =
          x.getNDArrayInternal().lstm(x, states, parameters, true, 1, 0, true, false, true);
      return out.head();
    };
  }

  private Layer gru() {
    NDList parameters = recurrent(3);
    NDArray start = manager.zeros(new Shape(1, spec.batch(), WIDTH));
    return x -> {
      NDList out = x.getNDArrayInternal().gru(x, start, parameters, true, 1, 0, true, false, true);
      return out.head();
    };
  }

  private Layer convolution() {
    int n = LayerPair.WINDOW;
    NDArray kernel = kernel(n * WIDTH, n * WIDTH, new Shape(WIDTH, WIDTH, n));
    NDArray bias = zeros(WIDTH);
    Shape one = new Shape(1);
    Shape around = new Shape(n / 2);
    return x -> {
      NDArray sums =
          x.getNDArrayInternal()
              .convolution(x, kernel, bias, one, around, one, 1)
              .singletonOrThrow();
      return Activation.relu(sums);
    };
  }

  /** Queries, keys and values come from one product. */
  private Layer attention() {
    NDArray projection = kernel(WIDTH, 3 * WIDTH);
    NDArray bias = zeros(3 * WIDTH);
    NDArray output = kernel(WIDTH, WIDTH);
    NDArray outputBias = zeros(WIDTH);
    float scale = (float) Math.sqrt((double) HEADS / WIDTH);
    return x -> {
      NDArray all =
          x.reshape(-1, WIDTH)
              .matMul(projection)
              .add(bias)
              .reshape(-1, STEPS, 3, HEADS, WIDTH / HEADS)
              .transpose(2, 0, 3, 1, 4);
      NDArray queries = all.get(0).mul(scale);
      NDArray keys = all.get(1);
      NDArray values = all.get(2);
      return queries
          .matMul(keys.transpose(0, 1, 3, 2))
          .softmax(-1)
          .matMul(values)
          .transpose(0, 2, 1, 3)
          .reshape(-1, WIDTH)
          .matMul(output)
          .add(outputBias)
          .reshape(-1, STEPS, WIDTH);
    };
  }

  private Layer layerNorm() {
    NDArray gamma = ones(WIDTH);
    NDArray beta = zeros(WIDTH);
    return x ->
        x.getNDArrayInternal()
            .layerNorm(x, new Shape(WIDTH), gamma, beta, NORM_EPSILON)
            .singletonOrThrow();
  }

  private Layer batchNorm() {
    NDArray gamma = ones(WIDTH);
    NDArray beta = zeros(WIDTH);
    NDArray mean = manager.zeros(new Shape(WIDTH));
    NDArray variance = manager.ones(new Shape(WIDTH));
    return x ->
        x.getNDArrayInternal()
            .batchNorm(x, mean, variance, gamma, beta, 1, 0.99f, NORM_EPSILON, true)
            .singletonOrThrow();
  }

  /** Features stand last, but PyTorch's convolution has channels before the steps. */
  private Shape inputs(int batch) {
    return switch (spec.layer()) {
      case LSTM, GRU, ATTENTION, LAYERNORM -> new Shape(batch, STEPS, WIDTH);
      case BATCHNORM, CONV1D -> new Shape(batch, WIDTH, STEPS);
    };
  }

  private NDArray pooled(NDArray x) {
    return switch (spec.layer()) {
      case LSTM, GRU -> x.get(":, -1");
      case ATTENTION, LAYERNORM -> x.mean(new int[] {1});
      case CONV1D, BATCHNORM -> x.mean(new int[] {2});
    };
  }

  @Override
  public float step(Rows rows) {
    try (NDManager step = manager.newSubManager()) {
      NDArray x = step.create(rows.numerics(), inputs(rows.count()));
      NDArray y = step.create(rows.labels(), new Shape(rows.count(), 1));
      float loss;
      try (GradientCollector tape = engine.newGradientCollector()) {
        NDArray middle = lower.call(x);
        NDArray top = upper.call(middle);
        NDArray out = pooled(top).matMul(outputKernel).add(outputBias);
        NDArray mean = out.sub(y).square().mean();
        tape.backward(mean);
        loss = mean.getFloat();
      }
      weights.update(step);
      return loss;
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
