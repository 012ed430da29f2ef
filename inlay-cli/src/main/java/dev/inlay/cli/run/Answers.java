package dev.inlay.cli.run;

import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Tensor.IntTensor;
import dev.inlay.tensor.Tensor.LongTensor;
import dev.inlay.tensor.Tensor.StringTensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a model predicts, as columns of cells, which {@link RowWriter} takes.
 *
 * @param classes their names; empty for those that the predictions have
 * @param separator between the classes of a row that has several, or one for each step
 */
record Answers(List<String> classes, String separator) {
  private static final String ONE = "prediction";
  private static final String LIKELY = "probability";
  private static final String STEPS = "sequence_mask";

  /** The columns by name: a class and how likely it is, a number, or else all there is by key. */
  SequencedMap<String, IntFunction<Object>> columns(Map<String, Tensor> predictions) {
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
    SequencedMap<String, IntFunction<Object>> columns = new LinkedHashMap<>();
    (numbers == null ? predictions : Map.of(ONE, numbers))
        .forEach(
            (name, value) -> {
              int width = Math.toIntExact(value.shape().size(1, value.shape().rank()));
              for (int i = 0; i < width; i++) {
                int place = i;
                columns.put(
                    width == 1 ? name : name + " " + i, row -> cell(value, row * width + place));
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

  private static SequencedMap<String, IntFunction<Object>> oneClass(
      Tensor ids, float[] probabilities, List<String> names) {
    int[] chosen = ((IntTensor) ids).data();
    int count = names.size();
    SequencedMap<String, IntFunction<Object>> columns = new LinkedHashMap<>();
    columns.put(ONE, row -> names.get(chosen[row]));
    columns.put(LIKELY, row -> probabilities[row * count + (count == 2 ? 1 : chosen[row])]);
    if (count > 2) {
      columns.putAll(each(probabilities, names));
    }
    return columns;
  }

  /** A class for each step that a row has. */
  private static SequencedMap<String, IntFunction<Object>> eachStep(
      Tensor ids, Tensor steps, List<String> names) {
    int[] chosen = ((IntTensor) ids).data();
    int[] has = ((IntTensor) steps).data();
    int most = steps.shape().last();
    SequencedMap<String, IntFunction<Object>> columns = new LinkedHashMap<>();
    columns.put(
        ONE,
        row ->
            IntStream.range(row * most, (row + 1) * most)
                .filter(step -> has[step] != 0)
                .mapToObj(step -> names.get(chosen[step]))
                .toList());
    return columns;
  }

  /** The classes that are likelier than not, then the probability of each. */
  private static SequencedMap<String, IntFunction<Object>> severalClasses(
      float[] probabilities, List<String> names) {
    int count = names.size();
    SequencedMap<String, IntFunction<Object>> columns = new LinkedHashMap<>();
    columns.put(
        ONE,
        row ->
            IntStream.range(0, count)
                .filter(id -> probabilities[row * count + id] > 0.5f)
                .mapToObj(names::get)
                .toList());
    columns.putAll(each(probabilities, names));
    return columns;
  }

  private static Map<String, IntFunction<Object>> each(float[] probabilities, List<String> names) {
    int count = names.size();
    Map<String, IntFunction<Object>> columns = new LinkedHashMap<>();
    for (int id = 0; id < count; id++) {
      int place = id;
      columns.put(LIKELY + " of " + names.get(id), row -> probabilities[row * count + place]);
    }
    return columns;
  }

  private static Object cell(Tensor values, int place) {
    return switch (values) {
      case FloatTensor numbers -> numbers.data()[place];
      case IntTensor numbers -> numbers.data()[place];
      case LongTensor numbers -> numbers.data()[place];
      case StringTensor texts -> texts.data()[place];
    };
  }
}
