package dev.inlay.train;

import dev.inlay.layer.KerasSettings;
import java.util.Map;

/**
 * TensorFlow's optimizers of the first generation ({@code tf.compat.v1.train}), which estimators
 * used, as ours. Where a lookup's gradient comes in rows they move only these, Adam all.
 */
public final class TensorFlowOptimizers {
  private TensorFlowOptimizers() {}

  /**
   * An optimizer.
   *
   * @param className {@code AdagradOptimizer}
   * @param arguments those of its constructor
   * @throws UnsupportedOperationException naming the class or argument that is missing here
   */
  public static Optimizer read(String className, Map<String, ?> arguments) {
    var from = new KerasSettings(className, arguments);
    from.drop("class");
    Optimizer optimizer =
        switch (className) {
          case "AdadeltaOptimizer" ->
              Adadelta.of()
                  .withRho((float) from.number("rho", 0.95))
                  .withEpsilon((float) from.number("epsilon", 1e-8))
                  .withRows(Rows.LAZY);
          case "AdagradOptimizer" ->
              Adagrad.of()
                  .withInitialAccumulatorValue(
                      (float) from.number("initial_accumulator_value", 0.1))
                  .withEpsilon(0)
                  .withEpsilonOutside(true)
                  .withRows(Rows.LAZY);
          case "AdamOptimizer" ->
              Adam.of()
                  .withBetas((float) from.number("beta1", 0.9), (float) from.number("beta2", 0.999))
                  .withEpsilon((float) from.number("epsilon", 1e-8))
                  .withRows(Rows.EXACT);
          case "FtrlOptimizer" ->
              Ftrl.of()
                  .withLearningRatePower((float) from.number("learning_rate_power", -0.5))
                  .withInitialAccumulatorValue(
                      (float) from.number("initial_accumulator_value", 0.1))
                  .withRegularization((float) from.number("l1", 0), (float) from.number("l2", 0))
                  .withL2Shrinkage((float) from.number("l2_shrinkage_regularization_strength", 0))
                  .withBeta((float) from.number("beta", 0))
                  .withRows(Rows.LAZY);
          case "GradientDescentOptimizer" -> Sgd.of().withRows(Rows.LAZY);
          case "MomentumOptimizer" ->
              Sgd.of()
                  .withMomentum((float) from.number("momentum", 0))
                  .withNesterov(from.flag("use_nesterov", false))
                  .withRows(Rows.LAZY);
          case "ProximalAdagradOptimizer" ->
              ProximalAdagrad.of()
                  .withInitialAccumulatorValue(
                      (float) from.number("initial_accumulator_value", 0.1))
                  .withRegularization((float) from.number("l1", 0), (float) from.number("l2", 0))
                  .withRows(Rows.LAZY);
          case "ProximalGradientDescentOptimizer" ->
              ProximalGradientDescent.of()
                  .withRegularization((float) from.number("l1", 0), (float) from.number("l2", 0))
                  .withRows(Rows.LAZY);
          case "RMSPropOptimizer" ->
              RmsProp.of()
                  .withRho((float) from.number("decay", 0.9))
                  .withMomentum((float) from.number("momentum", 0))
                  .withEpsilon((float) from.number("epsilon", 1e-10))
                  .withCentered(from.flag("centered", false))
                  .withInitialVelocity(1)
                  .withRows(Rows.LAZY);
          default -> throw new UnsupportedOperationException("optimizer " + className);
        };
    optimizer = optimizer.withLearningRate((float) from.number("learning_rate", 0.001));
    from.refuseTheRest();
    return optimizer;
  }
}
