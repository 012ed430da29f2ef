package dev.inlay.kernel;

import dev.inlay.graph.Binary;
import dev.inlay.graph.Unary;
import dev.inlay.tensor.Table;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/** Every loop of every family as a function of five arrays, an offset and a length. */
record TwinCases(String method, Loop loop) {
  /** One call: it may write to any of the arrays. */
  @FunctionalInterface
  interface Loop {
    void run(Kernels k, Arrays5 x, int n);
  }

  /**
   * Five arrays, of numbers of both signs but for {@code e}, which are positive.
   *
   * @param at where the loops begin
   */
  record Arrays5(float[] a, float[] b, float[] c, float[] d, float[] e, int[] ids, int at) {
    static Arrays5 random(long seed, int at) {
      var random = new Random(seed);
      float[][] arrays = new float[5][1_000];
      for (float[] array : arrays) {
        for (int i = 0; i < array.length; i++) {
          array[i] = 2 * (float) random.nextGaussian();
        }
      }
      float[] special = {0, -0f, 1, Float.NaN, Float.POSITIVE_INFINITY, -1e30f, 1e-40f, 100, -100};
      for (int i = 0; i < special.length; i++) {
        arrays[0][at + 7 * i % 64] = special[i];
      }
      for (int i = 0; i < arrays[4].length; i++) {
        arrays[4][i] = Math.abs(arrays[4][i]);
      }
      int[] ids = random.ints(1_000, -1, ROWS).toArray();
      return new Arrays5(arrays[0], arrays[1], arrays[2], arrays[3], arrays[4], ids, at);
    }

    List<float[]> all() {
      return List.of(a, b, c, d, e);
    }
  }

  private static final int ROWS = 3;

  /** Functions whose derivative their result tells. */
  private static final Set<Unary> BY_RESULT = EnumSet.of(Unary.RELU, Unary.SIGMOID, Unary.TANH);

  private static Table table(float[] values, int width) {
    var table = new Table(ROWS, width);
    System.arraycopy(values, 0, table.array(), 0, ROWS * width);
    return table;
  }

  static List<TwinCases> all() {
    var all = new ArrayList<TwinCases>();
    for (Unary f : Unary.values()) {
      all.add(
          new TwinCases(
              "Pointwise.unary", (k, x, n) -> k.pointwise().unary(f, x.a, x.at, x.b, 3, n)));
      all.add(
          new TwinCases(
              "Pointwise.biasUnary",
              (k, x, n) -> k.pointwise().biasUnary(f, x.a, x.at, x.b, 3, 4, n)));
      if (BY_RESULT.contains(f)) {
        all.add(
            new TwinCases(
                "Pointwise.gradFromResult",
                (k, x, n) -> k.pointwise().gradFromResult(f, x.b, 3, x.a, x.at, x.d, 5, n)));
        all.add(
            new TwinCases(
                "Folds.biasGrad",
                (k, x, n) ->
                    k.folds().biasGrad(f, x.b, 3, x.a, x.at, x.a, x.at, 4, n, x.d, 5, true)));
      }
    }
    for (Binary f : Binary.values()) {
      all.add(
          new TwinCases(
              "Pointwise.binary",
              (k, x, n) -> k.pointwise().binary(f, x.a, x.at, x.b, 3, x.c, 1, n)));
      all.add(
          new TwinCases(
              "Pointwise.binaryScalar",
              (k, x, n) -> k.pointwise().binaryScalar(f, x.a, x.at, 1.5f, x.a, x.at, n)));
      all.add(
          new TwinCases(
              "Pointwise.scalarBinary",
              (k, x, n) -> k.pointwise().scalarBinary(f, 1.5f, x.a, x.at, x.c, 1, n)));
      all.add(
          new TwinCases(
              "Pointwise.binaryRows",
              (k, x, n) -> k.pointwise().binaryRows(f, x.b, 3, x.a, x.at, x.c, 1, 4, n)));
    }
    pointwise(all);
    folds(all);
    lookups(all);
    widening(all);
    updates(all);
    moments(all);
    return all;
  }

