package dev.inlay.model;

import dev.inlay.train.Loss;
import dev.inlay.train.Metric;
import dev.inlay.train.Optimizer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How a model is trained and judged: Keras's {@code compile} arguments. {@link
 * Model#compile(Optimizer, Loss, Metric...)} is enough for most models.
 *
 * @param optimizer moves the weights
 * @param optimizers other optimizers for parts of the model, by path: {@code "linear"} is for all
 *     weights below that layer; the longest path that suits wins
 * @param loss what training makes small
 * @param losses other losses for single outputs, by the output's name
 * @param lossWeights how much an output's loss counts, 1 if not said
 * @param metrics what else is reported, for each output
 * @param weightedMetrics metrics that count rows by their weights
 * @param outputMetrics further metrics of single outputs, by the output's name
 * @param outputWeightedMetrics further metrics of single outputs that count rows by their weights
 */
public record Compile(
    Optimizer optimizer,
    Map<String, Optimizer> optimizers,
    Loss loss,
    Map<String, Loss> losses,
    Map<String, Float> lossWeights,
    List<Metric> metrics,
    List<Metric> weightedMetrics,
    Map<String, List<Metric>> outputMetrics,
    Map<String, List<Metric>> outputWeightedMetrics) {
  public Compile {
    optimizers = Collections.unmodifiableMap(new LinkedHashMap<>(optimizers));
    losses = Collections.unmodifiableMap(new LinkedHashMap<>(losses));
    lossWeights = Collections.unmodifiableMap(new LinkedHashMap<>(lossWeights));
    metrics = List.copyOf(metrics);
    weightedMetrics = List.copyOf(weightedMetrics);
    outputMetrics = Collections.unmodifiableMap(new LinkedHashMap<>(outputMetrics));
    outputWeightedMetrics = Collections.unmodifiableMap(new LinkedHashMap<>(outputWeightedMetrics));
  }

  /** One optimizer for all weights and one loss for all outputs. */
  public static Compile of(Optimizer optimizer, Loss loss) {
    return new Compile(
        optimizer, Map.of(), loss, Map.of(), Map.of(), List.of(), List.of(), Map.of(), Map.of());
  }

  /** With another optimizer in the place of that for all weights. */
  public Compile withOptimizer(Optimizer other) {
    return new Compile(
        other,
        optimizers,
        loss,
        losses,
        lossWeights,
        metrics,
        weightedMetrics,
        outputMetrics,
        outputWeightedMetrics);
  }

  /** With another optimizer for the weights below a path. */
  public Compile withOptimizer(String path, Optimizer other) {
    return new Compile(
        optimizer,
        with(optimizers, path, other),
        loss,
        losses,
        lossWeights,
        metrics,
        weightedMetrics,
        outputMetrics,
        outputWeightedMetrics);
  }

  /** With another loss for one output. */
  public Compile withLoss(String output, Loss other) {
    return new Compile(
        optimizer,
        optimizers,
        loss,
        with(losses, output, other),
        lossWeights,
        metrics,
        weightedMetrics,
        outputMetrics,
        outputWeightedMetrics);
  }

  /** With a factor for one output's loss. */
  public Compile withLossWeight(String output, double weight) {
    return new Compile(
        optimizer,
        optimizers,
        loss,
        losses,
        with(lossWeights, output, (float) weight),
        metrics,
        weightedMetrics,
        outputMetrics,
        outputWeightedMetrics);
  }

  /** With metrics that count all rows the same. */
  public Compile withMetrics(Metric... others) {
    return new Compile(
        optimizer,
        optimizers,
        loss,
        losses,
        lossWeights,
        List.of(others),
        weightedMetrics,
        outputMetrics,
        outputWeightedMetrics);
  }

  /** With metrics that count rows by their weights. */
  public Compile withWeightedMetrics(Metric... others) {
    return new Compile(
        optimizer,
        optimizers,
        loss,
        losses,
        lossWeights,
        metrics,
        List.of(others),
        outputMetrics,
        outputWeightedMetrics);
  }

  /** With further metrics of one output that count all rows the same. */
  public Compile withOutputMetrics(String output, Metric... others) {
    return new Compile(
        optimizer,
        optimizers,
        loss,
        losses,
        lossWeights,
        metrics,
        weightedMetrics,
        with(outputMetrics, output, List.of(others)),
        outputWeightedMetrics);
  }

  /** With further metrics of one output that count rows by their weights. */
  public Compile withOutputWeightedMetrics(String output, Metric... others) {
    return new Compile(
        optimizer,
        optimizers,
        loss,
        losses,
        lossWeights,
        metrics,
        weightedMetrics,
        outputMetrics,
        with(outputWeightedMetrics, output, List.of(others)));
  }

  /** Whether anything but losses is reported. */
  boolean hasMetrics() {
    return !metrics.isEmpty()
        || !weightedMetrics.isEmpty()
        || !outputMetrics.isEmpty()
        || !outputWeightedMetrics.isEmpty();
  }

  /** The metrics of an output that count all rows the same. */
  List<Metric> metricsOf(String output) {
    return joined(metrics, outputMetrics.getOrDefault(output, List.of()));
  }

  /** The metrics of an output that count rows by their weights. */
  List<Metric> weightedMetricsOf(String output) {
    return joined(weightedMetrics, outputWeightedMetrics.getOrDefault(output, List.of()));
  }

  private static List<Metric> joined(List<Metric> first, List<Metric> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  /** The loss of an output. */
  Loss lossOf(String output) {
    return losses.getOrDefault(output, loss);
  }

  /** The optimizer of a weight. */
  Optimizer optimizerOf(String path) {
    String best = "";
    for (String prefix : optimizers.keySet()) {
      if ((path.equals(prefix) || path.startsWith(prefix + "/"))
          && prefix.length() > best.length()) {
        best = prefix;
      }
    }
    return optimizers.getOrDefault(best, optimizer);
  }

  private static <V> Map<String, V> with(Map<String, V> map, String key, V value) {
    Map<String, V> more = new LinkedHashMap<>(map);
    more.put(key, value);
    return more;
  }
}
