package dev.inlay.benchmarks;

import dev.inlay.benchmarks.Figure.Unit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Times processes from their start to their end. */
final class Starts {
  private static final int RUNS = 3;

  /** Where the repository is: {@code benchmarks/run} says it. */
  private static final String ROOT = "inlay.root";

  private Starts() {}

  /** Something that runs as a process of its own. */
  interface Run {
    /** Runs it, and says whether it succeeded. */
    boolean succeeds() throws InterruptedException, Skipped;
  }

  /**
   * The time of processes that are run one after the other.
   *
   * @throws Skipped if one fails
   */
  static Figure seconds(String name, int runs, Run run) throws InterruptedException, Skipped {
    double[] seconds = new double[runs];
    for (int i = 0; i < runs; i++) {
      long start = System.nanoTime();
      if (!run.succeeds()) {
        throw new Skipped("a process failed");
      }
      seconds[i] = (System.nanoTime() - start) / 1e9;
    }
    return Figure.of(name, Unit.SECONDS, seconds);
  }

  /** As {@link #seconds(String, int, Run)}, so often that the median says something. */
  static Figure seconds(String name, Run run) throws InterruptedException, Skipped {
    return seconds(name, RUNS, run);
  }

  /**
   * The time of one of Inlay's commands.
   *
   * @throws Skipped if it fails, or its data is not there
   */
  static Figure command(Workload workload) throws InterruptedException, Skipped {
    try {
      Path folder = Files.createTempDirectory("starts");
      try {
        return switch (workload.name()) {
          case "CENSUS" -> census(workload.name(), folder);
          case "START-predict" -> {
            List<String> train = birdstrikes(folder);
            yield prepared(workload.name(), train, predict(folder));
          }
          default -> {
            List<String> train = birdstrikes(folder);
            yield prepared(workload.name(), train, train);
          }
        };
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path root() {
    return Path.of(System.getProperty(ROOT, ""));
  }

  private static List<String> inlay(Object... arguments) {
    return Stream.concat(Stream.of(root().resolve("inlay")), Stream.of(arguments))
        .map(Object::toString)
        .toList();
  }

  private static List<String> birdstrikes(Path folder) {
    Path job = root().resolve("examples/birdstrikes/birdstrikes.yaml");
    return inlay("train", job, "--model-dir", folder.resolve("model"), "--restart");
  }

  private static List<String> predict(Path folder) throws IOException {
    Path row = folder.resolve("row.csv");
    try (Stream<String> lines =
        Files.lines(root().resolve("examples/birdstrikes/birdstrikes.csv"))) {
      Files.write(row, lines.limit(2).toList());
    }
    return inlay("predict", "--model", folder.resolve("model"), "--csv", row);
  }

  /** The first command builds what is missing, and has the JVM's classes remembered. */
  private static Figure prepared(String name, List<String> first, List<String> timed)
      throws InterruptedException, Skipped {
    if (!succeeds(first)) {
      throw new Skipped("./inlay train failed");
    }
    return seconds(name, () -> succeeds(timed));
  }

  private static Figure census(String name, Path folder) throws InterruptedException, Skipped {
    Path data = root().resolve("../shared/data/census");
    Path rows = data.resolve("adult.data");
    Path test = data.resolve("adult.test");
    if (!Files.exists(rows) || !Files.exists(test)) {
      throw new Skipped("the Census data is not in ../shared/data/census");
    }
    Path job = root().resolve("examples/census/census.yaml");
    List<String> train =
        inlay(
            "train",
            job,
            "--csv",
            rows,
            "--test",
            test,
            "--model-dir",
            folder.resolve("model"),
            "--restart");
    return seconds(name, 1, () -> succeeds(train));
  }

  /** Deletes a folder with all that is in it. */
  static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
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
