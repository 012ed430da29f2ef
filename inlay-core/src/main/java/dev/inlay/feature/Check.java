package dev.inlay.feature;

import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Value;

/** What constructors and encoders of columns check alike. */
final class Check {
  private Check() {}

  static void key(String key) {
    if (key.isEmpty()) {
      throw new IllegalArgumentException("a column reads a feature; give the feature's name");
    }
  }

  static void atLeastOne(String column, String what, int n) {
    if (n < 1) {
      throw new IllegalArgumentException(
          "column \"%s\": %s is %d; give 1 or more".formatted(column, what, n));
    }
  }

  static void rowShape(String column, Shape shape) {
    if (!shape.isKnown() || shape.size() < 1 || shape.rank() < 1) {
      throw new IllegalArgumentException(
          "column \"%s\": numbers of shape %s; each axis is 1 or more".formatted(column, shape));
    }
  }

  static void embedding(String column, int dimension, float maxNorm) {
    atLeastOne(column, "an embedding's dimension", dimension);
    if (!(maxNorm > 0)) {
      throw new IllegalArgumentException(
          "column \"%s\": maxNorm is %s; give a number above 0".formatted(column, maxNorm));
    }
  }

  /** Data and column are both text or both whole numbers; "07" and 7 are different categories. */
  static void sameKind(String column, DType wanted, Value value) {
    boolean suits =
        wanted == DType.STRING ? value.dtype() == DType.STRING : value.dtype().isInteger();
    if (!suits) {
      throw new IllegalArgumentException(
          "column \"%s\": wanted %s, the feature is %s; %s"
              .formatted(
                  column,
                  wanted == DType.STRING ? "text" : "whole numbers",
                  value.dtype(),
                  repair(wanted, value.dtype())));
    }
  }

  private static String repair(DType wanted, DType got) {
    if (got == DType.FLOAT32) {
      return "bucketize numbers, or read the feature as INT64 or STRING";
    }
    return wanted == DType.STRING
        ? "read the feature as STRING, or make the column one of whole numbers"
        : "read the feature as INT64, or make the column one of text";
  }
}
