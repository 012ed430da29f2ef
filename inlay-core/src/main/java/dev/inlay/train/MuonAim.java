package dev.inlay.train;

import dev.inlay.kernel.Kernels;
import dev.inlay.kernel.MatMul;
import dev.inlay.kernel.Scratch;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Table;
import java.util.ArrayList;
import java.util.List;

/** {@link Muon}, of the matrices that it moves itself. */
final class MuonAim implements Aim {
  private static final MatMul MAT_MUL = Kernels.best().matMul();

  /** Keeps the norm of a gradient of zeros from dividing. */
  private static final float EPSILON = 1e-7f;

  /** Rows of a product that one worker computes at a time. */
  private static final int ROWS = 32;

  private final Muon settings;
  private final Shape shape;

  /** Products of a step, of the smaller axis with itself; all are kept for the next one. */
  private final float[] square;

  private final float[] power;

  /** What a matrix becomes. */
  private final float[] next;

  private final List<Scratch> scratch = new ArrayList<>();

  MuonAim(Muon settings, Shape shape) {
    this.settings = settings;
    this.shape = shape;
    int n = smaller(shape);
    this.square = new float[n * n];
    this.power = new float[n * n];
    this.next = new float[shape.intSize()];
  }

  private static int smaller(Shape shape) {
    return Math.min(shape.dim(0), shape.dim(1));
  }

  /** How many floats it keeps for its products. */
  static long floats(Shape shape) {
    return 2L * smaller(shape) * smaller(shape) + shape.size();
  }

  @Override
  public float aim(Patch patch, int step, float rate, float kept, Tables tables) {
    float momentum = settings.momentum();
    Table gradient = patch.gradient();
    Table m = patch.slots().getFirst();
    // The gradient's own array takes the direction.
    tables.each(
        gradient,
        (chunk, from, n) -> {
          float[] g = gradient.chunk(chunk);
          float[] mean = m.chunk(chunk);
          for (int i = from; i < from + n; i++) {
            mean[i] += g[i] + mean[i] * (momentum - 1);
            g[i] = settings.nesterov() ? g[i] + momentum * mean[i] : mean[i];
          }
        });
    int rows = shape.dim(0);
    int columns = shape.dim(1);
    tables.scale(gradient, (float) (1 / (Math.sqrt(tables.squares(gradient)) + EPSILON)));
    equalize(gradient.array(), rows, columns, tables);
    Float rmsRate = settings.rmsRate();
    double longer = rmsRate == null ? 1 : Math.sqrt(Math.max(rows, columns)) * rmsRate;
    return (float) (rate * longer);
  }

  /** Makes the singular values of a matrix of norm 1 about 1. */
  private void equalize(float[] x, int rows, int columns, Tables tables) {
    Muon.Orthogonalization how = settings.orthogonalization();
    // The smaller of xᵀx and xxᵀ; a tall x is multiplied from the right, a wide one from the left.
    boolean tall = rows > columns;
    int n = smaller(shape);
    while (scratch.size() < tables.workers().size()) {
      scratch.add(new Scratch());
    }
    for (int step = 0; step < how.steps(); step++) {
      tables.byWorker(
          n,
          ROWS,
          (worker, from, count) -> {
            int at = tall ? from : from * columns;
            int k = tall ? rows : columns;
            multiply(
                worker, tall, !tall, count, n, k, x, at, columns, x, columns, square, from * n, n);
          });
      tables.byWorker(
          n,
          ROWS,
          (worker, from, count) -> {
            multiply(
                worker, false, false, count, n, n, square, from * n, n, square, n, power, from * n,
                n);
            for (int i = from * n; i < (from + count) * n; i++) {
              power[i] = how.b() * square[i] + how.c() * power[i];
            }
          });
      tables.byWorker(
          rows,
          ROWS,
          (worker, from, count) -> {
            int at = from * columns;
            if (tall) {
              multiply(
                  worker, false, false, count, n, n, x, at, columns, power, n, next, at, columns);
            } else {
              multiply(
                  worker, false, false, count, columns, n, power, from * n, n, x, columns, next, at,
                  columns);
            }
          });
      tables.ranges(
          rows,
          ROWS,
          (_, from, count) -> {
            for (int i = from * columns; i < (from + count) * columns; i++) {
              x[i] = how.a() * x[i] + next[i];
            }
          });
    }
  }

  private void multiply(
      int worker,
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      float[] a,
      int aOff,
      int lda,
      float[] b,
      int ldb,
      float[] c,
      int cOff,
      int ldc) {
    MAT_MUL.multiply(
        transposeA,
        transposeB,
        m,
        n,
        k,
        a,
        aOff,
        lda,
        b,
        0,
        ldb,
        c,
        cOff,
        ldc,
        false,
        scratch.get(worker));
  }
}