  private static void pointwise(List<TwinCases> all) {
    all.add(
        new TwinCases(
            "Pointwise.where",
            (k, x, n) -> k.pointwise().where(x.a, x.at, x.b, 3, x.c, 5, x.d, 7, n)));
    all.add(
        new TwinCases(
            "Pointwise.axpy", (k, x, n) -> k.pointwise().axpy(0.3f, x.a, x.at, x.b, 3, n)));
    all.add(
        new TwinCases(
            "Pointwise.multiplyAdd",
            (k, x, n) -> k.pointwise().multiplyAdd(x.a, x.at, x.b, 3, x.c, 5, n)));
    all.add(new TwinCases("Cells.lstm", (k, x, n) -> k.cells().lstm(x.a, x.at, x.b, 3, x.c, 5, n)));
    all.add(
        new TwinCases(
            "Cells.lstmGrad",
            (k, x, n) -> k.cells().lstmGrad(x.a, x.at, x.b, 3, x.c, 5, x.d, 7, x.e, 9, n)));
    all.add(
        new TwinCases(
            "Losses.sigmoidCrossEntropy",
            (k, x, n) -> k.losses().sigmoidCrossEntropy(x.a, x.at, x.b, 3, x.c, 5, x.d, 7, n)));
    all.add(
        new TwinCases(
            "Losses.softmaxCrossEntropy",
            (k, x, n) -> k.losses().softmaxCrossEntropy(x.b, x.at, x.e, 3, x.c, 5, x.d, 7, 4, n)));
    all.add(
        new TwinCases(
            "Losses.sparseSoftmaxCrossEntropy",
            (k, x, n) ->
                k.losses()
                    .sparseSoftmaxCrossEntropy(
                        x.b, x.at, new int[] {0, n - 1, n / 2}, 0, x.c, 5, x.d, 7, 3, n)));
  }

  private static float finite(Kernels k, float[] x, int at, int n) {
    return k.folds().areFinite(x, at, n, 3, n) ? 1 : 0;
  }

  private static void folds(List<TwinCases> all) {
    all.add(new TwinCases("Folds.sum", (k, x, n) -> x.c[0] = k.folds().sum(x.b, x.at, n)));
    all.add(new TwinCases("Folds.dot", (k, x, n) -> x.c[0] = k.folds().dot(x.b, x.at, x.e, 3, n)));
    all.add(new TwinCases("Folds.max", (k, x, n) -> x.c[0] = k.folds().max(x.b, x.at, n)));
    all.add(new TwinCases("Folds.max", (k, x, n) -> x.c[0] = k.folds().max(x.a, x.at, n)));
    all.add(new TwinCases("Folds.min", (k, x, n) -> x.c[0] = k.folds().min(x.b, x.at, n)));
    all.add(
        new TwinCases(
            "Folds.areFinite",
            (k, x, n) -> {
              for (int i = 0; i < n; i++) {
                x.d[i] = finite(k, x.e, i, n);
                x.e[i] = Float.NaN;
                x.c[i] = finite(k, x.e, 0, n);
                x.e[i] = 1;
              }
            }));
    all.add(
        new TwinCases(
            "Folds.columnSums",
            (k, x, n) -> k.folds().columnSums(x.b, x.at, n + 2, 5, n, x.c, 3, true)));
    all.add(
        new TwinCases(
            "Folds.columnSums",
            (k, x, n) -> k.folds().columnSums(x.b, x.at, n, 5, n, x.c, 3, false)));
    all.add(
        new TwinCases("Folds.softmax", (k, x, n) -> k.folds().softmax(x.b, x.at, x.c, 3, 4, n)));
    all.add(
        new TwinCases(
            "Folds.logSoftmax", (k, x, n) -> k.folds().logSoftmax(x.b, x.at, x.b, x.at, 4, n)));
  }

