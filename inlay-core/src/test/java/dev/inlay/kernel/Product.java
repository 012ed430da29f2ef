package dev.inlay.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;

/** A product and its operands, with room around each matrix that nothing may touch. */
record Product(
    boolean transposeA,
    boolean transposeB,
    int m,
    int n,
    int k,
    float[] a,
    int lda,
    float[] b,
    int ldb,
    float[] c,
    int ldc,
    boolean add) {
  private static final int BEFORE = 3;

  static Product random(Random random, int m, int n, int k) {
    return random(random, random.nextBoolean(), random.nextBoolean(), m, n, k);
  }

  static Product random(
      Random random, boolean transposeA, boolean transposeB, int m, int n, int k) {
    int lda = (transposeA ? m : k) + random.nextInt(3);
    int ldb = (transposeB ? k : n) + random.nextInt(3);
    int ldc = n + random.nextInt(3);
    float[] a = floats(random, BEFORE + (transposeA ? k : m) * lda);
    float[] b = floats(random, BEFORE + (transposeB ? n : k) * ldb);
    float[] c = floats(random, BEFORE + m * ldc + BEFORE);
    return new Product(
        transposeA, transposeB, m, n, k, a, lda, b, ldb, c, ldc, random.nextBoolean());
  }

  /** Numbers about 0. */
  static float[] floats(Random random, int length) {
    float[] x = new float[length];
    for (int i = 0; i < length; i++) {
      x[i] = random.nextFloat() - 0.5f;
    }
    return x;
  }

  /** C after the product, for some of its rows only. */
  void run(MatMul matMul, int from, int to, float[] result) {
    int aAt = BEFORE + from * (transposeA ? 1 : lda);
    int cAt = BEFORE + from * ldc;
    matMul.multiply(
        transposeA,
        transposeB,
        to - from,
        n,
        k,
        a,
        aAt,
        lda,
        b,
        BEFORE,
        ldb,
        result,
        cAt,
        ldc,
        add,
        new Scratch());
  }

  float[] run(MatMul matMul) {
    float[] result = c.clone();
    run(matMul, 0, m, result);
    return result;
  }

  private double exact(int i, int j) {
    double sum = add ? c[BEFORE + i * ldc + j] : 0;
    for (int p = 0; p < k; p++) {
      float left = a[BEFORE + (transposeA ? p * lda + i : i * lda + p)];
      sum += (double) left * b[BEFORE + (transposeB ? j * ldb + p : p * ldb + j)];
    }
    return sum;
  }

  /** Runs it and holds C against sums in double, and what is beside C against what it was. */
  void check(MatMul matMul) {
    float[] actual = run(matMul);
    for (int at = 0; at < actual.length; at++) {
      int i = Math.floorDiv(at - BEFORE, ldc);
      int j = Math.floorMod(at - BEFORE, ldc);
      if (i >= 0 && i < m && j < n) {
        assertThat((double) actual[at]).as("%d, %d", i, j).isCloseTo(exact(i, j), within(1e-5));
      } else {
        assertThat(actual[at]).as("beside C").isEqualTo(c[at]);
      }
    }
  }
}
