package dev.inlay.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Matrix products against sums in double, against each other, and cut into parts. */
@Tag("twin")
class MatMulTest {
  /** A product and its operands, with room around each matrix that nothing may touch. */
  private record Product(
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
      boolean transposeA = random.nextBoolean();
      boolean transposeB = random.nextBoolean();
      int lda = (transposeA ? m : k) + random.nextInt(3);
      int ldb = (transposeB ? k : n) + random.nextInt(3);
      int ldc = n + random.nextInt(3);
      float[] a = floats(random, BEFORE + (transposeA ? k : m) * lda);
      float[] b = floats(random, BEFORE + (transposeB ? n : k) * ldb);
      float[] c = floats(random, BEFORE + m * ldc + BEFORE);
      return new Product(
          transposeA, transposeB, m, n, k, a, lda, b, ldb, c, ldc, random.nextBoolean());
    }

    private static float[] floats(Random random, int length) {
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

    double exact(int i, int j) {
      double sum = add ? c[BEFORE + i * ldc + j] : 0;
      for (int p = 0; p < k; p++) {
        float left = a[BEFORE + (transposeA ? p * lda + i : i * lda + p)];
        sum += (double) left * b[BEFORE + (transposeB ? j * ldb + p : p * ldb + j)];
      }
      return sum;
    }

    boolean isElement(int at) {
      int i = Math.floorDiv(at - BEFORE, ldc);
      return i >= 0 && i < m && (at - BEFORE) % ldc < n;
    }
  }

  private final Random random = new Random(7);

  private Product next() {
    return Product.random(
        random, 1 + random.nextInt(30), 1 + random.nextInt(100), random.nextInt(40));
  }

  @Test
  void equalsTheSumInDouble() {
    MatMul matMul = Kernels.best().matMul();
    for (int trial = 0; trial < 200; trial++) {
      Product product = next();
      float[] actual = product.run(matMul);
      for (int at = 0; at < actual.length; at++) {
        if (product.isElement(at)) {
          int i = (at - Product.BEFORE) / product.ldc();
          int j = (at - Product.BEFORE) % product.ldc();
          assertThat((double) actual[at]).isCloseTo(product.exact(i, j), within(1e-5));
        } else {
          assertThat(actual[at]).as("beside C").isEqualTo(product.c()[at]);
        }
      }
    }
  }

  @Test
  void givesTheSameBitsScalarAndSimd() {
    assumeTrue(Kernels.hasSimd(), "no Vector API");
    for (int trial = 0; trial < 200; trial++) {
      Product product = next();
      assertThat(product.run(Kernels.simd().matMul()))
          .isEqualTo(product.run(Kernels.scalar().matMul()));
    }
  }

  @Test
  void givesTheSameBitsWhenBlocksAreCut() {
    assumeTrue(Kernels.hasSimd(), "no Vector API");
    int[][] shapes = {{13, 530, 600}, {250, 40, 257}, {1, 600, 300}, {300, 1, 300}};
    for (int[] shape : shapes) {
      for (int trial = 0; trial < 2; trial++) {
        Product product = Product.random(random, shape[0], shape[1], shape[2]);
        assertThat(product.run(Kernels.simd().matMul()))
            .isEqualTo(product.run(Kernels.scalar().matMul()));
      }
    }
  }

  @Test
  void givesTheSameBitsHoweverRowsAreSplit() {
    MatMul matMul = Kernels.best().matMul();
    for (int trial = 0; trial < 100; trial++) {
      Product product = next();
      float[] parts = product.c().clone();
      for (int from = 0; from < product.m(); ) {
        int to = Math.min(product.m(), from + 1 + random.nextInt(8));
        product.run(matMul, from, to, parts);
        from = to;
      }
      assertThat(parts).isEqualTo(product.run(matMul));
    }
  }

  @Test
  void ofNothingIsZeros() {
    float[] c = {1, 2, 3, 4, 5};
    MatMul matMul = Kernels.best().matMul();
    float[] none = {};
    matMul.multiply(false, false, 2, 2, 0, none, 0, 0, none, 0, 2, c, 0, 2, true, new Scratch());
    assertThat(c).containsExactly(1, 2, 3, 4, 5);
    matMul.multiply(false, false, 2, 2, 0, none, 0, 0, none, 0, 2, c, 0, 2, false, new Scratch());
    assertThat(c).containsExactly(0, 0, 0, 0, 5);
  }

  @Test
  void givesTheSameBitsInterpretedAndCompiled() {
    MatMul matMul = Kernels.best().matMul();
    Product product = Product.random(random, 7, 35, 20);
    float[] first = product.run(matMul);
    for (int i = 0; i < 2_000; i++) {
      assertThat(Arrays.equals(first, product.run(matMul))).as("run " + i).isTrue();
    }
  }
}
