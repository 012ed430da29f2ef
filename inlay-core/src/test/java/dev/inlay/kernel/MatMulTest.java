package dev.inlay.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Matrix products against sums in double, against each other, and cut into parts. */
@Tag("twin")
class MatMulTest {
  private final Random random = new Random(7);

  private Product next() {
    return Product.random(
        random, 1 + random.nextInt(30), 1 + random.nextInt(100), random.nextInt(40));
  }

  @Test
  void equalsTheSumInDouble() {
    MatMul matMul = Kernels.best().matMul();
    for (int trial = 0; trial < 200; trial++) {
      next().check(matMul);
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
    int[][] shapes = {
      {13, 1_070, 600}, {300, 40, 257}, {5, 1_070, 30}, {1, 600, 300}, {300, 1, 300}
    };
    for (int[] shape : shapes) {
      for (int trial = 0; trial < 2; trial++) {
        Product product = Product.random(random, shape[0], shape[1], shape[2]);
        assertThat(product.run(Kernels.simd().matMul()))
            .isEqualTo(product.run(Kernels.scalar().matMul()));
      }
    }
  }

  @Test
  void givesTheSameBitsWhereWhatIsLaidOutDoesNotFillVectors() {
    assumeTrue(Kernels.hasSimd(), "no Vector API");
    for (int trial = 0; trial < 12; trial++) {
      // Matrices too large to be read in place, and rests of all sizes of rows, columns and depth.
      int m = 240 + 3 * trial;
      int n = 130 + 7 * trial;
      int k = 260 + 5 * trial;
      for (int form = 0; form < 4; form++) {
        Product product = Product.random(random, (form & 1) != 0, (form & 2) != 0, m, n, k);
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
  void givesTheSameBitsWithTheRightMatrixLaidOut() {
    for (int[] shape :
        new int[][] {{13, 1_070, 600}, {8, 128, 512}, {1, 40, 30}, {5, 1, 20}, {16, 100, 69}}) {
      for (int form = 0; form < 4; form++) {
        laidOut((form & 1) != 0, (form & 2) != 0, shape[0], shape[1], shape[2]);
      }
    }
  }

  private void laidOut(boolean transposed, boolean add, int m, int n, int k) {
    float[] a = Product.floats(random, m * k);
    float[] b = Product.floats(random, n * k);
    float[] wanted = Product.floats(random, m * n);
    float[] c = wanted.clone();
    int ldb = transposed ? k : n;
    var scratch = new Scratch();
    Kernels.scalar()
        .matMul()
        .multiply(false, transposed, m, n, k, a, 0, k, b, 0, ldb, wanted, 0, n, add, scratch);
    MatMul matMul = Kernels.hasSimd() ? Kernels.simd().matMul() : Kernels.best().matMul();
    var right = new Right();
    matMul.lay(transposed, n, k, b, 0, ldb, right);
    matMul.multiply(m, a, 0, k, right, c, 0, n, add, scratch);
    assertThat(c).isEqualTo(wanted);
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
