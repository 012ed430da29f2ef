package dev.inlay.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Times processes from their start to their end. */
final class Starts {
  private static final int RUNS = 5;

  /** Where the repository is: {@code benchmarks/run} says it. */
  private static final String ROOT = "inlay.root";

  private Starts() {}

  /** The median of several processes, in milliseconds; null if one failed. */
  static @Nullable Double millis(String engine, Workload workload) throws InterruptedException {
    if (!workload.isCommand()) {
      return median(
          () -> Main.output(workload, List.of("--first-step", engine, workload.name())) != null);
    }
    Path root = Path.of(System.getProperty(ROOT, ""));
    Path data = root.resolve("examples/birdstrikes");
    try {
      Path folder = Files.createTempDirectory("starts");
      try {
        Path model = folder.resolve("model");
        Path row = folder.resolve("row.csv");
        try (Stream<String> lines = Files.lines(data.resolve("birdstrikes.csv"))) {
          Files.write(row, lines.limit(2).toList());
        }
        List<String> train =
            List.of(
                root.resolve("inlay").toString(),
                "train",
                data.resolve("birdstrikes.yaml").toString(),
                "--model-dir",
                model.toString(),
                "--restart");
        List<String> predict =
            List.of(
                root.resolve("inlay").toString(),
                "predict",
                "--model",
                model.toString(),
                "--csv",
                row.toString());
        // Builds the command if need be, and has its classes remembered.
        if (!succeeds(train)) {
          return null;
        }
        boolean trains = workload.measure() == Workload.Measure.TRAIN_COMMAND;
        return median(() -> succeeds(trains ? train : predict));
      } finally {
        try (Stream<Path> paths = Files.walk(folder)) {
          for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(path);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Run {
    boolean succeeds() throws InterruptedException;
  }

  private static @Nullable Double median(Run run) throws InterruptedException {
    double[] millis = new double[RUNS];
    for (int i = 0; i < RUNS; i++) {
      long start = System.nanoTime();
      if (!run.succeeds()) {
        return null;
      }
      millis[i] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(millis);
    return millis[RUNS / 2];
  }

  private static boolean succeeds(List<String> command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
