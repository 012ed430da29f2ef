package dev.inlay.train;

import static dev.inlay.train.KerasTable.row;

import dev.inlay.layer.KerasConfig;
import dev.inlay.layer.KerasForm;
import dev.inlay.layer.KerasSettings;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Learning rates as Keras writes them: numbers and {@code keras.optimizers.schedules}. */
public final class KerasSchedules {
  private static final KerasTable<LearningRate> TABLE =
      new KerasTable<>(
          "schedule",
          Map.of(),
          List.of(
              row(
                  "CosineDecay",
                  CosineDecay.class,
                  form ->
                      new CosineDecay(
                          form.number(
                              "initial_learning_rate", 0.001, CosineDecay::initialLearningRate),
                          form.integer("decay_steps", CosineDecay::decaySteps),
                          form.number("alpha", 0, CosineDecay::alpha),
                          form.numberOrNull("warmup_target", CosineDecay::warmupTarget),
                          form.integer("warmup_steps", 0, CosineDecay::warmupSteps))),
              row(
                  "CosineDecayRestarts",
                  CosineDecayRestarts.class,
                  form ->
                      new CosineDecayRestarts(
                          form.number(
                              "initial_learning_rate",
                              0.001,
                              CosineDecayRestarts::initialLearningRate),
                          form.integer("first_decay_steps", CosineDecayRestarts::firstDecaySteps),
                          form.number("t_mul", 2, CosineDecayRestarts::tMul),
                          form.number("m_mul", 1, CosineDecayRestarts::mMul),
                          form.number("alpha", 0, CosineDecayRestarts::alpha))),
              row(
                  "ExponentialDecay",
                  ExponentialDecay.class,
                  form ->
                      new ExponentialDecay(
                          form.number(
                              "initial_learning_rate",
                              0.001,
                              ExponentialDecay::initialLearningRate),
                          form.integer("decay_steps", ExponentialDecay::decaySteps),
                          form.number("decay_rate", 0, ExponentialDecay::decayRate),
                          form.flag("staircase", false, ExponentialDecay::staircase))),
              row(
                  "InverseTimeDecay",
                  InverseTimeDecay.class,
                  form ->
                      new InverseTimeDecay(
                          form.number(
                              "initial_learning_rate",
                              0.001,
                              InverseTimeDecay::initialLearningRate),
                          form.integer("decay_steps", InverseTimeDecay::decaySteps),
                          form.number("decay_rate", 0, InverseTimeDecay::decayRate),
                          form.flag("staircase", false, InverseTimeDecay::staircase))),
              row(
                  "PiecewiseConstantDecay",
                  PiecewiseConstantDecay.class,
                  form ->
                      new PiecewiseConstantDecay(
                          form.integers(
                              "boundaries", List.of(), PiecewiseConstantDecay::boundaries),
                          form.numbers("values", PiecewiseConstantDecay::values))),
              row(
                  "PolynomialDecay",
                  PolynomialDecay.class,
                  form ->
                      new PolynomialDecay(
                          form.number(
                              "initial_learning_rate", 0.001, PolynomialDecay::initialLearningRate),
                          form.integer("decay_steps", PolynomialDecay::decaySteps),
                          form.number("end_learning_rate", 1e-4, PolynomialDecay::endLearningRate),
                          form.number("power", 1, PolynomialDecay::power),
                          form.flag("cycle", false, PolynomialDecay::cycle)))));

  private KerasSchedules() {}

  /**
   * A learning rate that Keras has written: a number, or a schedule's class name and config.
   *
   * @throws UnsupportedOperationException naming the class or setting that is missing here
   */
  public static LearningRate read(Object tree) {
    return tree instanceof Number number
        ? LearningRate.of(number.floatValue())
        : read(KerasSettings.ofObject(tree));
  }

  /**
   * A schedule.
   *
   * @param config what {@code get_config()} gives
   * @throws UnsupportedOperationException naming the class or setting that is missing here
   */
  public static LearningRate read(String className, Map<String, ?> config) {
    return read(new KerasSettings(className, config));
  }

  private static LearningRate read(KerasSettings from) {
    LearningRate rate = TABLE.read(from);
    from.drop("name");
    from.refuseTheRest();
    return rate;
  }

  /**
   * A learning rate as Keras writes it.
   *
   * @throws UnsupportedOperationException if Keras has none that means the same
   */
  public static @Nullable Object write(LearningRate rate) {
    if (rate instanceof LearningRate.Constant(float number)) {
      return KerasForm.decimal(number);
    }
    KerasTable.Written written =
        TABLE
            .write(rate)
            .orElseThrow(
                () -> new UnsupportedOperationException("Keras has no learning rate " + rate));
    return KerasConfig.object("keras.optimizers.schedules", written.className(), written.config());
  }
}
