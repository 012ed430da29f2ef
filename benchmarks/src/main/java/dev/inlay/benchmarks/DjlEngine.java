package dev.inlay.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * DJL on PyTorch with the best loop that can be written by hand: its trainer updates tables densely
 * and its sparse gradients are broken, so tables live in Java arrays here; the rows looked up go in
 * as one input, their gradient comes out, and Java updates the rows.
 */
final class DjlEngine implements Engine {
  @Override
  public String name() {
    return "djl";
  }

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
    private final SplittableRandom random = new SplittableRandom(1);
    private final float[][] tables;
    private final float[][][] tableSlots;
    private final DjlWeights dense;
    private final int[] place;

    Net(EmbeddingMlp model, boolean training) {
      this.model = model;
      float learningRate = model.objective().learningRate();
      dense =
          model.objective().isRegression()
              ? DjlWeights.withAdam(manager, learningRate)
              : DjlWeights.withAdagrad(manager, learningRate);
      int size = model.vocabulary() * model.dimension();
      int slots = model.objective().isRegression() ? 2 : 1;
      tables = new float[model.tables()][];
      tableSlots = new float[model.tables()][][];
      for (int t = 0; t < tables.length; t++) {
        tables[t] = uniform(size, 0.05f);
        tableSlots[t] = new float[training ? slots : 0][size];
        if (slots == 1 && training) {
          Arrays.fill(tableSlots[t][0], 0.1f);
        }
      }
      place = new int[model.vocabulary()];
      Arrays.fill(place, -1);
      int width = model.width();
      List<Integer> units = new ArrayList<>(model.hidden());
      units.add(1);
      for (int n : units) {
        dense.add(uniform(width * n, (float) Math.sqrt(6.0 / (width + n))), new Shape(width, n));
        dense.add(new float[n], new Shape(n));
        width = n;
      }
    }

    private float[] uniform(int size, float limit) {
      float[] values = new float[size];
      for (int i = 0; i < size; i++) {
        values[i] = (float) (random.nextDouble() * 2 - 1) * limit;
      }
      return values;
    }

    /** The inputs of the first layer, laid out by Java: numbers, then one row of each table. */
    private float[] inputs(Rows rows) {
      int width = model.width();
      int d = model.dimension();
      float[] x = new float[rows.count() * width];
      for (int r = 0; r < rows.count(); r++) {
        System.arraycopy(rows.numerics(), r * model.numerics(), x, r * width, model.numerics());
        for (int t = 0; t < tables.length; t++) {
          System.arraycopy(
              tables[t], rows.ids()[t][r] * d, x, r * width + model.numerics() + t * d, d);
        }
      }
      return x;
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
        NDArray x = step.create(inputs(rows), new Shape(rows.count(), model.width()));
        NDArray y = forward(x);
        y.attach(step);
        return y.toFloatArray();
      }
    }

    float step(Rows rows) {
      try (NDManager step = manager.newSubManager()) {
        NDArray x = step.create(inputs(rows), new Shape(rows.count(), model.width()));
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
        float[] g = gradient.toFloatArray();
        for (int t = 0; t < tables.length; t++) {
          updateRows(t, rows.ids()[t], g);
        }
        return loss;
      }
    }

    private void updateRows(int table, int[] ids, float[] g) {
      int d = model.dimension();
      int width = model.width();
      int first = model.numerics() + table * d;
      int[] unique = new int[ids.length];
      float[] sums = new float[ids.length * d];
      int count = 0;
      for (int r = 0; r < ids.length; r++) {
        int at = place[ids[r]];
        if (at < 0) {
          at = count;
          unique[count] = ids[r];
          place[ids[r]] = count++;
        }
        for (int j = 0; j < d; j++) {
          sums[at * d + j] += g[r * width + first + j];
        }
      }
      float[] w = tables[table];
      float[][] slot = tableSlots[table];
      float rate = slot.length == 1 ? model.objective().learningRate() : dense.adamRate();
      for (int u = 0; u < count; u++) {
        place[unique[u]] = -1;
        for (int j = 0; j < d; j++) {
          int at = unique[u] * d + j;
          float grad = sums[u * d + j];
          if (slot.length == 1) {
            slot[0][at] += grad * grad;
            w[at] -= rate * grad / (float) Math.sqrt(slot[0][at] + DjlWeights.EPSILON);
          } else {
            slot[0][at] += 0.1f * (grad - slot[0][at]);
            slot[1][at] += 0.001f * (grad * grad - slot[1][at]);
            w[at] -= rate * slot[0][at] / ((float) Math.sqrt(slot[1][at]) + DjlWeights.EPSILON);
          }
        }
      }
    }
  }
}
