package dev.inlay.model;

import dev.inlay.train.Loss;
import dev.inlay.train.Metric;
import dev.inlay.train.Optimizer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
 */
public record Compile(
    Optimizer optimizer,
    Map<String, Optimizer> optimizers,
    Loss loss,
    Map<String, Loss> losses,
    Map<String, Float> lossWeights,
    List<Metric> metrics,
    List<Metric> weightedMetrics) {
  public Compile {
    optimizers = Collections.unmodifiableMap(new LinkedHashMap<>(optimizers));
    losses = Collections.unmodifiableMap(new LinkedHashMap<>(losses));
    lossWeights = Collections.unmodifiableMap(new LinkedHashMap<>(lossWeights));
    metrics = List.copyOf(metrics);
    weightedMetrics = List.copyOf(weightedMetrics);
  }

  /** One optimizer for all weights and one loss for all outputs. */
  public static Compile of(Optimizer optimizer, Loss loss) {
    return new Compile(optimizer, Map.of(), loss, Map.of(), Map.of(), List.of(), List.of());
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
        weightedMetrics);
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
        weightedMetrics);
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
        weightedMetrics);
  }

  /** With metrics that count all rows the same. */
  public Compile withMetrics(Metric... others) {
    return new Compile(
        optimizer, optimizers, loss, losses, lossWeights, List.of(others), weightedMetrics);
  }

  /** With metrics that count rows by their weights. */
  public Compile withWeightedMetrics(Metric... others) {
    return new Compile(optimizer, optimizers, loss, losses, lossWeights, metrics, List.of(others));
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
