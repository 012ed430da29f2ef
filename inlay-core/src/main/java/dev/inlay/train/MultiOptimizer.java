package dev.inlay.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Several optimizers, each for the weights whose paths suit its pattern: Keras's {@code
 * MultiOptimizer} with its {@code OptimizerMap}.
 *
 * <p>It is resolved weight by weight, so each of them clips, averages and counts for its own
 * weights alone. Their learning rates are their own: as a whole it has none.
 *
 * @param otherwise moves the weights that suit no pattern
 * @param patterns paths, or regular expressions that all of a path must suit: {@code "encoder/.*"}
 */
public record MultiOptimizer(Optimizer otherwise, Map<String, Optimizer> patterns)
    implements Optimizer {
  public MultiOptimizer {
    patterns = Collections.unmodifiableMap(new LinkedHashMap<>(patterns));
    List<Optimizer> all = new ArrayList<>(patterns.values());
    all.add(otherwise);
    if (all.stream().anyMatch(MultiOptimizer.class::isInstance)) {
      throw new IllegalArgumentException(
          "one of several optimizers is a MultiOptimizer itself; give its patterns to the outer"
              + " one");
    }
  }

  /** One optimizer for all weights; see {@link #with}. */
  public static MultiOptimizer of(Optimizer otherwise) {
    return new MultiOptimizer(otherwise, Map.of());
  }

  /** With another optimizer for the weights whose paths suit a pattern. */
  public MultiOptimizer with(String pattern, Optimizer optimizer) {
    Map<String, Optimizer> more = new LinkedHashMap<>(patterns);
    if (more.put(pattern, optimizer) != null) {
      throw new IllegalArgumentException("two optimizers for \"" + pattern + "\"");
    }
    return new MultiOptimizer(otherwise, more);
  }

  /**
   * The optimizer of a weight: that of its path, else of the pattern that it suits.
   *
   * @throws IllegalArgumentException if it suits several
   */
  public Optimizer of(String path) {
    return pattern(path).map(patterns::get).orElse(otherwise);
  }

  /**
   * The pattern of a weight's optimizer: its path, else the pattern that it suits; empty if it
   * suits none.
   *
   * @throws IllegalArgumentException if it suits several
   */
  public Optional<String> pattern(String path) {
    if (patterns.containsKey(path)) {
      return Optional.of(path);
    }
    List<String> suiting =
        patterns.keySet().stream().filter(pattern -> Pattern.matches(pattern, path)).toList();
    if (suiting.size() > 1) {
      throw new IllegalArgumentException(
          "weight \"%s\" suits several patterns of optimizers: %s".formatted(path, suiting));
    }
    return suiting.stream().findFirst();
  }

  /** With each of them changed. */
  MultiOptimizer each(UnaryOperator<Optimizer> change) {
    Map<String, Optimizer> changed = new LinkedHashMap<>(patterns);
    changed.replaceAll((_, optimizer) -> change.apply(optimizer));
    return new MultiOptimizer(change.apply(otherwise), changed);
  }

  /**
   * Refused.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  public LearningRate learningRate() {
    throw new UnsupportedOperationException("each of several optimizers has its own learning rate");
  }

  /** The same learning rate for all of them. */
  @Override
  public MultiOptimizer withLearningRate(LearningRate rate) {
    return each(optimizer -> optimizer.withLearningRate(rate));
  }

  /** What becomes of tables that suit no pattern. */
  @Override
  public Rows rows() {
    return otherwise.rows();
  }

  /** The same treatment by all of them. */
  @Override
  public MultiOptimizer withRows(Rows treatment) {
    return each(optimizer -> optimizer.withRows(treatment));
  }

  /** The same options for all of them. */
  @Override
  public MultiOptimizer withOptions(Options options) {
    return each(optimizer -> optimizer.withOptions(options));
  }

  /** What is remembered of weights that suit no pattern. */
  @Override
  public List<Slot> slots() {
    return otherwise.slots();
  }

  @Override
  public String kind() {
    return "multi_optimizer";
  }
}
