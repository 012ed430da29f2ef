package dev.inlay.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against what Python 3 printed. */
class PythonFormatTest {
  @ParameterizedTest
  @CsvSource({
    "0.1, 0.1",
    "1e-5, 1e-05",
    "0.00012, 0.00012",
    "1.5e300, 1.5e+300",
    "9999999999999998, 9999999999999998.0",
    "1e16, 1e+16",
    "123456789012345680, 1.2345678901234568e+17",
    "-3, -3.0",
    "-0.0, -0.0",
    "NaN, nan",
    "-Infinity, -inf"
  })
  void shortestDigits(double value, String text) {
    assertThat(PythonFormat.of(value)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "12345.678, .3, 1.23e+04",
    "0.00012345, .3, 0.000123",
    "100, .3, 1e+02",
    "100, .4, 100.0",
    "100, .3g, 100",
    "10, .3, 10.0",
    "3, .1, 3e+00",
    "3, .1g, 3",
    "0.5, .3g, 0.5",
    "1234567, g, 1.23457e+06",
    "0.5, e, 5.000000e-01",
    "2.675, .2f, 2.67",
    "0.1235, .1%, 12.3%",
    "-1.5, 06.2f, -01.50",
    "0.25, 7.2f, '   0.25'"
  })
  void formatsOfFloats(double value, String format, String text) {
    assertThat(PythonFormat.of(value, format)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"7, 02d, 07", "7, 3d, '  7'", "7, .1f, 7.0", "123, 02d, 123"})
  void formatsOfWholeNumbers(int value, String format, String text) {
    assertThat(PythonFormat.of(value, format)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"d", ">3", "x"})
  void otherFormatsAreRefused(String format) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PythonFormat.of(0.5, format))
        .withMessageContaining("format");
  }
}
