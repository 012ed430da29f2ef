package dev.inlay.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * DJL on PyTorch with the best loop that can be written by hand: its trainer updates tables densely
 * and its sparse gradients are broken, so tables live in Java arrays ({@link JavaTables}).
 */
final class DjlEngine implements Engine {
  static final String NAME = "djl";

  @Override
  public Trainer trainer(Subject subject) {
    return switch (subject) {
      case EmbeddingMlp model -> trainer(model);
      case LayerPair layers -> new DjlLayers(layers);
      case Product product -> throw product.hasNoSteps();
    };
  }

  private static Trainer trainer(EmbeddingMlp model) {
    Net net = new Net(model, true);
    return new Trainer() {
      @Override
      public float step(Rows rows) {
        return net.step(rows);
      }

      @Override
      public void close() {
        net.manager.close();
      }
    };
  }

  @Override
  public Predictor predictor(EmbeddingMlp model) {
    Net net = new Net(model, false);
    return new Predictor() {
      @Override
      public float[] predict(Rows rows) {
        return net.predict(rows);
      }

      @Override
      public void close() {
        net.manager.close();
      }
    };
  }

  private static final class Net {
    private final EmbeddingMlp model;
    private final ai.djl.engine.Engine engine = ai.djl.engine.Engine.getEngine("PyTorch");
    private final NDManager manager = NDManager.newBaseManager("PyTorch");
    private final JavaTables tables;
    private final DjlWeights dense;

    Net(EmbeddingMlp model, boolean training) {
      this.model = model;
      float learningRate = model.objective().learningRate();
      dense =
          model.objective().isRegression()
              ? DjlWeights.withAdam(manager, learningRate)
              : DjlWeights.withAdagrad(manager, learningRate);
      tables = new JavaTables(model, training);
      SplittableRandom random = new SplittableRandom(1);
      int width = model.width();
      List<Integer> units = new ArrayList<>(model.hidden());
      units.add(1);
      for (int n : units) {
        float limit = (float) Math.sqrt(6.0 / (width + n));
        dense.add(JavaTables.uniform(random, width * n, limit), new Shape(width, n));
        dense.add(new float[n], new Shape(n));
        width = n;
      }
    }

    private NDArray forward(NDArray x) {
      for (int i = 0; i < dense.size(); i += 2) {
        x = x.matMul(dense.get(i)).add(dense.get(i + 1));
        if (i < dense.size() - 2) {
          x = ai.djl.nn.Activation.relu(x);
        }
      }
      return x;
    }

    float[] predict(Rows rows) {
      try (NDManager step = manager.newSubManager()) {
        NDArray x = step.create(tables.inputs(rows), new Shape(rows.count(), model.width()));
        NDArray y = forward(x);
        y.attach(step);
        return y.toFloatArray();
      }
    }

    float step(Rows rows) {
      try (NDManager step = manager.newSubManager()) {
        NDArray x = step.create(tables.inputs(rows), new Shape(rows.count(), model.width()));
        x.setRequiresGradient(true);
        NDArray y = step.create(rows.labels(), new Shape(rows.count(), 1));
        float loss;
        try (GradientCollector tape = engine.newGradientCollector()) {
          NDArray out = forward(x);
          NDArray each =
              model.objective().isRegression()
                  ? out.sub(y).square()
                  : ai.djl.nn.Activation.relu(out)
                      .sub(out.mul(y))
                      .add(ai.djl.nn.Activation.softPlus(out.abs().neg()));
          NDArray mean = each.mean();
          tape.backward(mean);
          loss = mean.getFloat();
          new NDList(out, each, mean).attach(step);
        }
        dense.update(step);
        NDArray gradient = x.getGradient();
        gradient.attach(step);
        tables.update(rows, gradient.toFloatArray());
        return loss;
      }
    }
  }
}
