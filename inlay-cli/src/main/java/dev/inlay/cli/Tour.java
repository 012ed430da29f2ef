package dev.inlay.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Goes through all commands once, with a few rows, and leaves nothing behind. The launcher has the
 * JVM write down which classes that takes, so that later commands start faster.
 */
final class Tour {
  private static final int ROWS = 64;

  private Tour() {}

  /** Fails if a command does. */
  public static void main(String[] args) throws IOException {
    Path folder = Files.createTempDirectory("inlay");
    try {
      Path rows = Files.write(folder.resolve("rows.csv"), rows());
      String model = folder.resolve("model").toString();
      run("train", "--csv", rows, "--label", "sold", "--epochs", 2, "--model-dir", model);
      run("evaluate", "--csv", rows, "--model", model);
      run("predict", "--csv", rows, "--model", model);
      run("summary", "--model", model);
      Path job =
          Files.writeString(
              folder.resolve("job.yaml"),
              """
              data: {csv: rows.csv, test: {every: 4}}
              label: {column: sold, negative: no}
              model: {kind: wide_deep, hidden: [8]}
              training: {epochs: 1}
              output: other
              """);
      run("train", job);
    } finally {
      delete(folder);
    }
  }

  private static List<String> rows() {
    return Stream.concat(
            Stream.of("town,area,built,sold"),
            IntStream.range(0, ROWS)
                .mapToObj(
                    i ->
                        "%s,%d.5,2001-02-%02d,%s"
                            .formatted(
                                i % 3 == 0 ? "Ulm" : "Bonn",
                                40 + i * 7 % 50,
                                1 + i % 28,
                                i % 3 == 0 ? "yes" : "no")))
        .toList();
  }

  private static void run(Object... args) {
    var nowhere = new PrintWriter(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    String[] words = Stream.of(args).map(Object::toString).toArray(String[]::new);
    int code = Main.run(words, nowhere, nowhere, Main.hasTerminal());
    if (code != 0) {
      throw new IllegalStateException(String.join(" ", words) + " ended with " + code);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      paths.sorted(Comparator.reverseOrder()).forEach(Tour::deleteOne);
    }
  }

  private static void deleteOne(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
