package dev.inlay.benchmarks;

import dev.inlay.benchmarks.Figure.Unit;
import dev.inlay.data.Batch;
import dev.inlay.data.Csv;
import dev.inlay.data.Dataset;
import dev.inlay.feature.CategoricalColumn;
import dev.inlay.feature.ColumnEncoder;
import dev.inlay.feature.EmbeddingColumn;
import dev.inlay.feature.FeatureColumn;
import dev.inlay.feature.NumericColumn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A file like that of the Census Income data (15 cells a row, six of them numbers, about 110 bytes,
 * some cells missing), and how fast it becomes batches of ids and numbers, encoded by columns and
 * as many ahead as a training step takes them.
 */
final class CensusCsv {
  private static final int ROWS = 900_000;
  private static final int BATCH = 256;
  private static final int RUNS = 5;

  /** Of the categorical columns of Census: how many values, and about how long they are. */
  private static final int[] VALUES = {8, 16, 7, 14, 6, 5, 2, 41};

  private static final int[] LENGTHS = {8, 9, 18, 15, 11, 6, 5, 13};
  private static final String[] NUMBERS = {"age", "weight", "years", "gain", "loss", "hours"};
  private static final int[] LARGEST = {90, 1_000_000, 16, 10_000, 3_000, 99};

  private CensusCsv() {}

  /** Rows read and encoded, and what that took. */
  private record Pass(long rows, long bytes, double seconds) {}

  /** Rows a second, and megabytes of file a second. */
  static List<Figure> figures(String name, double seconds) {
    try {
      Path file = Files.createTempFile("census", ".csv");
      try {
        write(file);
        List<Pass> passes = measured(file, seconds);
        return List.of(
            Figure.of(
                name + "-rows",
                Unit.ROWS,
                passes.stream().mapToDouble(p -> p.rows / p.seconds).toArray()),
            Figure.of(
                name + "-bytes",
                Unit.BYTES,
                passes.stream().mapToDouble(p -> p.bytes / 1e6 / p.seconds).toArray()));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Passes over the file after it has been read for a while. */
  private static List<Pass> measured(Path file, double seconds) throws IOException {
    long start = System.nanoTime();
    while (System.nanoTime() - start < 2e9 * seconds) {
      pass(file);
    }
    List<Pass> passes = new ArrayList<>();
    while (passes.size() < RUNS) {
      passes.add(pass(file));
    }
    return passes;
  }

  private static Pass pass(Path file) throws IOException {
    long start = System.nanoTime();
    ColumnEncoder encoder = ColumnEncoder.of(columns());
    Dataset batches =
        Csv.of(file).dataset().withLabel("income").batch(BATCH).map(encoder::encode).prefetch();
    long rows = 0;
    for (Batch batch : batches) {
      rows += batch.rows();
    }
    return new Pass(rows, Files.size(file), (System.nanoTime() - start) / 1e9);
  }

  private static List<FeatureColumn> columns() {
    List<FeatureColumn> columns = new ArrayList<>();
    for (String number : NUMBERS) {
      columns.add(NumericColumn.of(number));
    }
    for (int c = 0; c < VALUES.length; c++) {
      List<String> terms = new ArrayList<>();
      for (int id = 0; id < VALUES[c]; id++) {
        terms.add(term(c, id));
      }
      columns.add(EmbeddingColumn.of(CategoricalColumn.vocabularyList("c" + c, terms), 8));
    }
    return columns;
  }

  private static String term(int column, int id) {
    String letters = "abcdefghijklmnopqrstuvwxyz".repeat(2);
    return letters.substring(id % 26, id % 26 + LENGTHS[column] - 2) + (id + 10);
  }

  private static void write(Path file) throws IOException {
    var random = new SplittableRandom(3);
    try (Writer out = Files.newBufferedWriter(file)) {
      out.write(String.join(", ", NUMBERS));
      for (int c = 0; c < VALUES.length; c++) {
        out.write(", c" + c);
      }
      out.write(", income\n");
      for (int row = 0; row < ROWS; row++) {
        for (int largest : LARGEST) {
          out.write(random.nextInt(largest) + ", ");
        }
        for (int c = 0; c < VALUES.length; c++) {
          boolean missing = random.nextInt(50) == 0;
          out.write((missing ? "?" : term(c, random.nextInt(VALUES[c]))) + ", ");
        }
        out.write(random.nextInt(4) == 0 ? ">50K\n" : "<=50K\n");
      }
    }
  }
}
