package dev.inlay.estimator;

import dev.inlay.feature.FeatureColumn;
import dev.inlay.feature.NumericColumn;
import dev.inlay.graph.Combiner;
import dev.inlay.train.Loss;
import dev.inlay.train.Optimizer;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/**
 * One of two classes or more by weighted sums of columns: TensorFlow's {@code LinearClassifier}.
 * Its optimizer is {@code Ftrl.of(0.2f)} unless another is set.
 */
public final class LinearClassifier implements Estimator {
  private final Blueprint blueprint;
  final Driver driver;

  LinearClassifier(Blueprint blueprint) {
    this.blueprint = blueprint;
    this.driver = new Driver(blueprint);
  }

  /**
   * A linear model for two classes.
   *
   * @param columns dense or categorical
   * @throws IllegalArgumentException if there are no columns, or two of one name
   */
  public static LinearClassifier of(Collection<? extends FeatureColumn> columns) {
    return new LinearClassifier(
        Blueprint.of("LinearClassifier", Linear.of(columns), null, Classes.of(2).head()));
  }

  /** With another optimizer. */
  public LinearClassifier withOptimizer(Optimizer optimizer) {
    return new LinearClassifier(blueprint.withLinear(linear -> linear.withOptimizer(optimizer)));
  }

  /** With the weights of a row's categories combined in another way than added. */
  public LinearClassifier withSparseCombiner(Combiner combiner) {
    return new LinearClassifier(
        blueprint.withLinear(linear -> linear.withSparseCombiner(combiner)));
  }

  /** With so many classes, whose labels are 0, 1 and so on. */
  public LinearClassifier withClasses(int classes) {
    return new LinearClassifier(blueprint.withHead(Classes.of(classes).head()));
  }

  /** With a class for each word, which labels and predictions are then. */
  public LinearClassifier withLabelVocabulary(String... words) {
    return new LinearClassifier(blueprint.withHead(Classes.of(List.of(words)).head()));
  }

  /** With rows that count as much as a feature says. */
  public LinearClassifier withWeightColumn(String feature) {
    return withWeightColumn(NumericColumn.of(feature));
  }

  /** With rows that count as much as a column says. */
  public LinearClassifier withWeightColumn(NumericColumn column) {
    return new LinearClassifier(blueprint.withOptions(options -> options.withWeightColumn(column)));
  }

  /** With the losses of rows made one number in another way. */
  public LinearClassifier withLossReduction(Loss.Reduction reduction) {
    return new LinearClassifier(
        blueprint.withOptions(options -> options.withLossReduction(reduction)));
  }

  /** With the defaults of a generation of estimators for all that isn't set. */
  public LinearClassifier withDefaults(Defaults defaults) {
    return new LinearClassifier(blueprint.withDefaults(defaults));
  }

  LinearClassifier withRunning(Running running) {
    return new LinearClassifier(blueprint.withRunning(running));
  }

  @Override
  public LinearClassifier withConfig(RunConfig config) {
    return withRunning(blueprint.running().withConfig(config));
  }

  @Override
  public LinearClassifier withModelDir(Path directory) {
    return withConfig(config().withModelDir(directory));
  }

  @Override
  public LinearClassifier withSeed(long seed) {
    return withConfig(config().withSeed(seed));
  }
}
