package dev.inlay.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.inlay.kernel.TwinCases.Arrays5;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Scalar loops against SIMD loops: the same bits, at odd lengths. */
class TwinTest {
  private static final List<Class<?>> FAMILIES =
      List.of(
          Pointwise.class,
          Folds.class,
          Losses.class,
          Lookups.class,
          Updates.class,
          Moments.class,
          Cells.class,
          Widening.class);

  /** Around one, two and four vectors of any machine, and in between. */
  private static final int[] LENGTHS = {
    1, 2, 3, 4, 5, 7, 8, 9, 13, 15, 16, 17, 23, 31, 32, 33, 47, 50, 63, 64, 65, 70
  };

  @Test
  void everyLoopHasACase() {
    var loops =
        FAMILIES.stream()
            .flatMap(family -> Arrays.stream(family.getDeclaredMethods()))
            .filter(method -> !method.isSynthetic() && !isStatic(method))
            .map(method -> method.getDeclaringClass().getSimpleName() + "." + method.getName())
            .collect(Collectors.toSet());
    assertThat(TwinCases.all()).extracting(TwinCases::method).containsAll(loops);
  }

  private static boolean isStatic(Method method) {
    return Modifier.isStatic(method.getModifiers());
  }

  static Stream<String> methods() {
    return TwinCases.all().stream().map(TwinCases::method).distinct();
  }

  @ParameterizedTest
  @MethodSource("methods")
  void givesTheSameBits(String method) {
    assumeTrue(Kernels.hasSimd(), "no Vector API");
    Kernels simd = Kernels.simd();
    Kernels scalar = Kernels.scalar();
    var cases = TwinCases.all().stream().filter(c -> c.method().equals(method)).toList();
    for (int c = 0; c < cases.size(); c++) {
      for (int n : LENGTHS) {
        int at = n % 3 + 11;
        Arrays5 expected = Arrays5.random(n, at);
        Arrays5 actual = Arrays5.random(n, at);
        cases.get(c).loop().run(scalar, expected, n);
        cases.get(c).loop().run(simd, actual, n);
        for (int i = 0; i < 5; i++) {
          assertSameBits(expected.all().get(i), actual.all().get(i), c + ", length " + n);
        }
      }
    }
  }

  private static void assertSameBits(float[] expected, float[] actual, String what) {
    for (int i = 0; i < expected.length; i++) {
      if (Float.floatToIntBits(expected[i]) != Float.floatToIntBits(actual[i])) {
        assertThat(actual[i]).as("case %s, element %d", what, i).isEqualTo(expected[i]);
      }
    }
  }

  @Test
  void doesNothingAtLengthZero() {
    assumeTrue(Kernels.hasSimd(), "no Vector API");
    Arrays5 untouched = Arrays5.random(1, 5);
    Arrays5 x = Arrays5.random(1, 5);
    Kernels simd = Kernels.simd();
    simd.pointwise().axpy(2, x.a(), 5, x.b(), 3, 0);
    simd.updates().sgd(x.b(), 5, x.c(), 3, 0, 0.1f);
    simd.folds().columnSums(x.b(), 5, 0, 3, 0, x.c(), 3, false);
    for (int i = 0; i < 5; i++) {
      assertSameBits(untouched.all().get(i), x.all().get(i), "length 0");
    }
    assertThat(simd.folds().sum(x.b(), 5, 0)).isZero();
    assertThat(simd.folds().max(x.b(), 5, 0)).isEqualTo(Float.NEGATIVE_INFINITY);
  }
}
