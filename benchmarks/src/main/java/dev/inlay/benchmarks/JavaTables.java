package dev.inlay.benchmarks;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The tables of a model in Java arrays, for engines that can update tables only as a whole: the
 * rows looked up go in as one input, their gradient comes out, and Java moves the rows seen.
 */
final class JavaTables {
  private static final float EPSILON = 1e-7f;

  private final EmbeddingMlp model;
  private final float[][] tables;
  private final float[][][] slots;

  /** Where an id's sum stands while a batch is summed by id, or -1. */
  private final int[] place;

  private int steps;

  JavaTables(EmbeddingMlp model, boolean training) {
    this.model = model;
    SplittableRandom random = new SplittableRandom(1);
    int size = model.vocabulary() * model.dimension();
    int each = model.objective().isRegression() ? 2 : 1;
    tables = new float[model.tables()][];
    slots = new float[model.tables()][][];
    for (int t = 0; t < tables.length; t++) {
      tables[t] = uniform(random, size, 0.05f);
      slots[t] = new float[training ? each : 0][size];
      if (each == 1 && training) {
        Arrays.fill(slots[t][0], 0.1f);
      }
    }
    place = new int[model.vocabulary()];
    Arrays.fill(place, -1);
  }

  static float[] uniform(SplittableRandom random, int size, float limit) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) (random.nextDouble() * 2 - 1) * limit;
    }
    return values;
  }

  /** The inputs of the first layer: numbers, then one row of each table. */
  float[] inputs(Rows rows) {
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

  /**
   * Moves the rows that the batch looked up, by the model's optimizer.
   *
   * @param gradient of what {@link #inputs} gave
   */
  void update(Rows rows, float[] gradient) {
    steps++;
    for (int t = 0; t < tables.length; t++) {
      update(t, rows.ids()[t], gradient);
    }
  }

  private void update(int table, int[] ids, float[] g) {
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
    boolean adam = model.objective().isRegression();
    float rate = model.objective().learningRate();
    if (adam) {
      rate *= (float) (Math.sqrt(1 - Math.pow(0.999, steps)) / (1 - Math.pow(0.9, steps)));
    }
    for (int u = 0; u < count; u++) {
      place[unique[u]] = -1;
      int row = unique[u] * d;
      if (adam) {
        adam(tables[table], slots[table], row, sums, u * d, rate);
      } else {
        adagrad(tables[table], slots[table][0], row, sums, u * d, rate);
      }
    }
  }

  private void adagrad(float[] w, float[] sum, int row, float[] g, int from, float rate) {
    for (int j = 0; j < model.dimension(); j++) {
      float grad = g[from + j];
      sum[row + j] += grad * grad;
      w[row + j] -= rate * grad / (float) Math.sqrt(sum[row + j] + EPSILON);
    }
  }

  private void adam(float[] w, float[][] slot, int row, float[] g, int from, float rate) {
    float[] m = slot[0];
    float[] v = slot[1];
    for (int j = 0; j < model.dimension(); j++) {
      float grad = g[from + j];
      int at = row + j;
      m[at] += 0.1f * (grad - m[at]);
      v[at] += 0.001f * (grad * grad - v[at]);
      w[at] -= rate * m[at] / ((float) Math.sqrt(v[at]) + EPSILON);
    }
  }
}
