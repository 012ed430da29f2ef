package dev.inlay.estimator;

import dev.inlay.feature.FeatureColumn;
import dev.inlay.feature.NumericColumn;
import dev.inlay.graph.Combiner;
import dev.inlay.train.Loss;
import dev.inlay.train.Optimizer;
import java.nio.file.Path;
import java.util.Collection;

/**
 * A number as a weighted sum of columns: TensorFlow's {@code LinearRegressor}. Its optimizer is
 * {@code Ftrl.of(0.2f)} unless another is set.
 */
public final class LinearRegressor implements Estimator {
  private final Blueprint blueprint;
  final Driver driver;

  LinearRegressor(Blueprint blueprint) {
    this.blueprint = blueprint;
    this.driver = new Driver(blueprint);
  }

  /**
   * A linear model for one number.
   *
   * @param columns dense or categorical
   * @throws IllegalArgumentException if there are no columns, or two of one name
   */
  public static LinearRegressor of(Collection<? extends FeatureColumn> columns) {
    return new LinearRegressor(
        Blueprint.of("LinearRegressor", Linear.of(columns), null, RegressionHead.of()));
  }

  /** With another optimizer. */
  public LinearRegressor withOptimizer(Optimizer optimizer) {
    return new LinearRegressor(blueprint.withLinear(linear -> linear.withOptimizer(optimizer)));
  }

  /** With the weights of a row's categories combined in another way than added. */
  public LinearRegressor withSparseCombiner(Combiner combiner) {
    return new LinearRegressor(blueprint.withLinear(linear -> linear.withSparseCombiner(combiner)));
  }

  /** With so many numbers predicted for each row. */
  public LinearRegressor withLabelDimension(int numbers) {
    return new LinearRegressor(blueprint.withHead(RegressionHead.of(numbers)));
  }

  /** With rows that count as much as a feature says. */
  public LinearRegressor withWeightColumn(String feature) {
    return withWeightColumn(NumericColumn.of(feature));
  }

  /** With rows that count as much as a column says. */
  public LinearRegressor withWeightColumn(NumericColumn column) {
    return new LinearRegressor(blueprint.withOptions(options -> options.withWeightColumn(column)));
  }

  /** With the losses of rows made one number in another way. */
  public LinearRegressor withLossReduction(Loss.Reduction reduction) {
    return new LinearRegressor(
        blueprint.withOptions(options -> options.withLossReduction(reduction)));
  }

  /** With the defaults of a generation of estimators for all that isn't set. */
  public LinearRegressor withDefaults(Defaults defaults) {
    return new LinearRegressor(blueprint.withDefaults(defaults));
  }

  LinearRegressor withRunning(Running running) {
    return new LinearRegressor(blueprint.withRunning(running));
  }

  @Override
  public LinearRegressor withConfig(RunConfig config) {
    return withRunning(blueprint.running().withConfig(config));
  }

  @Override
  public LinearRegressor withModelDir(Path directory) {
    return withConfig(config().withModelDir(directory));
  }

  @Override
  public LinearRegressor withSeed(long seed) {
    return withConfig(config().withSeed(seed));
  }
}
