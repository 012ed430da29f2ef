package dev.inlay.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.inlay.graph.Variable;
import dev.inlay.tensor.Shape;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitializersTest {
  @ParameterizedTest
  @CsvSource({
    "GLOROT_UNIFORM, 0.0816497", // √(2 / (100 + 200))
    "GLOROT_NORMAL, 0.0816497",
    "HE_UNIFORM, 0.1414214", // √(2 / 100)
    "HE_NORMAL, 0.1414214",
    "LECUN_UNIFORM, 0.1",
    "LECUN_NORMAL, 0.1",
  })
  void haveTheDeviationThatTheFansAskFor(Initializers initializer, double deviation) {
    float[] values = fill(initializer, 100, 200);
    assertThat(mean(values)).isCloseTo(0, within(0.003));
    assertThat(deviation(values)).isCloseTo(deviation, within(deviation * 0.02));
  }

  @Test
  void uniformOnesReachTheirLimitAndStayWithin() {
    double limit = Math.sqrt(6.0 / 300);
    assertThat(fill(Initializers.GLOROT_UNIFORM, 100, 200))
        .satisfies(v -> assertThat(max(v)).isBetween(limit * 0.99, limit));
  }

  @Test
  void fansOfAConvolutionCountItsSize() {
    var fanOut = VarianceScaling.of(1).withMode(VarianceScaling.Mode.FAN_OUT);
    var normal = VarianceScaling.Distribution.UNTRUNCATED_NORMAL;
    assertThat(deviation(fill(fanOut.withDistribution(normal), 5, 40, 80)))
        .isCloseTo(Math.sqrt(1.0 / (5 * 80)), within(0.001));
  }

  @Test
  void truncatedNormalIsCutAtTwoDeviationsAndNotWidened() {
    float[] values = fill(TruncatedNormal.of(1, 0.5f), 100, 200);
    assertThat(mean(values)).isCloseTo(1, within(0.01));
    assertThat(deviation(values)).isCloseTo(0.5 * 0.87962566, within(0.01));
    assertThat(max(values)).isLessThan(2).isGreaterThan(1.95);
  }

  @Test
  void randomOnesFollowTheirSettings() {
    assertThat(deviation(fill(RandomNormal.of(), 100, 200))).isCloseTo(0.05, within(0.001));
    float[] uniform = fill(RandomUniform.of(2, 4), 100, 200);
    assertThat(mean(uniform)).isCloseTo(3, within(0.02));
    assertThat(deviation(uniform)).isCloseTo(2 / Math.sqrt(12), within(0.01));
  }

  @Test
  void equalKeysGiveEqualValuesAndOthersDont() {
    assertThat(fill(Initializers.HE_NORMAL, 3, 4)).isEqualTo(fill(Initializers.HE_NORMAL, 3, 4));
    Variable other = new Variable("w", Shape.of(3, 4), true);
    Initializers.HE_NORMAL.fill(other, 2);
    assertThat(other.values().array()).isNotEqualTo(fill(Initializers.HE_NORMAL, 3, 4));
  }

  @ParameterizedTest
  @CsvSource({"8, 8", "3, 9", "9, 3"})
  void orthogonalVectorsAreOfOneLengthAndOrthogonal(int rows, int columns) {
    float[] m = fill(Orthogonal.of(2), rows, columns);
    int count = Math.min(rows, columns);
    for (int a = 0; a < count; a++) {
      for (int b = 0; b < count; b++) {
        double dot = 0;
        for (int i = 0; i < Math.max(rows, columns); i++) {
          dot +=
              rows < columns
                  ? m[a * columns + i] * m[b * columns + i]
                  : m[i * columns + a] * m[i * columns + b];
        }
        assertThat(dot).isCloseTo(a == b ? 4 : 0, within(1e-5));
      }
    }
  }

  @Test
  void identityHasItsGainOnTheDiagonal() {
    assertThat(fill(IdentityInitializer.of(3), 2, 3)).containsExactly(3, 0, 0, 0, 3, 0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fill(IdentityInitializer.of(), 3))
        .withMessageContaining("IdentityInitializer wants a matrix");
  }

  @Test
  void constantsFill() {
    assertThat(fill(Initializers.ZEROS, 2)).containsOnly(0);
    assertThat(fill(Initializers.ONES, 2)).containsOnly(1);
    assertThat(fill(Constant.of(0.25f), 2)).containsOnly(0.25f);
  }

  private static float[] fill(Initializer initializer, int... dims) {
    Variable variable = new Variable("w", Shape.of(dims), true);
    initializer.fill(variable, 1);
    return variable.values().array();
  }

  private static double mean(float... values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).average().orElseThrow();
  }

  private static double deviation(float... values) {
    double mean = mean(values);
    return Math.sqrt(
        IntStream.range(0, values.length)
            .mapToDouble(i -> (values[i] - mean) * (values[i] - mean))
            .average()
            .orElseThrow());
  }

  private static double max(float... values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).max().orElseThrow();
  }
}
