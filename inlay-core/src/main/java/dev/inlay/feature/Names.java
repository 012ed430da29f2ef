package dev.inlay.feature;

import java.util.Arrays;
import java.util.Comparator;

/** The order of names, and what variables may be called. */
final class Names {
  /** Python's order of texts. */
  static final Comparator<String> BY_CODE_POINT =
      (a, b) -> Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());

  private Names() {}

  /** A name in the characters that TensorFlow allows in a variable's: others become {@code _}. */
  static String path(String name) {
    return name.replaceAll("[^A-Za-z0-9_.-]", "_");
  }
}
