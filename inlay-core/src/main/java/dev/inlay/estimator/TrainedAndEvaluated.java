package dev.inlay.estimator;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What {@link Estimator#trainAndEvaluate} came to.
 *
 * @param results of the last evaluation; empty if there was nothing to train
 * @param exports where the exporters' last models are
 */
public record TrainedAndEvaluated(SortedMap<String, Double> results, List<Path> exports) {
  public TrainedAndEvaluated {
    results = Collections.unmodifiableSortedMap(new TreeMap<>(results));
    exports = List.copyOf(exports);
  }
}
