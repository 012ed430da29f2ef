package dev.inlay.estimator;

import dev.inlay.feature.NumericColumn;
import dev.inlay.train.Loss;
import dev.inlay.train.Optimizer;
import java.nio.file.Path;

/**
 * Predicts the mean of the labels, whatever the features are: TensorFlow's {@code
 * BaselineRegressor}, what other regressors have to beat. Its optimizer is {@code Ftrl.of(0.3f)}
 * unless another is set.
 */
public final class BaselineRegressor implements Estimator {
  private final Blueprint blueprint;
  final Driver driver;

  BaselineRegressor(Blueprint blueprint) {
    this.blueprint = blueprint;
    this.driver = new Driver(blueprint);
  }

  /** A baseline for one number. */
  public static BaselineRegressor of() {
    return new BaselineRegressor(Blueprint.baseline("BaselineRegressor", RegressionHead.of()));
  }

  /** With another optimizer. */
  public BaselineRegressor withOptimizer(Optimizer optimizer) {
    return new BaselineRegressor(blueprint.withBaseline(optimizer));
  }

  /** With so many numbers predicted for each row. */
  public BaselineRegressor withLabelDimension(int numbers) {
    return new BaselineRegressor(blueprint.withHead(RegressionHead.of(numbers)));
  }

  /** With rows that count as much as a feature says. */
  public BaselineRegressor withWeightColumn(String feature) {
    return withWeightColumn(NumericColumn.of(feature));
  }

  /** With rows that count as much as a column says. */
  public BaselineRegressor withWeightColumn(NumericColumn column) {
    return new BaselineRegressor(
        blueprint.withOptions(options -> options.withWeightColumn(column)));
  }

  /** With the losses of rows made one number in another way. */
  public BaselineRegressor withLossReduction(Loss.Reduction reduction) {
    return new BaselineRegressor(
        blueprint.withOptions(options -> options.withLossReduction(reduction)));
  }

  /** With the defaults of a generation of estimators for all that isn't set. */
  public BaselineRegressor withDefaults(Defaults defaults) {
    return new BaselineRegressor(blueprint.withDefaults(defaults));
  }

  BaselineRegressor withRunning(Running running) {
    return new BaselineRegressor(blueprint.withRunning(running));
  }

  @Override
  public BaselineRegressor withConfig(RunConfig config) {
    return withRunning(blueprint.running().withConfig(config));
  }

  @Override
  public BaselineRegressor withModelDir(Path directory) {
    return withConfig(config().withModelDir(directory));
  }

  @Override
  public BaselineRegressor withSeed(long seed) {
    return withConfig(config().withSeed(seed));
  }
}
