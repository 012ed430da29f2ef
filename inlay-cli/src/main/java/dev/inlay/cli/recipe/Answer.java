package dev.inlay.cli.recipe;

import dev.inlay.cli.job.Task;
import dev.inlay.data.Batch;
import dev.inlay.feature.NumberSummary;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.StringTensor;
import java.util.Arrays;
import java.util.List;

/**
 * What the label's values mean.
 *
 * @param column of the label
 * @param task never {@link Task#AUTO}
 * @param classes their names, by class id; of two, the positive one is the second; none of a
 *     regression
 * @param spellings for each class, which texts stand for it; empty for all that no other class has
 * @param mean of the numbers of a regression; models learn numbers as distances from it
 * @param scale what a distance of 1 stands for
 */
public record Answer(
    String column,
    Task task,
    List<String> classes,
    List<List<String>> spellings,
    float mean,
    float scale) {
  public Answer {
    classes = List.copyOf(classes);
    spellings = spellings.stream().map(List::copyOf).toList();
  }

  /** One of the classes. */
  static Answer of(String column, Task task, List<String> classes, List<List<String>> spellings) {
    return new Answer(column, task, classes, spellings, 0, 1);
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
        column, task, classes, spellings, (float) summary.mean(), deviation > 0 ? deviation : 1);
  }

  /** The number that a model's answer stands for. */
  public float meant(float answer) {
    return mean + scale * answer;
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
        return (value - mean) / scale;
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
              .formatted(column, row + 1, text, spellings));
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

  /** Softmax wants ids; the sigmoid and regressions take numbers. */
  private Tensor label(float[] numbers) {
    if (task != Task.MULTICLASS) {
      return Tensor.of(numbers);
    }
    int[] ids = new int[numbers.length];
    for (int row = 0; row < ids.length; row++) {
      ids[row] = (int) numbers[row];
    }
    return Tensor.of(ids);
  }
}
