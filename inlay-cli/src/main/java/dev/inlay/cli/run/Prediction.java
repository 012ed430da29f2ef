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
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.zip.GZIPOutputStream;
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
  private static final int BUFFER = 1 << 16;

  /**
   * Writes the predictions as CSV, or an object a line: into a file named so, and for machines.
   *
   * @throws IllegalArgumentException if columns are missing or a value doesn't suit
   */
  public void run(TrainedModel model, Screen screen) {
    checkOutput();
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

  /** Names that promise what isn't written are refused before there is anything to write. */
  private void checkOutput() {
    if (output != null && output.toString().matches("(?i).*\\.(json|parquet|xlsx?)(\\.gz)?")) {
      throw new IllegalArgumentException(
          "--output %s: predictions are written as CSV, or as JSON lines into a file that ends in .jsonl; .gz may follow"
              .formatted(output));
    }
  }

  private static Writer writer(Path file, Path unfinished) throws IOException {
    return file.toString().endsWith(".gz")
        ? new OutputStreamWriter(
            new GZIPOutputStream(Files.newOutputStream(unfinished), BUFFER), StandardCharsets.UTF_8)
        : Files.newBufferedWriter(unfinished);
  }

  /** The file has all predictions or is left as it was; a pipe or a device isn't replaced. */
  private long toFile(TrainedModel model, RowSource<?> source, List<String> kept, Screen screen)
      throws IOException {
    Path file = Objects.requireNonNull(output);
    if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
      try (Writer writer = Files.newBufferedWriter(file)) {
        return write(model, source, kept, writer, screen, () -> false);
      }
    }
    var rows = new AtomicLong();
    try (var interruption = Interruption.watch()) {
      WholeFile.write(
          file,
          unfinished -> {
            try (Writer writer = writer(file, unfinished)) {
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
    boolean json = output == null ? screen.json() : Layout.isJsonLines(output);
    RowWriter lines =
        json ? new RowWriter.JsonLines(to) : new RowWriter.Csv(to, model.answers().separator());
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
        var columns = new ArrayList<IntFunction<Object>>();
        if (!kept.isEmpty()) {
          Batch beside = texts.next();
          kept.forEach(name -> columns.add(texts(name, beside.feature(name))));
        }
        columns.addAll(answers.values());
        if (count == 0) {
          lines.names(header(kept, answers.keySet()));
        }
        for (int row = 0; row < batch.rows(); row++) {
          int place = row;
          lines.row(columns.stream().map(column -> column.apply(place)).toList());
        }
        lines.flush();
        count += batch.rows();
        if (to instanceof PrintWriter printer && printer.checkError()) {
          throw new IOException("it was closed, or its disk is full");
        }
      }
    }
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

  private static IntFunction<Object> texts(String name, Value column) {
    if (column instanceof StringTensor texts) {
      return row -> texts.data()[row];
    }
    throw new IllegalArgumentException(
        "--keep: column \"%s\" has several values a row, which can't stand beside a prediction; leave it out"
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
}
