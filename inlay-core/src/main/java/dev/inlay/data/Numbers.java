package dev.inlay.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** Numbers from characters in ASCII, without making a text of nearly any of them. */
final class Numbers {
  /** The powers of ten that a double holds exactly. */
  private static final double[] POWERS = {
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
    1e18, 1e19, 1e20, 1e21, 1e22
  };

  /** As many digits as a double is sure to hold. */
  private static final long MOST = 100_000_000_000_000L;

  /** The bits of a double that a float has no room for, and what they are halfway between two. */
  private static final long BEYOND_FLOAT = (1 << 29) - 1;

  private static final long HALFWAY = 1 << 28;

  private static final long ZEROS = Words.of((byte) '0');

  /** The largest of the whole numbers of 64 bits without their sign. */
  private static final String LARGEST = "9223372036854775808";

  private Numbers() {}

  /**
   * The number that up to eight digits are; -1 if it is written otherwise.
   *
   * <p>Neighbours are put together thrice: digits to pairs, those to fours, those to eight.
   */
  static int parseDigits(byte[] buffer, int offset, int length) {
    if (length == 0 || length > Words.BYTES) {
      return -1;
    }
    // Behind as many zeros as it takes to be eight digits.
    int zeros = Byte.SIZE * (Words.BYTES - length);
    long digits = (Words.at(buffer, offset, length) ^ (ZEROS >>> zeros)) << zeros;
    if (((digits | (digits + 0x0606060606060606L)) & 0xf0f0f0f0f0f0f0f0L) != 0) {
      return -1;
    }
    long pairs = (digits * 10 + (digits >>> 8)) & 0x00ff00ff00ff00ffL;
    long fours = (pairs * 100 + (pairs >>> 16)) & 0x0000ffff0000ffffL;
    return (int) (fours * 10_000 + (fours >>> 32));
  }

  /** Whether it is a whole number of at most 64 bits: an optional sign, then digits. */
  static boolean isWhole(byte[] buffer, int offset, int length) {
    int first = length > 0 && isSign(buffer[offset]) ? 1 : 0;
    if (length == first) {
      return false;
    }
    for (int i = first; i < length; i++) {
      if (!isDigit(buffer[offset + i])) {
        return false;
      }
    }
    return length - first <= 18 || fits(buffer, offset, length);
  }

  /** Whether digits behind an optional sign are not beyond 64 bits. */
  private static boolean fits(byte[] buffer, int offset, int length) {
    int from = offset + (isSign(buffer[offset]) ? 1 : 0);
    int end = offset + length;
    while (from < end && buffer[from] == '0') {
      from++;
    }
    if (end - from != LARGEST.length()) {
      return end - from < LARGEST.length();
    }
    for (int i = 0; i < LARGEST.length(); i++) {
      int above = buffer[from + i] - LARGEST.charAt(i);
      if (above != 0) {
        return above < 0;
      }
    }
    return buffer[offset] == '-';
  }

  /** A text that {@link #isWhole} as a number. */
  static long parseLong(byte[] buffer, int offset, int length) {
    boolean negative = buffer[offset] == '-';
    long value = 0;
    // Summed up below zero, where there is one number more.
    for (int i = isSign(buffer[offset]) ? 1 : 0; i < length; i++) {
      value = 10 * value - (buffer[offset + i] - '0');
    }
    return negative ? value : -value;
  }

  /**
   * The float nearest to a decimal number; NaN if it is none or has no finite float.
   *
   * <p>Its first 15 digits and one more in the last of them are two doubles, each rounded once,
   * between which it lies. Where both become the same float, that is it.
   */
  static float parseFloat(byte[] buffer, int offset, int length) {
    int whole = parseDigits(buffer, offset, length);
    if (whole >= 0) {
      return whole;
    }
    int end = offset + length;
    int i = length > 0 && isSign(buffer[offset]) ? offset + 1 : offset;
    long digits = 0;
    boolean any = false;
    boolean more = false;
    int exponent = 0;
    boolean point = false;
    for (; i < end; i++) {
      byte c = buffer[i];
      if (isDigit(c)) {
        any = true;
        if (digits < MOST) {
          digits = 10 * digits + (c - '0');
          exponent -= point ? 1 : 0;
        } else {
          more |= c != '0';
          exponent += point ? 0 : 1;
        }
      } else if (c == '.' && !point) {
        point = true;
      } else {
        break;
      }
    }
    if (!any) {
      return Float.NaN;
    }
    if (i < end) {
      if (!isExponent(buffer, i, end)) {
        return Float.NaN;
      }
      exponent += exponent(buffer, i, end);
    }
    if (Math.abs(exponent) >= POWERS.length) {
      return parseSlowly(buffer, offset, length);
    }
    double low = scaled(digits, exponent);
    double high = more ? scaled(digits + 1, exponent) : low;
    boolean exact = exponent == 0 && !more;
    if (!exact && ((float) low != (float) high || isHalfway(low) || isHalfway(high))) {
      return parseSlowly(buffer, offset, length);
    }
    return buffer[offset] == '-' ? (float) -low : (float) low;
  }

  /** An exact number by an exact power of ten: rounded once. */
  private static double scaled(long digits, int exponent) {
    return exponent < 0 ? digits / POWERS[-exponent] : digits * POWERS[exponent];
  }

  /** Whether rounding made it a tie, which it may not have been. */
  private static boolean isHalfway(double value) {
    return (Double.doubleToRawLongBits(value) & BEYOND_FLOAT) == HALFWAY;
  }

  /** Whether the rest is an "e", an optional sign and digits. */
  private static boolean isExponent(byte[] buffer, int at, int end) {
    if (buffer[at] != 'e' && buffer[at] != 'E') {
      return false;
    }
    int first = at + 1 < end && isSign(buffer[at + 1]) ? at + 2 : at + 1;
    for (int i = first; i < end; i++) {
      if (!isDigit(buffer[i])) {
        return false;
      }
    }
    return first < end;
  }

  /** The number behind an "e"; a large one where it is large. */
  private static int exponent(byte[] buffer, int at, int end) {
    boolean signed = isSign(buffer[at + 1]);
    int exponent = 0;
    for (int i = signed ? at + 2 : at + 1; i < end; i++) {
      exponent = Math.min(10 * exponent + (buffer[i] - '0'), 1 << 20);
    }
    return buffer[at + 1] == '-' ? -exponent : exponent;
  }

  /** A number that is written as Java has them. */
  private static float parseSlowly(byte[] buffer, int offset, int length) {
    float value = Float.parseFloat(new String(buffer, offset, length, ISO_8859_1));
    return Float.isInfinite(value) ? Float.NaN : value;
  }

  private static boolean isDigit(byte c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isSign(byte c) {
    return c == '-' || c == '+';
  }
}
