package dev.inlay.data;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Takes the values of one column, from top to bottom. */
interface CellSink {
  /**
   * Takes a value that is not missing, as it is written in UTF-8: a number or a text.
   *
   * @throws BadCell if it can't
   */
  void add(byte[] buffer, int offset, int length);

  /**
   * Takes a value that is a text, and no number even if it looks like one.
   *
   * @throws BadCell if it can't
   */
  void addText(byte[] buffer, int offset, int length);

  /**
   * Takes a whole number.
   *
   * @throws BadCell if it can't
   */
  void add(long number);

  /**
   * Takes a number.
   *
   * @throws BadCell if it can't
   */
  void add(double number);

  /** Takes a text. */
  default void addText(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    addText(bytes, 0, bytes.length);
  }

  /** Takes a truth value: 1 or 0 among numbers, {@code true} or {@code false} among texts. */
  void add(boolean truth);

  /**
   * Takes a missing value.
   *
   * @throws BadCell if it can't
   */
  void addMissing();
}
