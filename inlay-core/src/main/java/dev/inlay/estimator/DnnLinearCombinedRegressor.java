package dev.inlay.estimator;

import dev.inlay.feature.FeatureColumn;
import dev.inlay.feature.NumericColumn;
import dev.inlay.graph.Combiner;
import dev.inlay.layer.ActivationFunction;
import dev.inlay.train.Loss;
import dev.inlay.train.Optimizer;
import java.nio.file.Path;
import java.util.Collection;

/**
 * A number by a linear model and a network whose outputs are added (wide and deep): TensorFlow's
 * {@code DNNLinearCombinedRegressor}. Each part has an optimizer of its own: unless others are set,
 * the network {@code Adagrad.of(0.001f)} in Keras 2's arithmetic, the linear model Ftrl with the
 * smaller of 0.005 and 1 over the root of its number of columns.
 */
public final class DnnLinearCombinedRegressor implements Estimator {
  private final Blueprint blueprint;
  final Driver driver;

  DnnLinearCombinedRegressor(Blueprint blueprint) {
    this.blueprint = blueprint;
    this.driver = new Driver(blueprint);
  }

  /**
   * Both parts, for one number.
   *
   * @param linearColumns of the linear model: dense or categorical
   * @param dnnColumns of the network: dense ones only
   * @param hiddenUnits the width of each hidden layer of the network
   * @throws IllegalArgumentException if a part has no columns, two columns of a part have one name,
   *     one of the network's is only categorical, or there is no hidden layer
   */
  public static DnnLinearCombinedRegressor of(
      Collection<? extends FeatureColumn> linearColumns,
      Collection<? extends FeatureColumn> dnnColumns,
      int... hiddenUnits) {
    return new DnnLinearCombinedRegressor(
        Blueprint.of(
            "DnnLinearCombinedRegressor",
            Linear.of(linearColumns),
            Dnn.of(dnnColumns, hiddenUnits),
            RegressionHead.of()));
  }

  /** With another optimizer of the linear model. */
  public DnnLinearCombinedRegressor withLinearOptimizer(Optimizer optimizer) {
    return new DnnLinearCombinedRegressor(
        blueprint.withLinear(linear -> linear.withOptimizer(optimizer)));
  }

  /** With the weights of a row's categories combined in another way than added. */
  public DnnLinearCombinedRegressor withLinearSparseCombiner(Combiner combiner) {
    return new DnnLinearCombinedRegressor(
        blueprint.withLinear(linear -> linear.withSparseCombiner(combiner)));
  }

  /** With another optimizer of the network. */
  public DnnLinearCombinedRegressor withDnnOptimizer(Optimizer optimizer) {
    return new DnnLinearCombinedRegressor(blueprint.withDnn(dnn -> dnn.withOptimizer(optimizer)));
  }

  /** With another activation of the hidden layers. */
  public DnnLinearCombinedRegressor withDnnActivation(ActivationFunction activation) {
    return new DnnLinearCombinedRegressor(blueprint.withDnn(dnn -> dnn.withActivation(activation)));
  }

  /** With a part of each hidden layer's output dropped in training. */
  public DnnLinearCombinedRegressor withDnnDropout(double part) {
    return new DnnLinearCombinedRegressor(blueprint.withDnn(dnn -> dnn.withDropout(part)));
  }

  /** With each hidden layer's output normalised, after dropout. */
  public DnnLinearCombinedRegressor withBatchNorm(boolean normalised) {
    return new DnnLinearCombinedRegressor(blueprint.withDnn(dnn -> dnn.withBatchNorm(normalised)));
  }

  /** With so many numbers predicted for each row. */
  public DnnLinearCombinedRegressor withLabelDimension(int numbers) {
    return new DnnLinearCombinedRegressor(blueprint.withHead(RegressionHead.of(numbers)));
  }

  /** With rows that count as much as a feature says. */
  public DnnLinearCombinedRegressor withWeightColumn(String feature) {
    return withWeightColumn(NumericColumn.of(feature));
  }

  /** With rows that count as much as a column says. */
  public DnnLinearCombinedRegressor withWeightColumn(NumericColumn column) {
    return new DnnLinearCombinedRegressor(
        blueprint.withOptions(options -> options.withWeightColumn(column)));
  }

  /** With the losses of rows made one number in another way. */
  public DnnLinearCombinedRegressor withLossReduction(Loss.Reduction reduction) {
    return new DnnLinearCombinedRegressor(
        blueprint.withOptions(options -> options.withLossReduction(reduction)));
  }

  /** With the defaults of a generation of estimators for all that isn't set. */
  public DnnLinearCombinedRegressor withDefaults(Defaults defaults) {
    return new DnnLinearCombinedRegressor(blueprint.withDefaults(defaults));
  }

  DnnLinearCombinedRegressor withRunning(Running running) {
    return new DnnLinearCombinedRegressor(blueprint.withRunning(running));
  }

  @Override
  public DnnLinearCombinedRegressor withConfig(RunConfig config) {
    return withRunning(blueprint.running().withConfig(config));
  }

  @Override
  public DnnLinearCombinedRegressor withModelDir(Path directory) {
    return withConfig(config().withModelDir(directory));
  }

  @Override
  public DnnLinearCombinedRegressor withSeed(long seed) {
    return withConfig(config().withSeed(seed));
  }
}
