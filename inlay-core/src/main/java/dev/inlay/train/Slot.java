package dev.inlay.train;

/**
 * A piece of an optimizer's memory: one number for each number of a weight.
 *
 * @param name as Keras names it: {@code momentum}, {@code accumulator}
 * @param start its first value
 */
public record Slot(String name, float start) {}
