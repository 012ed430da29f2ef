package dev.inlay.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Products by OpenBLAS, where its jar is on the class path. */
class OpenBlasTest {
  private final Random random = new Random(11);

  @Test
  void equalsTheSumInDouble() {
    assumeTrue(OpenBlas.isPresent(), "no OpenBLAS on the class path");
    MatMul matMul = OpenBlas.load();
    for (int trial = 0; trial < 100; trial++) {
      int m = 1 + random.nextInt(30);
      Product.random(random, m, 1 + random.nextInt(100), random.nextInt(40)).check(matMul);
    }
  }

  @Test
  void givesTheSameBitsAgain() {
    assumeTrue(OpenBlas.isPresent(), "no OpenBLAS on the class path");
    MatMul matMul = OpenBlas.load();
    Product product = Product.random(random, 64, 100, 300);
    assertThat(product.run(matMul)).isEqualTo(product.run(matMul));
  }

  @Test
  void saysWhatToAddWhereItIsMissing() {
    assumeFalse(OpenBlas.isPresent(), "OpenBLAS is on the class path");
    assertThatThrownBy(OpenBlas::load)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("org.bytedeco:openblas");
  }
}
