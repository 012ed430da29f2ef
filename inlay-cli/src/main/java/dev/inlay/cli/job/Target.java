package dev.inlay.cli.job;

import java.util.List;

/**
 * What is predicted.
 *
 * @param column whose values are the answers
 * @param positive the values that count as the positive one of two classes; empty to find out
 * @param negative the values that count as the negative one; empty for all others
 * @param classes all classes in order; empty to find out
 * @param separator between the classes of a cell, where a row has any number of them
 */
public record Target(
    String column,
    Task task,
    List<String> positive,
    List<String> negative,
    List<String> classes,
    String separator) {
  /** Between the classes of a cell unless said. */
  public static final String SEPARATOR = "|";

  public Target {
    positive = List.copyOf(positive);
    negative = List.copyOf(negative);
    classes = List.copyOf(classes);
  }

  public static Target of(String column) {
    return new Target(column, Task.AUTO, List.of(), List.of(), List.of(), SEPARATOR);
  }
}
