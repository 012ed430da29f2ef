package dev.inlay.cli.recipe;

import dev.inlay.cli.job.Target;
import dev.inlay.cli.job.Task;
import dev.inlay.data.Batch;
import dev.inlay.estimator.BinaryClassHead;
import dev.inlay.estimator.Head;
import dev.inlay.estimator.MultiClassHead;
import dev.inlay.estimator.MultiLabelHead;
import dev.inlay.estimator.RegressionHead;
import dev.inlay.estimator.SequenceHead;
import dev.inlay.feature.NumberSummary;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.StringTensor;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What the label's values mean.
 *
 * @param column of the label
 * @param task never {@link Task#AUTO}
 * @param classes their names, by class id; of two, the positive one is the second; none of a
 *     regression
 * @param spellings for each class, which texts stand for it; empty for all that no other class has
 * @param mean of the numbers of a regression; models learn numbers as distances from it, in units
 *     of the scale
 * @param scale their standard deviation
 * @param separator between the classes of a cell, where a row has any number of them, or one for
 *     each step
 */
public record Answer(
    String column,
    Task task,
    List<String> classes,
    List<List<String>> spellings,
    float mean,
    float scale,
    String separator) {
  public Answer {
    classes = List.copyOf(classes);
    spellings = spellings.stream().map(List::copyOf).toList();
  }

  /** One of the classes. */
  static Answer of(String column, Task task, List<String> classes, List<List<String>> spellings) {
    return new Answer(column, task, classes, spellings, 0, 1, Target.SEPARATOR);
  }

  Answer withSeparator(String text) {
    return new Answer(column, task, classes, spellings, mean, scale, text);
  }

  /** The classes that a cell lists. */
  static List<String> parts(String cell, String separator) {
    return Arrays.stream(cell.split(Pattern.quote(separator)))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .toList();
  }

  /** These answers; those of a regression with the spread of some rows' labels. */
  Answer fit(Batch rows) {
    if (task != Task.REGRESSION) {
      return this;
    }
    Batch labelled = labelled(rows);
    if (labelled.rows() == 0) {
      return this;
    }
    var summary = new NumberSummary();
    summary.add(labelled.label());
    float deviation = (float) summary.standardDeviation();
    return new Answer(
        column,
        task,
        classes,
        spellings,
        (float) summary.mean(),
        deviation > 0 ? deviation : 1,
        separator);
  }

  /** What a model's logits mean. Labels and predictions are as they stand in the data. */
  Head head() {
    return switch (task) {
      case REGRESSION -> RegressionHead.standardized(mean, scale);
      case BINARY -> BinaryClassHead.of().withLabelVocabulary(words());
      case MULTICLASS -> MultiClassHead.of(classes.size()).withLabelVocabulary(words());
      case MULTILABEL -> MultiLabelHead.of(classes.size()).withLabelVocabulary(words());
      case SEQUENCE ->
          SequenceHead.of(
              classes.size() == 2
                  ? BinaryClassHead.of().withLabelVocabulary(words())
                  : MultiClassHead.of(classes.size()).withLabelVocabulary(words()));
      case AUTO -> throw new IllegalStateException("the task is known");
    };
  }

  private String[] words() {
    return classes.toArray(String[]::new);
  }

  /** What a text stands for: a class id or the number itself; NaN for a missing label. */
  private float number(String text, long row) {
    if (text.isEmpty()) {
      return Float.NaN;
    }
    if (task == Task.REGRESSION) {
      try {
        float value = Float.parseFloat(text);
        if (!Float.isFinite(value)) {
          throw new NumberFormatException("not finite");
        }
        return value;
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            "label \"%s\", row %,d: \"%s\" is not a finite number; clean the data, or make it classes with kind: multiclass"
                .formatted(column, row + 1, text),
            e);
      }
    }
    int others = -1;
    for (int id = 0; id < classes.size(); id++) {
      if (spellings.get(id).contains(text)) {
        return id;
      }
      others = spellings.get(id).isEmpty() ? id : others;
    }
    if (others < 0) {
      throw new IllegalArgumentException(
          "label \"%s\", row %,d: \"%s\" is none of the classes %s; clean the data, or name all classes"
              .formatted(column, row + 1, text, spellings.stream().flatMap(List::stream).toList()));
    }
    return others;
  }

  /**
   * Rows with their label as models take it; rows without one are left out.
   *
   * @param rows with the label among the features, as text
   * @throws IllegalArgumentException naming the row, if a label is no number or no known class
   */
  public Batch labelled(Batch rows) {
    Batch labelled = rows.withLabel(column);
    String[] texts = ((StringTensor) labelled.label()).data();
    if (task == Task.MULTILABEL || task == Task.SEQUENCE) {
      return listed(labelled, texts);
    }
    float[] numbers = new float[texts.length];
    int[] kept = new int[texts.length];
    int count = 0;
    for (int row = 0; row < texts.length; row++) {
      numbers[row] = number(texts[row], row);
      if (!Float.isNaN(numbers[row])) {
        kept[count++] = row;
      }
    }
    Batch all = Batch.of(labelled.features(), label(numbers));
    return count == texts.length ? all : all.take(Arrays.copyOf(kept, count));
  }

  /**
   * Lists of classes. Where a row has any number of them, those that are not the model's can't be
   * found, and don't count; where each step has one, they are a mistake.
   */
  private Batch listed(Batch rows, String[] texts) {
    String[][] lists = new String[texts.length][];
    int[] kept = new int[texts.length];
    int count = 0;
    for (int row = 0; row < texts.length; row++) {
      List<String> parts = parts(texts[row], separator);
      if (task == Task.SEQUENCE) {
        checkKnown(parts, row);
      }
      lists[row] = parts.stream().filter(classes::contains).toArray(String[]::new);
      if (!texts[row].isEmpty()) {
        kept[count++] = row;
      }
    }
    Batch all = Batch.of(rows.features(), Ragged.of(lists));
    return count == texts.length ? all : all.take(Arrays.copyOf(kept, count));
  }

  private void checkKnown(List<String> parts, int row) {
    for (String part : parts) {
      if (!classes.contains(part)) {
        throw new IllegalArgumentException(
            "label \"%s\", row %,d: \"%s\" is none of the classes %s; clean the data, or name all classes"
                .formatted(column, row + 1, part, classes));
      }
    }
  }

  /** Numbers, or the classes' names. */
  private Tensor label(float[] numbers) {
    if (task == Task.REGRESSION) {
      return Tensor.of(numbers);
    }
    String[] names = new String[numbers.length];
    for (int row = 0; row < names.length; row++) {
      // Rows without a label are left out afterwards.
      names[row] = Float.isNaN(numbers[row]) ? "" : classes.get((int) numbers[row]);
    }
    return Tensor.of(names);
  }
}
