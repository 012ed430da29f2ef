package dev.inlay.train;

/**
 * A piece of an optimizer's memory: one number for each number of a weight.
 *
 * @param name as Keras names it: {@code momentum}, {@code accumulator}
 * @param start its first value
 * @param startsAtWeight whether its first value is what the weight has before the first step
 */
public record Slot(String name, float start, boolean startsAtWeight) {
  /** A slot that starts at a number. */
  public Slot(String name, float start) {
    this(name, start, false);
  }

  /** A slot that starts at the weight. */
  static Slot atWeight(String name) {
    return new Slot(name, 0, true);
  }
}
