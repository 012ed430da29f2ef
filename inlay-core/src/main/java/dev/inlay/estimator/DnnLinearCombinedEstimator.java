package dev.inlay.estimator;

import dev.inlay.feature.FeatureColumn;
import dev.inlay.graph.Combiner;
import dev.inlay.layer.ActivationFunction;
import dev.inlay.train.Optimizer;
import java.nio.file.Path;
import java.util.Collection;

/**
 * A linear model and a network whose outputs are added (wide and deep), under any head:
 * TensorFlow's {@code DNNLinearCombinedEstimator}. Each part has an optimizer of its own: unless
 * others are set, the network {@code Adagrad.of(0.001f)} in Keras 2's arithmetic, the linear model
 * Ftrl with the smaller of 0.005 and 1 over the root of its number of columns.
 */
public final class DnnLinearCombinedEstimator implements Estimator {
  private final Blueprint blueprint;
  final Driver driver;

  DnnLinearCombinedEstimator(Blueprint blueprint) {
    this.blueprint = blueprint;
    this.driver = new Driver(blueprint);
  }

  /**
   * Both parts, under a head.
   *
   * @param head what the logits mean
   * @param linearColumns of the linear model: dense or categorical
   * @param dnnColumns of the network: dense ones only
   * @param hiddenUnits the width of each hidden layer of the network
   * @throws IllegalArgumentException if a part has no columns, two columns of a part have one name,
   *     one of the network's is only categorical, or there is no hidden layer
   */
  public static DnnLinearCombinedEstimator of(
      Head head,
      Collection<? extends FeatureColumn> linearColumns,
      Collection<? extends FeatureColumn> dnnColumns,
      int... hiddenUnits) {
    return new DnnLinearCombinedEstimator(
        Blueprint.of(
            "DnnLinearCombinedEstimator",
            Linear.of(linearColumns),
            Dnn.of(dnnColumns, hiddenUnits),
            head));
  }

  /** With another optimizer of the linear model. */
  public DnnLinearCombinedEstimator withLinearOptimizer(Optimizer optimizer) {
    return new DnnLinearCombinedEstimator(
        blueprint.withLinear(linear -> linear.withOptimizer(optimizer)));
  }

  /** With the weights of a row's categories combined in another way than added. */
  public DnnLinearCombinedEstimator withLinearSparseCombiner(Combiner combiner) {
    return new DnnLinearCombinedEstimator(
        blueprint.withLinear(linear -> linear.withSparseCombiner(combiner)));
  }

  /** With another optimizer of the network. */
  public DnnLinearCombinedEstimator withDnnOptimizer(Optimizer optimizer) {
    return new DnnLinearCombinedEstimator(blueprint.withDnn(dnn -> dnn.withOptimizer(optimizer)));
  }

  /** With another activation of the hidden layers. */
  public DnnLinearCombinedEstimator withDnnActivation(ActivationFunction activation) {
    return new DnnLinearCombinedEstimator(blueprint.withDnn(dnn -> dnn.withActivation(activation)));
  }

  /** With a part of each hidden layer's output dropped in training. */
  public DnnLinearCombinedEstimator withDnnDropout(double part) {
    return new DnnLinearCombinedEstimator(blueprint.withDnn(dnn -> dnn.withDropout(part)));
  }

  /** With each hidden layer's output normalised, after dropout. */
  public DnnLinearCombinedEstimator withBatchNorm(boolean normalised) {
    return new DnnLinearCombinedEstimator(blueprint.withDnn(dnn -> dnn.withBatchNorm(normalised)));
  }

  /** With the defaults of a generation of estimators for all that isn't set. */
  public DnnLinearCombinedEstimator withDefaults(Defaults defaults) {
    return new DnnLinearCombinedEstimator(blueprint.withDefaults(defaults));
  }

  DnnLinearCombinedEstimator withRunning(Running running) {
    return new DnnLinearCombinedEstimator(blueprint.withRunning(running));
  }

  @Override
  public DnnLinearCombinedEstimator withConfig(RunConfig config) {
    return withRunning(blueprint.running().withConfig(config));
  }

  @Override
  public DnnLinearCombinedEstimator withModelDir(Path directory) {
    return withConfig(config().withModelDir(directory));
  }

  @Override
  public DnnLinearCombinedEstimator withSeed(long seed) {
    return withConfig(config().withSeed(seed));
  }
}
