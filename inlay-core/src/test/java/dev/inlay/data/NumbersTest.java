package dev.inlay.data;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.inlay.Garbage;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {
  private static float parsed(String text) {
    byte[] bytes = ("x" + text + "y").getBytes(US_ASCII);
    return Numbers.parseFloat(bytes, 1, text.length());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "1",
        "-0.0",
        "+7",
        "1.",
        ".5",
        "007.250",
        "0.1",
        "-3.4028235e38",
        "1e-45",
        "7e-46",
        "8388608.5",
        "16777216",
        "16777217",
        "16777219",
        "16777216.5",
        "33554434.00000000000000001",
        "1e22",
        "1E+23",
        "5e-324",
        "0.30000000000000004",
        "0.000000059604645",
        "8.589973e9",
        "8589973504.0000000000000000001",
        "123456789012345678901",
        "0.000000000000000000000000000000000000011754943508222875",
        "9007199791611904.9999999999999",
        "1.00000017881393432617187499",
        "1.00000017881393432617187500",
        "1.00000017881393432617187501",
        "1.1754944E-38",
        "999999999999999e-15",
        "100000000000000000000000000000000"
      })
  void areThoseOfJava(String text) {
    assertThat(parsed(text)).isEqualTo(Float.parseFloat(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "-",
        "+",
        "1e",
        "1e+",
        "e5",
        "1f",
        "0x10",
        "1.2.3",
        "1 ",
        "1 2",
        "1-",
        "NaN",
        "Infinity",
        "1e39",
        "--1"
      })
  void areNoneWhereTextIsNone(String text) {
    assertThat(parsed(text)).isNaN();
  }

  @Test
  void areThoseOfJavaHoweverTheyAreWritten() {
    var random = new SplittableRandom(5);
    for (int i = 0; i < 50_000; i++) {
      float value = Float.intBitsToFloat(random.nextInt());
      double near = value * (1 + random.nextInt(-2, 3) * 0x1p-25);
      String text =
          switch (i % 5) {
            case 0 -> Float.toString(value);
            case 1 -> Double.toString(near);
            case 2 -> String.format(Locale.ROOT, "%.17e", near);
            case 3 -> String.format(Locale.ROOT, "%.6f", random.nextDouble(-1e6, 1e6));
            default -> Long.toString(random.nextLong() >> random.nextInt(64));
          };
      float wanted = Float.parseFloat(text);
      if (Float.isFinite(wanted) && parsed(text) != wanted) {
        fail("%s is %s, not %s".formatted(text, wanted, parsed(text)));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9223372036854775807",
        "-9223372036854775808",
        "+0009223372036854775807",
        "-1",
        "+12",
        "00000000000000000000000000"
      })
  void wholeOnesHaveSixtyFourBits(String text) {
    byte[] bytes = text.getBytes(US_ASCII);
    assertThat(Numbers.isWhole(bytes, 0, bytes.length)).isTrue();
    assertThat(Numbers.parseLong(bytes, 0, bytes.length)).isEqualTo(Long.parseLong(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9223372036854775808",
        "-9223372036854775809",
        "10000000000000000000",
        "1.0",
        "+",
        ""
      })
  void wholeOnesHaveNoMore(String text) {
    byte[] bytes = text.getBytes(US_ASCII);
    assertThat(Numbers.isWhole(bytes, 0, bytes.length)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0.123456789", "-12345.678901", "0.30000000000000004", "6.25e-03", "98765432109"})
  void areReadWithoutGarbage(String text) {
    byte[] bytes = text.getBytes(US_ASCII);
    float[] sum = {Numbers.parseFloat(bytes, 0, bytes.length)};
    Runnable parsing =
        () -> {
          for (int i = 0; i < 1_000; i++) {
            sum[0] += Numbers.parseFloat(bytes, 0, bytes.length);
          }
        };
    // What the counter itself takes.
    assertThat(Garbage.of(parsing)).isLessThan(1_000);
    assertThat(sum[0]).isFinite();
  }

  @Test
  void upToEightDigitsAreOneNumber() {
    var random = new SplittableRandom(6);
    String chars = "0123456789/:-+. @p\u0000";
    for (int i = 0; i < 100_000; i++) {
      int length = random.nextInt(10);
      // Mostly digits, else hardly any text would have nothing else.
      int kinds = random.nextInt(3) == 0 ? chars.length() : 10;
      var text = new StringBuilder("7".repeat(random.nextInt(9)));
      int from = text.length();
      for (int c = 0; c < length; c++) {
        text.append(chars.charAt(random.nextInt(kinds)));
      }
      text.append("8".repeat(random.nextInt(9)));
      String digits = text.substring(from, from + length);
      int expected = digits.matches("[0-9]{1,8}") ? Integer.parseInt(digits) : -1;
      assertThat(Numbers.parseDigits(text.toString().getBytes(US_ASCII), from, length))
          .as(digits)
          .isEqualTo(expected);
    }
  }
}
