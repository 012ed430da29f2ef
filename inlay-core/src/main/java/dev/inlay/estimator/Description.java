package dev.inlay.estimator;

import dev.inlay.layer.Config;
import dev.inlay.model.Model;
import dev.inlay.train.Optimizer;
import org.jspecify.annotations.Nullable;

/**
 * A canned estimator as a model directory keeps it: all settings but where and how it is run.
 *
 * @param kind the estimator's class
 * @param linear null if there is none
 * @param dnn null if there is none
 * @param rnn null if there is none
 * @param baseline the optimizer of a baseline; null for the default
 */
record Description(
    String kind,
    @Nullable Linear linear,
    @Nullable Dnn dnn,
    @Nullable Rnn rnn,
    @Nullable Optimizer baseline,
    Head head,
    Defaults defaults,
    long seed) {
  /** The library's classes that a description may hold. */
  static final Config CONFIG =
      Model.config()
          .and(
              Description.class,
              Linear.class,
              Dnn.class,
              Rnn.class,
              HeadOptions.class,
              HeadLosses.class,
              Standardized.class,
              Standardized.Undone.class,
              RegressionHead.class,
              BinaryClassHead.class,
              MultiClassHead.class,
              MultiLabelHead.class,
              MultiHead.class,
              SequenceHead.class,
              Defaults.class)
          .withAbsent(Description.class, "rnn", null)
          .withAbsent(Rnn.class, "returnSequences", false);

  static Description of(Blueprint blueprint) {
    return new Description(
        blueprint.kind(),
        blueprint.linear(),
        blueprint.network() instanceof Dnn network ? network : null,
        blueprint.network() instanceof Rnn network ? network : null,
        blueprint.baseline(),
        blueprint.head(),
        blueprint.defaults(),
        blueprint.running().config().seed());
  }

  /**
   * The estimator, to be run in some way.
   *
   * @throws IllegalArgumentException if there is no such kind
   */
  Estimator estimator(Running running) {
    Running seeded = running.withConfig(running.config().withSeed(seed));
    Network network = rnn == null ? dnn : rnn;
    var blueprint = new Blueprint(kind, linear, network, baseline, head, defaults, seeded);
    return switch (kind) {
      case "LinearClassifier" -> new LinearClassifier(blueprint);
      case "LinearRegressor" -> new LinearRegressor(blueprint);
      case "LinearEstimator" -> new LinearEstimator(blueprint);
      case "DnnClassifier" -> new DnnClassifier(blueprint);
      case "DnnRegressor" -> new DnnRegressor(blueprint);
      case "DnnEstimator" -> new DnnEstimator(blueprint);
      case "DnnLinearCombinedClassifier" -> new DnnLinearCombinedClassifier(blueprint);
      case "DnnLinearCombinedRegressor" -> new DnnLinearCombinedRegressor(blueprint);
      case "DnnLinearCombinedEstimator" -> new DnnLinearCombinedEstimator(blueprint);
      case "RnnClassifier" -> new RnnClassifier(blueprint);
      case "RnnEstimator" -> new RnnEstimator(blueprint);
      case "BaselineClassifier" -> new BaselineClassifier(blueprint);
      case "BaselineRegressor" -> new BaselineRegressor(blueprint);
      case "BaselineEstimator" -> new BaselineEstimator(blueprint);
      default ->
          throw new IllegalArgumentException("no kind of estimator is named \"" + kind + "\"");
    };
  }
}
