package dev.inlay.cli.recipe;

import dev.inlay.cli.job.Target;
import dev.inlay.cli.job.Task;
import dev.inlay.cli.yaml.Nearest;
import dev.inlay.tensor.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Finds out what a label's values mean. */
final class AnswerInference {
  /** Whole numbers of more different values are taken for amounts. */
  private static final int MOST_NUMBERS = 10;

  private static final int MOST_CLASSES = 1_000;

  private AnswerInference() {}

  /**
   * What the values mean.
   *
   * @param type that they have in common
   */
  static Answer of(Target target, DType type, String[] values, Consumer<String> notes) {
    Collection<String> distinct = new TreeSet<>(Arrays.asList(values));
    boolean gaps = distinct.remove("");
    if (gaps) {
      notes.accept(
          "%,d rows have no label and are left out"
              .formatted(Arrays.stream(values).filter(String::isEmpty).count()));
    }
    if (distinct.size() < 2) {
      throw new IllegalArgumentException(
          "the label \"%s\" has %s in all rows; there is nothing to predict"
              .formatted(
                  target.column(),
                  distinct.isEmpty()
                      ? "no value"
                      : "the same value \"" + distinct.iterator().next() + "\""));
    }
    return switch (task(target, type, distinct)) {
      case REGRESSION -> Answer.of(target.column(), Task.REGRESSION, List.of(), List.of());
      case BINARY -> binary(target, type, distinct);
      case MULTICLASS -> {
        if (target.task() == Task.AUTO && target.classes().isEmpty()) {
          doubts(target, distinct, Arrays.stream(values).filter(v -> !v.isEmpty()).count(), notes);
        }
        yield multiclass(target, type, distinct);
      }
      case MULTILABEL, SEQUENCE -> listed(target, distinct);
      case AUTO -> throw new IllegalStateException("the task is known");
    };
  }

  /** Says of classes that nobody named what makes it unlikely that they are classes. */
  private static void doubts(
      Target target, Collection<String> distinct, long rows, Consumer<String> notes) {
    String separator = target.separator();
    long lists = distinct.stream().filter(text -> text.contains(separator)).count();
    if (2 * lists > distinct.size()) {
      notes.accept(
          "the label \"%s\" looks like lists, and each list is taken for a class of its own; for their parts say label: {column: %s, kind: multilabel}"
              .formatted(target.column(), target.column()));
    } else if (2L * distinct.size() > rows) {
      notes.accept(
          "the label \"%s\" has %,d different values in %,d rows, each of which is taken for a class; classes that come once can't be learned, so see whether this is the column to predict"
              .formatted(target.column(), distinct.size(), rows));
    }
  }

  private static Task task(Target target, DType type, Collection<String> distinct) {
    boolean two = !target.positive().isEmpty() || !target.negative().isEmpty();
    if (target.task() != Task.AUTO) {
      if (target.task() != Task.BINARY && two) {
        throw new IllegalArgumentException(
            "\"positive\" and \"negative\" are for two classes, the label's kind is %s; leave one out"
                .formatted(target.task().name().toLowerCase(Locale.ROOT)));
      }
      return target.task();
    }
    if (two || target.classes().size() == 2) {
      return Task.BINARY;
    }
    if (!target.classes().isEmpty()) {
      return Task.MULTICLASS;
    }
    if (distinct.size() == 2) {
      return Task.BINARY;
    }
    if (type == DType.STRING) {
      return Task.MULTICLASS;
    }
    boolean whole = distinct.stream().allMatch(text -> text.matches("[+-]?\\d+"));
    return whole && distinct.size() <= MOST_NUMBERS ? Task.MULTICLASS : Task.REGRESSION;
  }

  private static Answer binary(Target target, DType type, Collection<String> distinct) {
    List<String> negative = target.negative();
    List<String> positive = target.positive();
    if (!target.classes().isEmpty()) {
      negative = List.of(target.classes().get(0));
      positive = List.of(target.classes().get(1));
    }
    if (negative.isEmpty() && positive.isEmpty()) {
      if (distinct.size() != 2) {
        throw new IllegalArgumentException(
            "the label \"%s\" has %,d different values, two classes are wanted; say which values are positive, as in label: {column: %s, positive: %s}"
                .formatted(
                    target.column(), distinct.size(), target.column(), distinct.iterator().next()));
      }
      List<String> both = ordered(distinct, type);
      return answer(target, Task.BINARY, List.of(List.of(both.get(0)), List.of(both.get(1))));
    }
    checkKnown(target, negative, distinct);
    checkKnown(target, positive, distinct);
    return answer(target, Task.BINARY, List.of(negative, positive));
  }

  /** One of the spellings, at least, is among the values. */
  private static void checkKnown(Target target, List<String> names, Collection<String> distinct) {
    if (!names.isEmpty() && names.stream().noneMatch(distinct::contains)) {
      throw new IllegalArgumentException(
          "the label \"%s\" never is \"%s\"%s; its values are %s"
              .formatted(
                  target.column(),
                  String.join("\" or \"", names),
                  Nearest.hint(names.getFirst(), distinct),
                  distinct.stream().limit(20).toList()));
    }
  }

  private static Answer multiclass(Target target, DType type, Collection<String> distinct) {
    List<String> classes = target.classes().isEmpty() ? ordered(distinct, type) : target.classes();
    if (classes.size() > MOST_CLASSES) {
      throw new IllegalArgumentException(
          "the label \"%s\" has %,d different values, more than %,d classes; name another column, or its classes"
              .formatted(target.column(), classes.size(), MOST_CLASSES));
    }
    return answer(target, Task.MULTICLASS, classes.stream().map(List::of).toList());
  }

  private static Answer listed(Target target, Collection<String> distinct) {
    Collection<String> parts = new TreeSet<>();
    for (String cell : distinct) {
      parts.addAll(Answer.parts(cell, target.separator()));
    }
    List<String> classes = target.classes().isEmpty() ? List.copyOf(parts) : target.classes();
    if (classes.size() < 2 || classes.size() > MOST_CLASSES) {
      throw new IllegalArgumentException(
          "the label \"%s\", cut at \"%s\", has %,d classes, wanted 2 to %,d; say separator"
              .formatted(target.column(), target.separator(), classes.size(), MOST_CLASSES));
    }
    return answer(target, target.task(), classes.stream().map(List::of).toList());
  }

  private static Answer answer(Target target, Task task, List<List<String>> spellings) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < spellings.size(); i++) {
      names.add(
          spellings.get(i).isEmpty()
              ? "not " + spellings.get(1 - i).getFirst()
              : spellings.get(i).getFirst());
    }
    return Answer.of(target.column(), task, names, spellings).withSeparator(target.separator());
  }

  /** Numbers by size, texts by alphabet. */
  private static List<String> ordered(Collection<String> distinct, DType type) {
    List<String> ordered = new ArrayList<>(distinct);
    if (type != DType.STRING) {
      ordered.sort(Comparator.comparingDouble(Double::parseDouble));
    }
    return ordered;
  }
}