  private static void lookups(List<TwinCases> all) {
    all.add(
        new TwinCases(
            "Lookups.gather",
            (k, x, n) -> k.lookups().gather(table(x.b, n), x.ids, 3, 6, x.c, x.at, n + 3)));
    int[] many = IntStream.range(0, 70).map(i -> i * 7 % (ROWS + 1) - 1).toArray();
    all.add(
        new TwinCases(
            "Lookups.gather",
            (k, x, n) -> k.lookups().gather(table(x.b, n), many, 1, 69, x.c, x.at, 3)));
    all.add(
        new TwinCases(
            "Lookups.scatter",
            (k, x, n) -> {
              var table = table(x.b, n);
              k.lookups().scatter(x.e, x.at, new int[] {9, 2, 0}, 1, 2, table);
              System.arraycopy(table.array(), 0, x.c, 0, ROWS * n);
            }));
    all.add(
        new TwinCases(
            "Lookups.bag",
            (k, x, n) ->
                k.lookups()
                    .bag(
                        table(x.b, n),
                        new int[] {0, 2, 1, 1, 2, 0, 1},
                        new int[] {0, 2, 2, 5, 7},
                        new float[] {1, 0, 0.5f, -2, 1, 3, 0.1f},
                        1,
                        4,
                        x.c,
                        x.at,
                        n + 1)));
    all.add(
        new TwinCases(
            "Lookups.scatterAdd",
            (k, x, n) -> k.lookups().scatterAdd(x.ids, 3, x.e, 2, 6, x.b, x.at, n + 1, x.c, 5, n)));
    all.add(
        new TwinCases(
            "Lookups.scatterAdd",
            (k, x, n) -> k.lookups().scatterAdd(x.ids, 3, null, 0, 6, x.b, x.at, 0, x.c, 5, n)));
  }

