package dev.inlay.conformance;

import dev.inlay.layer.KerasSettings;
import dev.inlay.train.Adagrad;
import dev.inlay.train.Adam;
import dev.inlay.train.CosineDecay;
import dev.inlay.train.CosineDecayRestarts;
import dev.inlay.train.ExponentialDecay;
import dev.inlay.train.Ftrl;
import dev.inlay.train.InverseTimeDecay;
import dev.inlay.train.LearningRate;
import dev.inlay.train.Optimizer;
import dev.inlay.train.PiecewiseConstantDecay;
import dev.inlay.train.PolynomialDecay;
import dev.inlay.train.RmsProp;
import dev.inlay.train.Sgd;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keras's optimizers and learning rate schedules as ours. */
final class KerasOptimizers {
  private KerasOptimizers() {}

  /**
   * An optimizer.
   *
   * @param config what {@code get_config()} gives
   * @throws UnsupportedOperationException naming the class or setting that is missing here
   */
  static Optimizer optimizer(String className, Map<String, ? extends @Nullable Object> config) {
    var from = new KerasSettings(className, config);
    Optimizer optimizer =
        switch (className) {
          case "Adagrad" ->
              Adagrad.of()
                  .withInitialAccumulatorValue(
                      (float) from.number("initial_accumulator_value", 0.1))
                  .withEpsilon((float) from.number("epsilon", 1e-7));
          case "Adam" ->
              Adam.of()
                  .withBetas(
                      (float) from.number("beta_1", 0.9), (float) from.number("beta_2", 0.999))
                  .withEpsilon((float) from.number("epsilon", 1e-7));
          case "Ftrl" ->
              Ftrl.of()
                  .withLearningRatePower((float) from.number("learning_rate_power", -0.5))
                  .withInitialAccumulatorValue(
                      (float) from.number("initial_accumulator_value", 0.1))
                  .withRegularization(
                      (float) from.number("l1_regularization_strength", 0),
                      (float) from.number("l2_regularization_strength", 0))
                  .withL2Shrinkage((float) from.number("l2_shrinkage_regularization_strength", 0))
                  .withBeta((float) from.number("beta", 0));
          case "RMSprop" ->
              RmsProp.of()
                  .withRho((float) from.number("rho", 0.9))
                  .withMomentum((float) from.number("momentum", 0))
                  .withEpsilon((float) from.number("epsilon", 1e-7))
                  .withCentered(from.flag("centered", false));
          case "SGD" ->
              Sgd.of()
                  .withMomentum((float) from.number("momentum", 0))
                  .withNesterov(from.flag("nesterov", false));
          default -> throw new UnsupportedOperationException("optimizer " + className);
        };
    LearningRate rate = learningRate(from.object("learning_rate"));
    // These say what an average of the weights is like that use_ema turns on.
    from.drop("name", "ema_momentum", "ema_overwrite_frequency");
    from.refuseTheRest();
    return rate == null ? optimizer : optimizer.withLearningRate(rate);
  }

  private static @Nullable LearningRate learningRate(@Nullable Object tree) {
    if (tree == null) {
      return null;
    }
    if (tree instanceof Number number) {
      return LearningRate.of(number.floatValue());
    }
    Case schedule = Case.of("learning_rate", tree);
    return schedule(schedule.text("class_name"), schedule.object("config").fields());
  }

  /** A learning rate schedule. */
  static LearningRate schedule(String className, Map<String, ? extends @Nullable Object> config) {
    var from = new KerasSettings(className, config);
    LearningRate rate =
        switch (className) {
          case "CosineDecay" -> {
            CosineDecay decay =
                CosineDecay.of(initial(from), from.integer("decay_steps"))
                    .withAlpha((float) from.number("alpha", 0));
            int steps = from.integer("warmup_steps", 0);
            List<Float> target = from.numbers("warmup_target");
            yield target.isEmpty() ? decay : decay.withWarmup(target.getFirst(), steps);
          }
          case "CosineDecayRestarts" ->
              new CosineDecayRestarts(
                  initial(from),
                  from.integer("first_decay_steps"),
                  (float) from.number("t_mul", 2),
                  (float) from.number("m_mul", 1),
                  (float) from.number("alpha", 0));
          case "ExponentialDecay" ->
              new ExponentialDecay(
                  initial(from),
                  from.integer("decay_steps"),
                  (float) from.number("decay_rate", 0),
                  from.flag("staircase", false));
          case "InverseTimeDecay" ->
              new InverseTimeDecay(
                  initial(from),
                  from.integer("decay_steps"),
                  (float) from.number("decay_rate", 0),
                  from.flag("staircase", false));
          case "PiecewiseConstantDecay" ->
              new PiecewiseConstantDecay(from.integers("boundaries"), from.numbers("values"));
          case "PolynomialDecay" ->
              new PolynomialDecay(
                  initial(from),
                  from.integer("decay_steps"),
                  (float) from.number("end_learning_rate", 1e-4),
                  (float) from.number("power", 1),
                  from.flag("cycle", false));
          default -> throw new UnsupportedOperationException("schedule " + className);
        };
    from.drop("name");
    from.refuseTheRest();
    return rate;
  }

  private static float initial(KerasSettings from) {
    return (float) from.number("initial_learning_rate", 0.001);
  }
}
