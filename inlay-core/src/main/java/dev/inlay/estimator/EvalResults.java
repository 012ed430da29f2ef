package dev.inlay.estimator;

import dev.inlay.layer.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The results of evaluations in a folder of the model directory, one line of JSON each, in {@code
 * results.jsonl}: what TensorFlow reads from event files.
 */
public final class EvalResults {
  static final String FILE = "results.jsonl";

  private EvalResults() {}

  /** Whether a folder has results. */
  static boolean isIn(Path folder) {
    return Files.exists(folder.resolve(FILE));
  }

  /**
   * The results in a folder by step; of several at one step the last. A line that a killed process
   * has left unfinished is passed over.
   *
   * @param folder {@code eval} or {@code eval_NAME} of a model directory
   */
  public static NavigableMap<Long, Map<String, Double>> read(Path folder) {
    NavigableMap<Long, Map<String, Double>> byStep = new TreeMap<>();
    Path file = folder.resolve(FILE);
    try {
      for (String line : Files.readAllLines(file)) {
        read(line, file, byStep);
      }
    } catch (NoSuchFileException _) {
      return byStep;
    } catch (IOException e) {
      throw new UncheckedIOException("can't read evaluations in " + file, e);
    }
    return byStep;
  }

  private static void read(String line, Path file, Map<Long, Map<String, Double>> byStep) {
    Map<String, Double> results;
    try {
      results = numbers(Json.read(line, file.toString()));
    } catch (IllegalArgumentException _) {
      return;
    }
    Double step = results.get(Evaluation.GLOBAL_STEP);
    if (step != null) {
      byStep.put(step.longValue(), results);
    }
  }

  private static Map<String, Double> numbers(@Nullable Object tree) {
    Map<String, Double> results = new LinkedHashMap<>();
    if (tree instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> {
            // What isn't finite stands there as text.
            results.put(
                String.valueOf(key),
                value instanceof Number number
                    ? number.doubleValue()
                    : Double.parseDouble(String.valueOf(value)));
          });
    }
    return results;
  }

  /** Adds results to those of a folder. */
  static void append(Path folder, Map<String, Double> results) {
    // A line break in front ends a line that a killed process has left unfinished.
    String line = "\n" + Json.write(results).replace("\n", " ") + "\n";
    try {
      Files.createDirectories(folder);
      Path file = folder.resolve(FILE);
      String text = Files.exists(file) ? line : line.substring(1);
      Files.writeString(
          file, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("can't write evaluations into " + folder, e);
    }
  }
}
