package dev.inlay.estimator;

import dev.inlay.feature.NumericColumn;
import dev.inlay.train.Loss;
import dev.inlay.train.Optimizer;
import java.nio.file.Path;
import java.util.List;

/**
 * Predicts how often each class comes, whatever the features are: TensorFlow's {@code
 * BaselineClassifier}, what other classifiers have to beat. Its optimizer is {@code Ftrl.of(0.3f)}
 * unless another is set.
 */
public final class BaselineClassifier implements Estimator {
  private final Blueprint blueprint;
  final Driver driver;

  BaselineClassifier(Blueprint blueprint) {
    this.blueprint = blueprint;
    this.driver = new Driver(blueprint);
  }

  /** A baseline for two classes. */
  public static BaselineClassifier of() {
    return new BaselineClassifier(Blueprint.baseline("BaselineClassifier", Classes.of(2).head()));
  }

  /** With another optimizer. */
  public BaselineClassifier withOptimizer(Optimizer optimizer) {
    return new BaselineClassifier(blueprint.withBaseline(optimizer));
  }

  /** With so many classes, whose labels are 0, 1 and so on. */
  public BaselineClassifier withClasses(int classes) {
    return new BaselineClassifier(blueprint.withHead(Classes.of(classes).head()));
  }

  /** With a class for each word, which labels and predictions are then. */
  public BaselineClassifier withLabelVocabulary(String... words) {
    return new BaselineClassifier(blueprint.withHead(Classes.of(List.of(words)).head()));
  }

  /** With rows that count as much as a feature says. */
  public BaselineClassifier withWeightColumn(String feature) {
    return withWeightColumn(NumericColumn.of(feature));
  }

  /** With rows that count as much as a column says. */
  public BaselineClassifier withWeightColumn(NumericColumn column) {
    return new BaselineClassifier(
        blueprint.withOptions(options -> options.withWeightColumn(column)));
  }

  /** With the losses of rows made one number in another way. */
  public BaselineClassifier withLossReduction(Loss.Reduction reduction) {
    return new BaselineClassifier(
        blueprint.withOptions(options -> options.withLossReduction(reduction)));
  }

  /** With the defaults of a generation of estimators for all that isn't set. */
  public BaselineClassifier withDefaults(Defaults defaults) {
    return new BaselineClassifier(blueprint.withDefaults(defaults));
  }

  BaselineClassifier withRunning(Running running) {
    return new BaselineClassifier(blueprint.withRunning(running));
  }

  @Override
  public BaselineClassifier withConfig(RunConfig config) {
    return withRunning(blueprint.running().withConfig(config));
  }

  @Override
  public BaselineClassifier withModelDir(Path directory) {
    return withConfig(config().withModelDir(directory));
  }

  @Override
  public BaselineClassifier withSeed(long seed) {
    return withConfig(config().withSeed(seed));
  }
}
