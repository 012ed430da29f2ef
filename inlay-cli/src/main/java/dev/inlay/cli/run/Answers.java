package dev.inlay.cli.run;

import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a model predicts, as columns of text.
 *
 * @param classes their names; empty for those that the predictions have
 * @param separator between the classes of a row that has several, or one for each step
 */
record Answers(List<String> classes, String separator) {
  private static final String ONE = "prediction";
  private static final String LIKELY = "probability";
  private static final String STEPS = "sequence_mask";

  /** The columns by name: a class and how likely it is, a number, or else all there is by key. */
  SequencedMap<String, String[]> columns(Map<String, Tensor> predictions) {
    if (predictions.get("probabilities") instanceof FloatTensor probabilities) {
      List<String> names = names(predictions, probabilities.shape().last());
      Tensor ids = predictions.get("class_ids");
      Tensor steps = predictions.get(STEPS);
      if (!names.isEmpty() && ids != null && steps != null) {
        return eachStep(ids, steps, names);
      }
      if (!names.isEmpty()) {
        return ids == null
            ? severalClasses(probabilities.data(), names)
            : oneClass(ids, probabilities.data(), names);
      }
    }
    // The number of a regression is all that its user wants.
    Tensor numbers = predictions.get("predictions");
    SequencedMap<String, String[]> columns = new LinkedHashMap<>();
    (numbers == null ? predictions : Map.of(ONE, numbers))
        .forEach(
            (name, value) -> {
              int width = Math.toIntExact(value.shape().size(1, value.shape().rank()));
              for (int i = 0; i < width; i++) {
                int place = i;
                columns.put(
                    width == 1 ? name : name + " " + i,
                    column(value.rows(), row -> value.text(row * width + place)));
              }
            });
    return columns;
  }

  private List<String> names(Map<String, Tensor> predictions, int count) {
    if (!classes.isEmpty()) {
      return classes;
    }
    @Nullable Tensor all = predictions.getOrDefault("all_classes", predictions.get("classes"));
    return all == null || all.rows() == 0 || all.shape().last() != count
        ? List.of()
        : IntStream.range(0, count).mapToObj(all::text).toList();
  }

  private static SequencedMap<String, String[]> oneClass(
      Tensor ids, float[] probabilities, List<String> names) {
    int[] chosen = ((Tensor.IntTensor) ids).data();
    int count = names.size();
    SequencedMap<String, String[]> columns = new LinkedHashMap<>();
    columns.put(ONE, column(chosen.length, row -> names.get(chosen[row])));
    columns.put(
        LIKELY,
        column(
            chosen.length,
            row -> text(probabilities, row * count + (count == 2 ? 1 : chosen[row]))));
    if (count > 2) {
      columns.putAll(each(probabilities, names));
    }
    return columns;
  }

  /** A class for each step that a row has. */
  private SequencedMap<String, String[]> eachStep(Tensor ids, Tensor steps, List<String> names) {
    int[] chosen = ((Tensor.IntTensor) ids).data();
    int[] has = ((Tensor.IntTensor) steps).data();
    int most = steps.shape().last();
    SequencedMap<String, String[]> columns = new LinkedHashMap<>();
    columns.put(
        ONE,
        column(
            steps.rows(),
            row ->
                IntStream.range(row * most, (row + 1) * most)
                    .filter(step -> has[step] != 0)
                    .mapToObj(step -> names.get(chosen[step]))
                    .collect(Collectors.joining(separator))));
    return columns;
  }

  /** The classes that are likelier than not, then the probability of each. */
  private SequencedMap<String, String[]> severalClasses(float[] probabilities, List<String> names) {
    int count = names.size();
    SequencedMap<String, String[]> columns = new LinkedHashMap<>();
    columns.put(
        ONE,
        column(
            probabilities.length / count,
            row ->
                IntStream.range(0, count)
                    .filter(id -> probabilities[row * count + id] > 0.5f)
                    .mapToObj(names::get)
                    .collect(Collectors.joining(separator))));
    columns.putAll(each(probabilities, names));
    return columns;
  }

  private static Map<String, String[]> each(float[] probabilities, List<String> names) {
    int count = names.size();
    Map<String, String[]> columns = new LinkedHashMap<>();
    for (int id = 0; id < count; id++) {
      int place = id;
      columns.put(
          LIKELY + " of " + names.get(id),
          column(probabilities.length / count, row -> text(probabilities, row * count + place)));
    }
    return columns;
  }

  private static String text(float[] numbers, int place) {
    return Float.toString(numbers[place]);
  }

  private static String[] column(int rows, IntFunction<String> cell) {
    String[] cells = new String[rows];
    Arrays.setAll(cells, cell);
    return cells;
  }
}