  private static void widening(List<TwinCases> all) {
    byte[] bytes = new byte[5_000];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 37);
    }
    all.add(
        new TwinCases(
            "Widening.widen", (k, x, n) -> k.widening().widen(bytes, x.at, x.b, x.at, n)));
    all.add(
        new TwinCases(
            "Widening.row",
            (k, x, n) ->
                k.widening().row(n, 5, x.a, x.at, bytes, x.at, n + 3, x.b, x.at, new Scratch())));
    // Wide, with factors that are left out among others.
    float[] factors = new float[23];
    for (int i = 0; i < factors.length; i++) {
      factors[i] = i % 3 == 0 ? (i - 9) * 0f : i * 0.7f - 9;
    }
    all.add(
        new TwinCases(
            "Widening.row",
            (k, x, n) ->
                k.widening()
                    .row(
                        2 * n,
                        factors.length,
                        factors,
                        0,
                        bytes,
                        x.at,
                        2 * n + 1,
                        x.b,
                        x.at,
                        new Scratch())));
  }

  private static void moments(List<TwinCases> all) {
    all.add(
        new TwinCases(
            "Moments.adam",
            (k, x, n) ->
                k.moments()
                    .adam(x.b, x.at, x.d, x.at, x.e, x.at, x.c, 3, n, 0.1f, 0.1f, 0.001f, 1e-7f)));
    for (boolean squared : new boolean[] {false, true}) {
      all.add(
          new TwinCases(
              "Moments.adamDrift",
              (k, x, n) -> {
                double[] s = {9, 9, 0.2, 1e-4, 1e-7};
                k.moments()
                    .adamDrift(
                        x.b, x.at, x.d, x.at, x.e, x.at, n, s, 2, 3, 0.3f, 0.9f, 1e-7f, squared);
              }));
    }
    all.add(
        new TwinCases(
            "Moments.amsgrad",
            (k, x, n) ->
                k.moments()
                    .amsgrad(
                        x.b, x.at, x.d, x.at, x.e, x.at, x.e, 500, x.c, 3, n, 0.1f, 0.1f, 0.001f,
                        1e-7f)));
    all.add(
        new TwinCases(
            "Moments.adamax",
            (k, x, n) ->
                k.moments()
                    .adamax(x.b, x.at, x.d, x.at, x.e, x.at, x.c, 3, n, 0.1f, 0.1f, 0.99f, 1e-7f)));
    all.add(
        new TwinCases(
            "Moments.nadam",
            (k, x, n) ->
                k.moments()
                    .nadam(
                        x.b, x.at, x.d, x.at, x.e, x.at, x.c, 3, n, 0.1f, 0.2f, 1.5f, 0.1f, 0.001f,
                        1e-7f)));
    all.add(
        new TwinCases(
            "Moments.lion",
            (k, x, n) ->
                k.moments()
                    .lion(x.b, x.at, x.d, x.at, x.c, 3, n, 0.1f, 0.9f, 0.1f, 0.99f, 0.001f)));
    all.add(
        new TwinCases(
            "Moments.lamb",
            (k, x, n) ->
                k.moments()
                    .lamb(
                        x.b, x.at, x.d, x.at, x.e, x.at, x.c, 3, n, 2.5f, 1.5f, 0.1f, 0.001f,
                        1e-7f)));
  }

  private static void updates(List<TwinCases> all) {
    all.add(new TwinCases("Updates.sgd", (k, x, n) -> k.updates().sgd(x.b, x.at, x.c, 3, n, 0.1f)));
    for (boolean flag : new boolean[] {false, true}) {
      all.add(
          new TwinCases(
              "Updates.momentum",
              (k, x, n) ->
                  k.updates().momentum(x.b, x.at, x.d, x.at, x.c, 3, n, 0.1f, 0.9f, flag)));
      all.add(
          new TwinCases(
              "Updates.adagrad",
              (k, x, n) ->
                  k.updates().adagrad(x.b, x.at, x.e, x.at, x.c, 3, n, 0.1f, 1e-7f, flag)));
    }
    all.add(
        new TwinCases(
            "Updates.adadelta",
            (k, x, n) ->
                k.updates()
                    .adadelta(
                        x.b, x.at, x.e, x.at, x.e, 500, x.c, 3, n, 0.1f, 0.95f, 0.05f, 1e-7f)));
    all.add(
        new TwinCases(
            "Updates.proximal",
            (k, x, n) -> k.updates().proximal(x.b, x.at, x.c, 3, n, 0.1f, 0.3f, 0.2f)));
    all.add(
        new TwinCases(
            "Updates.proximalAdagrad",
            (k, x, n) ->
                k.updates().proximalAdagrad(x.b, x.at, x.e, x.at, x.c, 3, n, 0.1f, 0.3f, 0.2f)));
    all.add(
        new TwinCases(
            "Updates.rmsprop",
            (k, x, n) -> k.updates().rmsprop(x.b, x.at, x.e, x.at, x.c, 3, n, 0.1f, 0.9f, 1e-7f)));
    all.add(
        new TwinCases(
            "Updates.rmspropMomentum",
            (k, x, n) ->
                k.updates()
                    .rmspropMomentum(
                        x.b, x.at, x.e, x.at, x.d, x.at, x.c, 3, n, 0.1f, 0.9f, 0.8f, 1e-7f)));
    all.add(
        new TwinCases(
            "Updates.rmspropCentered",
            (k, x, n) ->
                k.updates()
                    .rmspropCentered(
                        x.b, x.at, x.e, x.at, x.d, x.at, x.d, 500, x.c, 3, n, 0.1f, 0.9f, 0.8f,
                        30)));
    for (float power : new float[] {-0.5f, -0.7f}) {
      all.add(
          new TwinCases(
              "Updates.ftrl",
              (k, x, n) ->
                  k.updates()
                      .ftrl(
                          x.b, x.at, x.e, x.at, x.d, x.at, x.c, 3, n, 0.1f, power, 0.2f, 0.3f,
                          0.4f)));
    }
  }
}
