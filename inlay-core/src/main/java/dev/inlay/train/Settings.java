package dev.inlay.train;

/** Checks of settings. */
final class Settings {
  private Settings() {}

  /** From 0 to less than 1. */
  static void fraction(String name, float value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(
          "%s is from 0 to less than 1, got %s".formatted(name, value));
    }
  }

  static void notNegative(String name, float value) {
    if (!(value >= 0) || Float.isInfinite(value)) {
      throw new IllegalArgumentException(
          "%s is 0 or more and finite, got %s".formatted(name, value));
    }
  }

  static void positive(String name, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException("%s are 1 or more, got %d".formatted(name, value));
    }
  }
}
