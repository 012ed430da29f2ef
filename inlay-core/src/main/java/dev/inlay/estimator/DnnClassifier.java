package dev.inlay.estimator;

import dev.inlay.feature.FeatureColumn;
import dev.inlay.feature.NumericColumn;
import dev.inlay.layer.ActivationFunction;
import dev.inlay.train.Loss;
import dev.inlay.train.Optimizer;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/**
 * One of two classes or more by a network: TensorFlow's {@code DNNClassifier}. Its optimizer is
 * {@code Adagrad.of(0.001f)} in Keras 2's arithmetic unless another is set.
 */
public final class DnnClassifier implements Estimator {
  private final Blueprint blueprint;
  final Driver driver;

  DnnClassifier(Blueprint blueprint) {
    this.blueprint = blueprint;
    this.driver = new Driver(blueprint);
  }

  /**
   * A network for two classes.
   *
   * @param columns dense ones, which the network reads
   * @param hiddenUnits the width of each hidden layer
   * @throws IllegalArgumentException if there are no columns, two of one name, one that is only
   *     categorical, or no hidden layer
   */
  public static DnnClassifier of(Collection<? extends FeatureColumn> columns, int... hiddenUnits) {
    return new DnnClassifier(
        Blueprint.of("DnnClassifier", null, Dnn.of(columns, hiddenUnits), Classes.of(2).head()));
  }

  /** With another optimizer. */
  public DnnClassifier withOptimizer(Optimizer optimizer) {
    return new DnnClassifier(blueprint.withDnn(dnn -> dnn.withOptimizer(optimizer)));
  }

  /** With another activation of the hidden layers. */
  public DnnClassifier withActivation(ActivationFunction activation) {
    return new DnnClassifier(blueprint.withDnn(dnn -> dnn.withActivation(activation)));
  }

  /** With a part of each hidden layer's output dropped in training. */
  public DnnClassifier withDropout(double part) {
    return new DnnClassifier(blueprint.withDnn(dnn -> dnn.withDropout(part)));
  }

  /** With each hidden layer's output normalised, after dropout. */
  public DnnClassifier withBatchNorm(boolean normalised) {
    return new DnnClassifier(blueprint.withDnn(dnn -> dnn.withBatchNorm(normalised)));
  }

  /** With so many classes, whose labels are 0, 1 and so on. */
  public DnnClassifier withClasses(int classes) {
    return new DnnClassifier(blueprint.withHead(Classes.of(classes).head()));
  }

  /** With a class for each word, which labels and predictions are then. */
  public DnnClassifier withLabelVocabulary(String... words) {
    return new DnnClassifier(blueprint.withHead(Classes.of(List.of(words)).head()));
  }

  /** With rows that count as much as a feature says. */
  public DnnClassifier withWeightColumn(String feature) {
    return withWeightColumn(NumericColumn.of(feature));
  }

  /** With rows that count as much as a column says. */
  public DnnClassifier withWeightColumn(NumericColumn column) {
    return new DnnClassifier(blueprint.withOptions(options -> options.withWeightColumn(column)));
  }

  /** With the losses of rows made one number in another way. */
  public DnnClassifier withLossReduction(Loss.Reduction reduction) {
    return new DnnClassifier(
        blueprint.withOptions(options -> options.withLossReduction(reduction)));
  }

  /** With the defaults of a generation of estimators for all that isn't set. */
  public DnnClassifier withDefaults(Defaults defaults) {
    return new DnnClassifier(blueprint.withDefaults(defaults));
  }

  DnnClassifier withRunning(Running running) {
    return new DnnClassifier(blueprint.withRunning(running));
  }

  @Override
  public DnnClassifier withConfig(RunConfig config) {
    return withRunning(blueprint.running().withConfig(config));
  }

  @Override
  public DnnClassifier withModelDir(Path directory) {
    return withConfig(config().withModelDir(directory));
  }

  @Override
  public DnnClassifier withSeed(long seed) {
    return withConfig(config().withSeed(seed));
  }
}
