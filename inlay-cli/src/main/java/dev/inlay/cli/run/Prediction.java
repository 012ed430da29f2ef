package dev.inlay.cli.run;

import dev.inlay.checkpoint.Interruption;
import dev.inlay.checkpoint.WholeFile;
import dev.inlay.cli.job.Layout;
import dev.inlay.cli.yaml.Nearest;
import dev.inlay.data.Batch;
import dev.inlay.data.BatchIterator;
import dev.inlay.data.RowSource;
import dev.inlay.estimator.SavedPredictor;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Tensor.StringTensor;
import dev.inlay.tensor.Value;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
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
    Layout layout = model.layout(skipLines);
    Collection<String> there = Layout.columns(layout.allRows(files));
    List<String> unknown = model.unknown(there);
    if (!unknown.isEmpty() && !keepAll) {
      List<String> unused = new ArrayList<>(unknown);
      unused.removeAll(keep);
      if (!unused.isEmpty()) {
        screen.note("columns %s were not there in training and are not used".formatted(unused));
      }
    }
    List<String> kept = kept(there);
    RowSource<?> source = model.rows(files, layout);
    try {
      long rows =
          output == null
              ? write(model, source, kept, screen.out(), screen, () -> false)
              : toFile(model, source, kept, screen);
      if (output != null) {
        screen.say("%,d predictions are in %s".formatted(rows, output));
        screen.result(Map.of("rows", rows, "output", output.toString()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "predictions can't be written to %s: %s"
              .formatted(output == null ? "standard output" : output, e.getMessage()),
          e);
    }
  }

  private List<String> kept(Collection<String> there) {
    List<String> kept = keepAll ? List.copyOf(there) : keep;
    for (String column : kept) {
      if (!there.contains(column)) {
        throw new IllegalArgumentException(
            "--keep: %s has no column \"%s\"%s; it has %s"
                .formatted(files.getFirst(), column, Nearest.hint(column, there), there));
      }
    }
    return kept;
  }

  /** The file has all predictions or is left as it was; a pipe or a device isn't replaced. */
  private long toFile(TrainedModel model, RowSource<?> source, List<String> kept, Screen screen)
      throws IOException {
    Path file = Objects.requireNonNull(output);
    if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
      try (BufferedWriter writer = Files.newBufferedWriter(file)) {
        return write(model, source, kept, writer, screen, () -> false);
      }
    }
    var rows = new AtomicLong();
    try (var interruption = Interruption.watch()) {
      WholeFile.write(
          file,
          unfinished -> {
            try (BufferedWriter writer = Files.newBufferedWriter(unfinished)) {
              rows.set(write(model, source, kept, writer, screen, interruption::isAsked));
            }
          });
    }
    return rows.get();
  }

  private long write(
      TrainedModel model,
      RowSource<?> source,
      List<String> kept,
      Writer to,
      Screen screen,
      BooleanSupplier isStopped)
      throws IOException {
    SavedPredictor predictor = SavedPredictor.of(model.estimator());
    long count = 0;
    try (BatchIterator rows = source.dataset().batch(BATCH).iterator();
        BatchIterator texts = asTexts(model, kept)) {
      while (rows.hasNext()) {
        if (isStopped.getAsBoolean()) {
          throw new InterruptedIOException("stopped; what was there is left as it was");
        }
        Batch batch = rows.next();
        var answers = model.answers().columns(predictor.predict(batch));
        var columns = new ArrayList<String[]>();
        if (!kept.isEmpty()) {
          Batch beside = texts.next();
          kept.forEach(name -> columns.add(texts(name, beside.feature(name))));
        }
        columns.addAll(answers.values());
        if (count == 0) {
          writeLine(header(kept, answers.keySet()), to);
        }
        for (int row = 0; row < batch.rows(); row++) {
          int place = row;
          writeLine(columns.stream().map(column -> column[place]).toList(), to);
        }
        count += batch.rows();
        if (to instanceof PrintWriter printer && printer.checkError()) {
          throw new IOException("it was closed, or its disk is full");
        }
      }
    }
    to.flush();
    predictor.drift().forEach(drift -> screen.note(drift.toString()));
    return count;
  }

  private static List<String> header(List<String> kept, Collection<String> answers) {
    List<String> header = new ArrayList<>(kept);
    for (String name : answers) {
      if (kept.contains(name)) {
        throw new IllegalArgumentException(
            "column \"%s\" can't be kept: predictions have this name; rename it in the file"
                .formatted(name));
      }
      header.add(name);
    }
    return header;
  }

  private static String[] texts(String name, Value column) {
    if (column instanceof StringTensor texts) {
      return texts.data();
    }
    throw new IllegalArgumentException(
        "--keep: column \"%s\" has several values a row, which a cell of CSV can't hold; leave it out"
            .formatted(name));
  }

  /** The same rows once more, with the columns to keep as they stand in the files. */
  private BatchIterator asTexts(TrainedModel model, List<String> kept) {
    RowSource<?> source = model.layout(skipLines).allRows(files);
    if (!kept.isEmpty()) {
      source = source.withColumns(kept);
      for (String column : kept) {
        source = source.withType(column, DType.STRING);
      }
    }
    return source.dataset().batch(BATCH).iterator();
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
