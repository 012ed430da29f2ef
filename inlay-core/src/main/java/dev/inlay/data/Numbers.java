package dev.inlay.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** Numbers from characters in ASCII, without making a text of most of them. */
final class Numbers {
  /** The powers of ten that a float holds exactly. */
  private static final float[] POWERS = {
    1, 1e1f, 1e2f, 1e3f, 1e4f, 1e5f, 1e6f, 1e7f, 1e8f, 1e9f, 1e10f
  };

  /** Whole numbers up to here are floats exactly. */
  private static final int EXACT = 1 << 24;

  private Numbers() {}

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

  private static boolean fits(byte[] buffer, int offset, int length) {
    try {
      Long.parseLong(new String(buffer, offset, length, ISO_8859_1));
      return true;
    } catch (NumberFormatException _) {
      return false;
    }
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
   * The float nearest to a decimal number; NaN if it is none or has no finite float. Few digits are
   * a quotient of two floats that hold numerator and denominator exactly, and so rounded once.
   */
  static float parseFloat(byte[] buffer, int offset, int length) {
    int end = offset + length;
    int i = length > 0 && isSign(buffer[offset]) ? offset + 1 : offset;
    long digits = 0;
    int count = 0;
    int decimals = 0;
    boolean point = false;
    for (; i < end; i++) {
      byte c = buffer[i];
      if (isDigit(c)) {
        digits = 10 * digits + (c - '0');
        decimals += point ? 1 : 0;
        count++;
      } else if (c == '.' && !point) {
        point = true;
      } else {
        break;
      }
    }
    if (i == end && count > 0 && count <= 18 && digits <= EXACT && decimals < POWERS.length) {
      float value = digits / POWERS[decimals];
      return buffer[offset] == '-' ? -value : value;
    }
    return count == 0 ? Float.NaN : parseSlowly(buffer, offset, length);
  }

  private static float parseSlowly(byte[] buffer, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      byte c = buffer[i];
      // Java reads hexadecimal numbers, "1f" and "1d" too.
      if (!isDigit(c) && !isSign(c) && c != '.' && c != 'e' && c != 'E') {
        return Float.NaN;
      }
    }
    try {
      float value = Float.parseFloat(new String(buffer, offset, length, ISO_8859_1));
      return Float.isInfinite(value) ? Float.NaN : value;
    } catch (NumberFormatException _) {
      return Float.NaN;
    }
  }

  private static boolean isDigit(byte c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isSign(byte c) {
    return c == '-' || c == '+';
  }
}
