package dev.inlay.cli.run;

import dev.inlay.checkpoint.WholeFile;
import dev.inlay.cli.job.Layout;
import dev.inlay.cli.job.Task;
import dev.inlay.cli.recipe.Answer;
import dev.inlay.cli.recipe.Recipe;
import dev.inlay.cli.yaml.Nearest;
import dev.inlay.data.Batch;
import dev.inlay.data.BatchIterator;
import dev.inlay.data.Csv;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Tensor.IntTensor;
import dev.inlay.tensor.Tensor.StringTensor;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Predictions for rows of files, in their order and in memory that doesn't grow with them.
 *
 * @param skipLines at the beginning of files; -1 for as many as in training
 * @param output null for standard output
 * @param keep columns that stand beside the predictions
 */
public record Prediction(
    List<Path> files, int skipLines, @Nullable Path output, List<String> keep, boolean keepAll) {
  private static final int BATCH = 1024;

  /**
   * Writes the predictions as CSV.
   *
   * @throws IllegalArgumentException if columns are missing or a value doesn't suit
   */
  public void run(TrainedModel model, Screen screen) {
    Recipe recipe = model.recipe();
    Layout layout = model.layout(skipLines);
    Collection<String> there = layout.csv(files).withSampleRows(1).schema().types().keySet();
    List<String> unknown = recipe.unknown(there);
    if (!unknown.isEmpty() && !keepAll) {
      List<String> unused = new ArrayList<>(unknown);
      unused.removeAll(keep);
      if (!unused.isEmpty()) {
        screen.note("columns %s were not there in training and are not used".formatted(unused));
      }
    }
    List<String> kept = kept(recipe.answer(), there);
    Csv csv = recipe.csv(files, layout, false);
    try {
      long rows = output == null ? write(model, csv, kept, screen.out()) : toFile(model, csv, kept);
      if (output != null) {
        screen.say("%,d predictions are in %s".formatted(rows, output));
        screen.result(Map.of("rows", rows, "output", output.toString()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "predictions can't be written to %s: %s"
              .formatted(output == null ? "standard output" : output, e),
          e);
    }
  }

  private List<String> kept(Answer answer, Collection<String> there) {
    List<String> kept = keepAll ? List.copyOf(there) : keep;
    for (String column : kept) {
      if (!there.contains(column)) {
        throw new IllegalArgumentException(
            "--keep: %s has no column \"%s\"%s; it has %s"
                .formatted(files.getFirst(), column, Nearest.hint(column, there), there));
      }
      if (names(answer).contains(column)) {
        throw new IllegalArgumentException(
            "column \"%s\" can't be kept: predictions have this name; rename it in the file"
                .formatted(column));
      }
    }
    return kept;
  }

  /** The file has all predictions or is left as it was. */
  private long toFile(TrainedModel model, Csv csv, List<String> kept) throws IOException {
    Path file = Objects.requireNonNull(output);
    var rows = new AtomicLong();
    WholeFile.write(
        file,
        unfinished -> {
          try (BufferedWriter writer = Files.newBufferedWriter(unfinished)) {
            rows.set(write(model, csv, kept, writer));
          }
        });
    return rows.get();
  }

  private static List<String> names(Answer answer) {
    return switch (answer.task()) {
      case REGRESSION -> List.of("prediction");
      case BINARY -> List.of("prediction", "probability");
      case MULTICLASS -> {
        List<String> names = new ArrayList<>(List.of("prediction", "probability"));
        answer.classes().forEach(name -> names.add("probability of " + name));
        yield names;
      }
      case MULTILABEL -> {
        List<String> names = new ArrayList<>(List.of("prediction"));
        answer.classes().forEach(name -> names.add("probability of " + name));
        yield names;
      }
      case AUTO -> throw new IllegalStateException("the task is known");
    };
  }

  private long write(TrainedModel model, Csv csv, List<String> kept, Writer to) throws IOException {
    Answer answer = model.recipe().answer();
    List<String> header = new ArrayList<>(kept);
    header.addAll(names(answer));
    writeLine(header, to);
    long count = 0;
    try (BatchIterator rows = csv.dataset().batch(BATCH).iterator();
        BatchIterator texts = asTexts(model, kept)) {
      while (rows.hasNext()) {
        Batch batch = rows.next();
        var columns = new ArrayList<String[]>();
        if (!kept.isEmpty()) {
          Batch beside = texts.next();
          kept.forEach(name -> columns.add(((StringTensor) beside.feature(name)).data()));
        }
        columns.addAll(answers(answer, model.estimator().predict(batch)));
        for (int row = 0; row < batch.rows(); row++) {
          int place = row;
          writeLine(columns.stream().map(column -> column[place]).toList(), to);
        }
        count += batch.rows();
      }
    }
    to.flush();
    return count;
  }

  /** The same rows once more, with the columns to keep as they stand in the files. */
  private BatchIterator asTexts(TrainedModel model, List<String> kept) {
    Csv csv = model.layout(skipLines).csv(files).withSampleRows(1);
    if (!kept.isEmpty()) {
      csv = csv.withColumns(kept);
      for (String column : kept) {
        csv = csv.withType(column, DType.STRING);
      }
    }
    return csv.dataset().batch(BATCH).iterator();
  }

  /** What is predicted, as columns of text. */
  private static List<String[]> answers(Answer answer, Map<String, Tensor> predictions) {
    if (answer.task() == Task.REGRESSION) {
      float[] numbers = floats(predictions, "predictions");
      return List.<String[]>of(column(numbers.length, row -> Float.toString(numbers[row])));
    }
    float[] probabilities = floats(predictions, "probabilities");
    int classes = answer.classes().size();
    if (answer.task() == Task.MULTILABEL) {
      return lists(answer, probabilities);
    }
    int[] ids = ((IntTensor) value(predictions, "class_ids")).data();
    List<String[]> columns = new ArrayList<>();
    columns.add(column(ids.length, row -> answer.classes().get(ids[row])));
    if (answer.task() == Task.BINARY) {
      columns.add(column(ids.length, row -> Float.toString(probabilities[row * 2 + 1])));
      return columns;
    }
    columns.add(column(ids.length, row -> Float.toString(probabilities[row * classes + ids[row]])));
    for (int id = 0; id < classes; id++) {
      int place = id;
      columns.add(column(ids.length, row -> Float.toString(probabilities[row * classes + place])));
    }
    return columns;
  }

  /** The classes that are likelier than not, then the probability of each. */
  private static List<String[]> lists(Answer answer, float[] probabilities) {
    int classes = answer.classes().size();
    int rows = probabilities.length / classes;
    List<String[]> columns = new ArrayList<>();
    columns.add(
        column(
            rows,
            row ->
                IntStream.range(0, classes)
                    .filter(id -> probabilities[row * classes + id] > 0.5f)
                    .mapToObj(answer.classes()::get)
                    .collect(Collectors.joining(answer.separator()))));
    for (int id = 0; id < classes; id++) {
      int place = id;
      columns.add(column(rows, row -> Float.toString(probabilities[row * classes + place])));
    }
    return columns;
  }

  private static String[] column(int rows, IntFunction<String> cell) {
    String[] cells = new String[rows];
    Arrays.setAll(cells, cell);
    return cells;
  }

  private static float[] floats(Map<String, Tensor> predictions, String key) {
    return ((FloatTensor) value(predictions, key)).data();
  }

  private static Tensor value(Map<String, Tensor> predictions, String key) {
    return Objects.requireNonNull(predictions.get(key), key);
  }

  /** Cells that hold a comma, a quote or a line break are quoted (RFC 4180). */
  private static void writeLine(List<String> cells, Writer to) throws IOException {
    for (int i = 0; i < cells.size(); i++) {
      String cell = cells.get(i);
      boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
      if (i > 0) {
        to.write(',');
      }
      to.write(plain ? cell : '"' + cell.replace("\"", "\"\"") + '"');
    }
    to.write('\n');
  }
}
