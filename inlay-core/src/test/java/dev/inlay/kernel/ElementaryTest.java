package dev.inlay.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** The elementary functions against those of the JDK in 64 bits, in units of the last place. */
class ElementaryTest {
  private static final int STEPS = 20_000;

  @FunctionalInterface
  private interface Function {
    float of(float x);
  }

  private static void check(
      Function actual, DoubleUnaryOperator exact, double from, double to, double units) {
    for (int i = 0; i <= STEPS; i++) {
      float x = (float) (from + (to - from) * i / STEPS);
      double expected = exact.applyAsDouble(x);
      double error = Math.abs(actual.of(x) - expected) / Math.ulp((float) expected);
      assertThat(error).as("at %s", x).isLessThan(units);
    }
  }

  @Test
  void exponentials() {
    check(Elementary::exp, Math::exp, -86, 88.7, 1.5);
    check(Elementary::exp, Math::exp, -1, 1, 1.5);
    check(Elementary::expm1, Math::expm1, -10, 80, 2);
    check(Elementary::expm1, Math::expm1, -0.01, 0.01, 2);
    assertThat(Elementary.exp(89)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(Elementary.exp(Float.NEGATIVE_INFINITY)).isZero();
    assertThat(Elementary.exp(Float.NaN)).isNaN();
    assertThat(Elementary.expm1(Float.NEGATIVE_INFINITY)).isEqualTo(-1);
    assertThat(Elementary.expm1(Float.POSITIVE_INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
  }

  @Test
  void logarithms() {
    check(Elementary::log, Math::log, 1e-6, 3, 1.5);
    check(Elementary::log, Math::log, 1e-42, 1e-37, 1.5);
    check(Elementary::log, Math::log, 1, 1e30, 1.5);
    check(Elementary::log1p, Math::log1p, -0.999, 5, 2);
    check(Elementary::log1p, Math::log1p, -1e-4, 1e-4, 2);
    assertThat(Elementary.log(0)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(Elementary.log(-1)).isNaN();
    assertThat(Elementary.log(Float.POSITIVE_INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(Elementary.log1p(-1)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(Elementary.log1p(Float.POSITIVE_INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
  }

  @Test
  void sigmoids() {
    check(Elementary::sigmoid, x -> 1 / (1 + Math.exp(-x)), -80, 80, 3);
    check(Elementary::tanh, Math::tanh, -10, 10, 2);
    check(Elementary::tanh, Math::tanh, -0.7, 0.7, 2);
    check(
        Elementary::softplus, x -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), -80, 80, 3);
    assertThat(Elementary.sigmoid(-100)).isZero();
    assertThat(Elementary.tanh(100)).isEqualTo(1);
    assertThat(Elementary.tanh(-0f)).isEqualTo(-0f);
    assertThat(Elementary.softplus(Float.NaN)).isNaN();
  }

  @Test
  void errorFunction() {
    check(Elementary::erf, ElementaryTest::erf, -3.9, 3.9, 2);
    assertThat(Elementary.erf(5)).isEqualTo(1);
    assertThat(Elementary.erf(Float.NEGATIVE_INFINITY)).isEqualTo(-1);
    assertThat(Elementary.erf(Float.NaN)).isNaN();
  }

  /** 2/√π exp(-x²) Σ 2ⁿ x²ⁿ⁺¹ / (2n+1)!! (Abramowitz, Stegun 7.1.6). */
  private static double erf(double x) {
    double term = x;
    double sum = x;
    for (int n = 1; n < 100; n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }
}
