package dev.inlay.train;

import static dev.inlay.train.KerasTable.row;

import dev.inlay.layer.KerasSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Optimizers as Keras writes them: {@code keras.optimizers}. */
public final class KerasOptimizers {
  private static final KerasTable<Optimizer> TABLE =
      new KerasTable<>(
          "optimizer",
          Map.of(),
          List.of(
              row(
                  "Adadelta",
                  Adadelta.class,
                  form ->
                      Adadelta.of(rate(form, 0.001f))
                          .withRho(form.number("rho", 0.95, Adadelta::rho))
                          .withEpsilon(form.number("epsilon", 1e-7, Adadelta::epsilon))),
              row(
                  "Adagrad",
                  Adagrad.class,
                  form ->
                      Adagrad.of(rate(form, 0.001f))
                          .withInitialAccumulatorValue(
                              form.number(
                                  "initial_accumulator_value",
                                  0.1,
                                  Adagrad::initialAccumulatorValue))
                          .withEpsilon(form.number("epsilon", 1e-7, Adagrad::epsilon))),
              row(
                  "Adam",
                  Adam.class,
                  form ->
                      Adam.of(rate(form, 0.001f))
                          .withBetas(
                              form.number("beta_1", 0.9, Adam::beta1),
                              form.number("beta_2", 0.999, Adam::beta2))
                          .withEpsilon(form.number("epsilon", 1e-7, Adam::epsilon))
                          .withAmsgrad(form.flag("amsgrad", false, Adam::amsgrad))),
              row(
                  "Adamax",
                  Adamax.class,
                  form ->
                      Adamax.of(rate(form, 0.001f))
                          .withBetas(
                              form.number("beta_1", 0.9, Adamax::beta1),
                              form.number("beta_2", 0.999, Adamax::beta2))
                          .withEpsilon(form.number("epsilon", 1e-7, Adamax::epsilon))),
              row(
                  "Ftrl",
                  Ftrl.class,
                  form ->
                      Ftrl.of(rate(form, 0.001f))
                          .withLearningRatePower(
                              form.number("learning_rate_power", -0.5, Ftrl::learningRatePower))
                          .withInitialAccumulatorValue(
                              form.number(
                                  "initial_accumulator_value", 0.1, Ftrl::initialAccumulatorValue))
                          .withRegularization(
                              form.number("l1_regularization_strength", 0, Ftrl::l1),
                              form.number("l2_regularization_strength", 0, Ftrl::l2))
                          .withL2Shrinkage(
                              form.number(
                                  "l2_shrinkage_regularization_strength", 0, Ftrl::l2Shrinkage))
                          .withBeta(form.number("beta", 0, Ftrl::beta))),
              row(
                  "Lion",
                  Lion.class,
                  form ->
                      Lion.of(rate(form, 0.001f))
                          .withBetas(
                              form.number("beta_1", 0.9, Lion::beta1),
                              form.number("beta_2", 0.99, Lion::beta2))),
              row(
                  "Nadam",
                  Nadam.class,
                  form ->
                      Nadam.of(rate(form, 0.001f))
                          .withBetas(
                              form.number("beta_1", 0.9, Nadam::beta1),
                              form.number("beta_2", 0.999, Nadam::beta2))
                          .withEpsilon(form.number("epsilon", 1e-7, Nadam::epsilon))),
              row(
                  "RMSprop",
                  RmsProp.class,
                  form ->
                      RmsProp.of(rate(form, 0.001f))
                          .withRho(form.number("rho", 0.9, RmsProp::rho))
                          .withMomentum(form.number("momentum", 0, RmsProp::momentum))
                          .withEpsilon(form.number("epsilon", 1e-7, RmsProp::epsilon))
                          .withCentered(form.flag("centered", false, RmsProp::centered))),
              row(
                  "SGD",
                  Sgd.class,
                  form ->
                      Sgd.of(rate(form, 0.01f))
                          .withMomentum(form.number("momentum", 0, Sgd::momentum))
                          .withNesterov(form.flag("nesterov", false, Sgd::nesterov)))));

  private KerasOptimizers() {}

  private static LearningRate rate(KerasForm<? extends Optimizer> form, float otherwise) {
    return form.object(
        "learning_rate",
        tree -> tree == null ? LearningRate.of(otherwise) : KerasSchedules.read(tree),
        Optimizer::learningRate,
        KerasSchedules::write);
  }

  /**
   * An optimizer that Keras has written: its name, or a map of class name and config.
   *
   * @throws UnsupportedOperationException naming the class or setting that is missing here
   */
  public static Optimizer read(Object tree) {
    return read(KerasSettings.ofObject(tree));
  }

  /**
   * An optimizer.
   *
   * @param config what {@code get_config()} gives
   * @throws UnsupportedOperationException naming the class or setting that is missing here
   */
  public static Optimizer read(String className, Map<String, ?> config) {
    return read(new KerasSettings(className, config));
  }

  private static Optimizer read(KerasSettings from) {
    Optimizer optimizer = TABLE.read(from);
    // These say what an average of the weights is like that use_ema turns on.
    from.drop("name", "ema_momentum", "ema_overwrite_frequency");
    from.refuseTheRest();
    return optimizer;
  }

  /**
   * An optimizer as Keras writes it; what becomes of rows not looked up isn't written.
   *
   * @throws UnsupportedOperationException if Keras has none that means the same
   */
  public static Map<String, @Nullable Object> write(Optimizer optimizer) {
    // Rows are treated as the class does by itself, so that the rest alone is compared.
    Optimizer bare = optimizer.withRows(optimizer instanceof Ftrl ? Rows.LAZY : Rows.EXACT);
    KerasTable.Written written =
        TABLE
            .write(bare)
            .orElseThrow(
                () -> new UnsupportedOperationException("Keras has no optimizer " + optimizer));
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    config.put("name", KerasSettings.snakeCase(written.className()));
    config.putAll(written.config());
    return KerasTable.tree("keras.optimizers", written.className(), config);
  }
}
