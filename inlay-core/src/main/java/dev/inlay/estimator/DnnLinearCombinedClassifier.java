package dev.inlay.estimator;

import dev.inlay.feature.FeatureColumn;
import dev.inlay.feature.NumericColumn;
import dev.inlay.graph.Combiner;
import dev.inlay.layer.ActivationFunction;
import dev.inlay.train.Loss;
import dev.inlay.train.Optimizer;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/**
 * One of two classes or more by a linear model and a network whose outputs are added (wide and
 * deep): TensorFlow's {@code DNNLinearCombinedClassifier}. Each part has an optimizer of its own:
 * unless others are set, the network {@code Adagrad.of(0.001f)} in Keras 2's arithmetic, the linear
 * model Ftrl with the smaller of 0.005 and 1 over the root of its number of columns.
 */
public final class DnnLinearCombinedClassifier implements Estimator {
  private final Blueprint blueprint;
  final Driver driver;

  DnnLinearCombinedClassifier(Blueprint blueprint) {
    this.blueprint = blueprint;
    this.driver = new Driver(blueprint);
  }

  /**
   * Both parts, for two classes.
   *
   * @param linearColumns of the linear model: dense or categorical
   * @param dnnColumns of the network: dense ones only
   * @param hiddenUnits the width of each hidden layer of the network
   * @throws IllegalArgumentException if a part has no columns, two columns of a part have one name,
   *     one of the network's is only categorical, or there is no hidden layer
   */
  public static DnnLinearCombinedClassifier of(
      Collection<? extends FeatureColumn> linearColumns,
      Collection<? extends FeatureColumn> dnnColumns,
      int... hiddenUnits) {
    return new DnnLinearCombinedClassifier(
        Blueprint.of(
            "DnnLinearCombinedClassifier",
            Linear.of(linearColumns),
            Dnn.of(dnnColumns, hiddenUnits),
            Classes.of(2).head()));
  }

  /** With another optimizer of the linear model. */
  public DnnLinearCombinedClassifier withLinearOptimizer(Optimizer optimizer) {
    return new DnnLinearCombinedClassifier(
        blueprint.withLinear(linear -> linear.withOptimizer(optimizer)));
  }

  /** With the weights of a row's categories combined in another way than added. */
  public DnnLinearCombinedClassifier withLinearSparseCombiner(Combiner combiner) {
    return new DnnLinearCombinedClassifier(
        blueprint.withLinear(linear -> linear.withSparseCombiner(combiner)));
  }

  /** With another optimizer of the network. */
  public DnnLinearCombinedClassifier withDnnOptimizer(Optimizer optimizer) {
    return new DnnLinearCombinedClassifier(blueprint.withDnn(dnn -> dnn.withOptimizer(optimizer)));
  }

  /** With another activation of the hidden layers. */
  public DnnLinearCombinedClassifier withDnnActivation(ActivationFunction activation) {
    return new DnnLinearCombinedClassifier(
        blueprint.withDnn(dnn -> dnn.withActivation(activation)));
  }

  /** With a part of each hidden layer's output dropped in training. */
  public DnnLinearCombinedClassifier withDnnDropout(double part) {
    return new DnnLinearCombinedClassifier(blueprint.withDnn(dnn -> dnn.withDropout(part)));
  }

  /** With each hidden layer's output normalised, after dropout. */
  public DnnLinearCombinedClassifier withBatchNorm(boolean normalised) {
    return new DnnLinearCombinedClassifier(blueprint.withDnn(dnn -> dnn.withBatchNorm(normalised)));
  }

  /** With so many classes, whose labels are 0, 1 and so on. */
  public DnnLinearCombinedClassifier withClasses(int classes) {
    return new DnnLinearCombinedClassifier(blueprint.withHead(Classes.of(classes).head()));
  }

  /** With a class for each word, which labels and predictions are then. */
  public DnnLinearCombinedClassifier withLabelVocabulary(String... words) {
    return new DnnLinearCombinedClassifier(blueprint.withHead(Classes.of(List.of(words)).head()));
  }

  /** With rows that count as much as a feature says. */
  public DnnLinearCombinedClassifier withWeightColumn(String feature) {
    return withWeightColumn(NumericColumn.of(feature));
  }

  /** With rows that count as much as a column says. */
  public DnnLinearCombinedClassifier withWeightColumn(NumericColumn column) {
    return new DnnLinearCombinedClassifier(
        blueprint.withOptions(options -> options.withWeightColumn(column)));
  }

  /** With the losses of rows made one number in another way. */
  public DnnLinearCombinedClassifier withLossReduction(Loss.Reduction reduction) {
    return new DnnLinearCombinedClassifier(
        blueprint.withOptions(options -> options.withLossReduction(reduction)));
  }

  /** With the defaults of a generation of estimators for all that isn't set. */
  public DnnLinearCombinedClassifier withDefaults(Defaults defaults) {
    return new DnnLinearCombinedClassifier(blueprint.withDefaults(defaults));
  }

  DnnLinearCombinedClassifier withRunning(Running running) {
    return new DnnLinearCombinedClassifier(blueprint.withRunning(running));
  }

  @Override
  public DnnLinearCombinedClassifier withConfig(RunConfig config) {
    return withRunning(blueprint.running().withConfig(config));
  }

  @Override
  public DnnLinearCombinedClassifier withModelDir(Path directory) {
    return withConfig(config().withModelDir(directory));
  }

  @Override
  public DnnLinearCombinedClassifier withSeed(long seed) {
    return withConfig(config().withSeed(seed));
  }
}
