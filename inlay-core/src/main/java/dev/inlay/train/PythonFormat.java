package dev.inlay.train;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers as Python's {@code str} and {@code format} write them (docs.python.org/3/library/string,
 * "Format Specification Mini-Language"), for names of files and logs that other programs read.
 */
final class PythonFormat {
  private static final Pattern FORMAT = Pattern.compile("(0?)(\\d*)(?:\\.(\\d+))?([dfeg%]?)");

  /** From here on Python's shortest form has an exponent; below 1e-4 too. */
  private static final int LARGE = 16;

  private static final int SMALL = -4;

  private PythonFormat() {}

  /** A number in the fewest digits that tell it apart: {@code 0.1}, {@code 1e-05}. */
  static String of(double value) {
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0.0" : "0.0";
    }
    BigDecimal digits = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    int exponent = exponent(digits);
    if (exponent < SMALL || exponent >= LARGE) {
      return scientific(digits, exponent);
    }
    String plain = digits.toPlainString();
    return plain.contains(".") ? plain : plain + ".0";
  }

  /**
   * A number by a format such as {@code 02d}, {@code .2f}, {@code .3g} or {@code .1%}.
   *
   * @throws IllegalArgumentException if it is another format
   */
  static String of(Number value, String format) {
    Matcher matcher = FORMAT.matcher(format);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "format \"%s\"; use one as 02d, .2f, .3g or .1%%".formatted(format));
    }
    String kind = matcher.group(4);
    String digits = matcher.group(3);
    String text = number(value, kind, digits == null ? -1 : Integer.parseInt(digits));
    int width = matcher.group(2).isEmpty() ? 0 : Integer.parseInt(matcher.group(2));
    if (matcher.group(1).isEmpty()) {
      return " ".repeat(Math.max(0, width - text.length())) + text;
    }
    String sign = text.startsWith("-") ? "-" : "";
    return sign + "0".repeat(Math.max(0, width - text.length())) + text.substring(sign.length());
  }

  private static String number(Number value, String kind, int precision) {
    boolean whole = value instanceof Integer;
    if (kind.equals("d") && !whole) {
      throw new IllegalArgumentException(
          "format \"d\" is for whole numbers, not " + value + "; use f");
    }
    if (whole && (kind.isEmpty() || kind.equals("d"))) {
      return value.toString();
    }
    double number = value.doubleValue();
    if (!Double.isFinite(number) || (kind.isEmpty() && precision < 0)) {
      return of(number);
    }
    int digits = precision < 0 ? 6 : precision;
    return switch (kind) {
      case "f" -> fixed(number, digits);
      case "%" -> fixed(number * 100, digits) + "%";
      case "e" -> String.format(Locale.ROOT, "%." + digits + "e", number);
      default -> general(number, Math.max(1, digits), kind.isEmpty());
    };
  }

  private static String fixed(double value, int digits) {
    String text = new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
    return value < 0 && !text.startsWith("-") ? "-" + text : text;
  }

  /**
   * So many significant digits, without zeros at the end.
   *
   * @param pointed whether a whole number keeps its point, as without a letter in the format
   */
  private static String general(double value, int digits, boolean pointed) {
    if (value == 0) {
      return pointed ? of(value) : of(value).replace(".0", "");
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits));
    int exponent = exponent(rounded);
    BigDecimal stripped = rounded.stripTrailingZeros();
    if (exponent < SMALL || exponent >= (pointed ? digits - 1 : digits)) {
      return scientific(stripped, exponent);
    }
    String plain = stripped.toPlainString();
    return pointed && !plain.contains(".") ? plain + ".0" : plain;
  }

  private static int exponent(BigDecimal value) {
    return value.precision() - value.scale() - 1;
  }

  private static String scientific(BigDecimal value, int exponent) {
    String digits = value.unscaledValue().abs().toString();
    String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    return (value.signum() < 0 ? "-" : "")
        + mantissa
        + String.format(Locale.ROOT, "e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
  }
}
