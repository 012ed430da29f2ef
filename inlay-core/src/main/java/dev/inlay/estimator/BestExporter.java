package dev.inlay.estimator;

import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * Gives a model away whenever it is better than all before: TensorFlow's class of this name. What
 * was best is read from the evaluations in the model directory, so that a training that was killed
 * goes on with the same measure.
 *
 * @param compare whether the second of two evaluations is better than the first
 * @param exportsToKeep how many are kept; 0 for all
 * @param evaluation the name of the evaluation that was given in {@link EvalSpec}
 */
public record BestExporter(
    String name,
    BiPredicate<Map<String, Double>, Map<String, Double>> compare,
    int exportsToKeep,
    String evaluation)
    implements Exporter {
  public BestExporter {
    Exports.check(exportsToKeep);
  }

  /** By the smaller loss; the newest five are kept. */
  public static BestExporter of(String name) {
    return new BestExporter(name, (best, now) -> of(now, "loss") < of(best, "loss"), 5, "");
  }

  private static double of(Map<String, Double> results, String metric) {
    return Objects.requireNonNull(results.get(metric), metric);
  }

  /** By another measure: {@code (best, now) -> now.get("auc") > best.get("auc")}. */
  public BestExporter withCompare(BiPredicate<Map<String, Double>, Map<String, Double>> better) {
    return new BestExporter(name, better, exportsToKeep, evaluation);
  }

  public BestExporter withExportsToKeep(int count) {
    return new BestExporter(name, compare, count, evaluation);
  }

  /** By evaluations of a name. */
  public BestExporter withEvaluation(String evaluationName) {
    return new BestExporter(name, compare, exportsToKeep, evaluationName);
  }

  @Override
  public Optional<Path> export(
      Estimator estimator, Path folder, Path checkpoint, Map<String, Double> results) {
    NavigableMap<Long, Map<String, Double>> earlier =
        estimator.evaluations(evaluation).headMap(Math.round(of(results, "global_step")), false);
    boolean best =
        Exports.in(folder).isEmpty()
            || earlier.values().stream().allMatch(before -> compare.test(before, results));
    if (!best) {
      return Optional.empty();
    }
    Path exported = estimator.exportSavedModel(folder, checkpoint);
    Exports.clear(folder, exportsToKeep);
    return Optional.of(exported);
  }
}
