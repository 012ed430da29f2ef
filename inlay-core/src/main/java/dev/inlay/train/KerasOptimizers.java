package dev.inlay.train;

import static dev.inlay.train.KerasTable.row;

import dev.inlay.layer.KerasConfig;
import dev.inlay.layer.KerasForm;
import dev.inlay.layer.KerasSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Optimizers as Keras writes them: {@code keras.optimizers}. */
public final class KerasOptimizers {
  private static final KerasTable<Optimizer> TABLE =
      new KerasTable<>(
          "optimizer",
          Map.of(),
          List.of(
              row(
                  "Adafactor",
                  Adafactor.class,
                  form ->
                      Adafactor.of(rate(form, 0.001f))
                          .withBeta2Decay(form.number("beta_2_decay", -0.8, Adafactor::beta2Decay))
                          .withEpsilon1(form.number("epsilon_1", 1e-30, Adafactor::epsilon1))
                          .withEpsilon2(form.number("epsilon_2", 1e-3, Adafactor::epsilon2))
                          .withClipThreshold(
                              form.number("clip_threshold", 1, Adafactor::clipThreshold))
                          .withRelativeStep(
                              form.flag("relative_step", true, Adafactor::relativeStep))),
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
                  "Lamb",
                  Lamb.class,
                  form ->
                      Lamb.of(rate(form, 0.001f))
                          .withBetas(
                              form.number("beta_1", 0.9, Lamb::beta1),
                              form.number("beta_2", 0.999, Lamb::beta2))
                          .withEpsilon(form.number("epsilon", 1e-7, Lamb::epsilon))),
              row(
                  "Lion",
                  Lion.class,
                  form ->
                      Lion.of(rate(form, 0.001f))
                          .withBetas(
                              form.number("beta_1", 0.9, Lion::beta1),
                              form.number("beta_2", 0.99, Lion::beta2))),
              row(
                  "Muon",
                  Muon.class,
                  form ->
                      Muon.of(rate(form, 0.001f))
                          .withMomentum(form.number("momentum", 0.95, Muon::momentum))
                          .withNesterov(form.flag("nesterov", true, Muon::nesterov))
                          .withOrthogonalization(
                              new Muon.Orthogonalization(
                                  form.number("muon_a", 3.4445, m -> m.orthogonalization().a()),
                                  form.number("muon_b", -4.775, m -> m.orthogonalization().b()),
                                  form.number("muon_c", 2.0315, m -> m.orthogonalization().c()),
                                  form.integer("ns_steps", 5, m -> m.orthogonalization().steps())))
                          .withRmsRate(form.numberOrNull("rms_rate", 0.2, Muon::rmsRate))
                          .withOthers(
                              new Muon.Others(
                                  form.texts("exclude_layers", m -> m.others().layers()),
                                  form.flag(
                                      "exclude_embeddings", true, m -> m.others().embeddings()),
                                  form.number("adam_beta_1", 0.9, m -> m.others().beta1()),
                                  form.number("adam_beta_2", 0.999, m -> m.others().beta2()),
                                  form.number("epsilon", 1e-7, m -> m.others().epsilon()),
                                  orZero(
                                      form.numberOrNull(
                                          "adam_weight_decay",
                                          0.004,
                                          m -> m.others().weightDecay())),
                                  form.number(
                                      "adam_lr_ratio", 1, m -> m.others().learningRateFactor())))),
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
                  "ScheduleFreeAdamW",
                  ScheduleFreeAdamW.class,
                  form ->
                      ScheduleFreeAdamW.of(rate(form, 0.0025f))
                          .withBetas(
                              form.number("beta_1", 0.9, ScheduleFreeAdamW::beta1),
                              form.number("beta_2", 0.999, ScheduleFreeAdamW::beta2))
                          .withEpsilon(form.number("epsilon", 1e-8, ScheduleFreeAdamW::epsilon))
                          .withWarmupSteps(
                              form.integer("warmup_steps", 0, ScheduleFreeAdamW::warmupSteps))),
              row(
                  "SGD",
                  Sgd.class,
                  form ->
                      Sgd.of(rate(form, 0.01f))
                          .withMomentum(form.number("momentum", 0, Sgd::momentum))
                          .withNesterov(form.flag("nesterov", false, Sgd::nesterov)))));

  private static final double ADAM_W_DECAY = 0.004;
  private static final double EMA_MOMENTUM = 0.99;

  private KerasOptimizers() {}

  private static float orZero(@Nullable Float number) {
    return number == null ? 0 : number;
  }

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
    if (from.name().equals("lossscaleoptimizer")) {
      return readScaled(from);
    }
    if (from.name().equals("multioptimizer")) {
      return readSeveral(from);
    }
    boolean isAdamW = from.name().equals("adamw");
    Optimizer optimizer = TABLE.read(isAdamW ? "adam" : from.name(), from);
    Options options = options(from, isAdamW ? ADAM_W_DECAY : optimizer.options().weightDecay());
    from.drop("name");
    from.refuseTheRest();
    return options.equals(optimizer.options()) ? optimizer : optimizer.withOptions(options);
  }

  private static Optimizer readScaled(KerasSettings from) {
    Optimizer optimizer = read(required(from, "inner_optimizer"));
    var scale =
        new Options.LossScale(
            (float) from.number("initial_scale", 32768),
            from.integer("dynamic_growth_steps", 2000));
    from.drop("name");
    from.refuseTheRest();
    return optimizer instanceof MultiOptimizer several
        ? several.each(one -> one.withOptions(one.options().withLossScale(scale)))
        : optimizer.withOptions(optimizer.options().withLossScale(scale));
  }

  private static Optimizer readSeveral(KerasSettings from) {
    var map = KerasSettings.ofObject(required(from, "optimizer_map"));
    var several = MultiOptimizer.of(read(required(map, "default_optimizer")));
    if (map.object("optimizer_map") instanceof Map<?, ?> patterns) {
      for (var entry : patterns.entrySet()) {
        Object optimizer = Objects.requireNonNullElse(entry.getValue(), "null");
        several = several.with(String.valueOf(entry.getKey()), read(optimizer));
      }
    }
    map.refuseTheRest();
    // A loss's scale would be overwritten, but a model's own gradients need none.
    from.drop("name", "loss_scale_factor");
    from.refuseTheRest();
    return several;
  }

  private static Object required(KerasSettings from, String key) {
    Object tree = from.object(key);
    if (tree == null) {
      throw new IllegalArgumentException(from.className() + " has no \"" + key + "\"");
    }
    return tree;
  }

  private static Options options(KerasSettings from, double weightDecay) {
    // Where Keras has a decay by default, null says that there is none.
    double decay = from.has("weight_decay") ? from.number("weight_decay", 0) : weightDecay;
    Options options = Options.NONE.withWeightDecay((float) decay, List.of());
    float norm = (float) from.number("clipnorm", 0);
    float value = (float) from.number("clipvalue", 0);
    float globalNorm = (float) from.number("global_clipnorm", 0);
    if (norm > 0) {
      options = options.withClipping(Options.Clipping.Kind.NORM, norm);
    } else if (globalNorm > 0) {
      options = options.withClipping(Options.Clipping.Kind.GLOBAL_NORM, globalNorm);
    } else if (value > 0) {
      options = options.withClipping(Options.Clipping.Kind.VALUE, value);
    }
    var ema =
        new Options.Ema(
            (float) from.number("ema_momentum", EMA_MOMENTUM),
            from.integer("ema_overwrite_frequency", 0));
    if (from.flag("use_ema", false)) {
      options = options.withEma(ema);
    }
    float scale = (float) from.number("loss_scale_factor", 1);
    if (scale != 1) {
      options = options.withLossScale(new Options.LossScale(scale, 0));
    }
    return options.withAccumulationSteps(
        Math.max(1, from.integer("gradient_accumulation_steps", 1)));
  }

  /**
   * An optimizer as Keras writes it; what becomes of rows not looked up isn't written.
   *
   * @throws UnsupportedOperationException if Keras has none that means the same
   */
  public static Map<String, @Nullable Object> write(Optimizer optimizer) {
    Options.LossScale scale = scale(optimizer);
    if (scale.growthSteps() == 0) {
      return writeUnscaled(optimizer);
    }
    Options.LossScale none = Options.LossScale.NONE;
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    config.put("name", "loss_scale_optimizer");
    config.put(
        "inner_optimizer",
        writeUnscaled(
            optimizer instanceof MultiOptimizer several
                ? several.each(one -> one.withOptions(one.options().withLossScale(none)))
                : optimizer.withOptions(optimizer.options().withLossScale(none))));
    config.put("initial_scale", KerasForm.decimal(scale.factor()));
    config.put("dynamic_growth_steps", scale.growthSteps());
    return KerasConfig.object("keras.optimizers", "LossScaleOptimizer", config);
  }

  /** What a loss is multiplied by; several optimizers have it in common. */
  private static Options.LossScale scale(Optimizer optimizer) {
    if (!(optimizer instanceof MultiOptimizer several)) {
      return optimizer.options().lossScale();
    }
    Options.LossScale scale = several.otherwise().options().lossScale();
    for (Optimizer one : several.patterns().values()) {
      if (!one.options().lossScale().equals(scale)) {
        throw new UnsupportedOperationException(
            "Keras has one scale of the loss for several optimizers, not %s and %s"
                .formatted(scale, one.options().lossScale()));
      }
    }
    return scale;
  }

  private static Map<String, @Nullable Object> writeUnscaled(Optimizer optimizer) {
    if (optimizer instanceof MultiOptimizer several) {
      return writeSeveral(several);
    }
    // Rows are treated as the class does by itself, so that the rest alone is compared.
    Optimizer bare = optimizer instanceof Tuned tuned ? tuned.optimizer() : optimizer;
    KerasTable.Written written =
        TABLE
            .write(bare.withRows(bare instanceof Ftrl ? Rows.LAZY : Rows.EXACT))
            .orElseThrow(
                () -> new UnsupportedOperationException("Keras has no optimizer " + optimizer));
    Options options = optimizer.options();
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    config.put("name", KerasSettings.snakeCase(written.className()));
    config.putAll(written.config());
    config.putAll(write(options));
    return KerasConfig.object("keras.optimizers", written.className(), config);
  }

  private static Map<String, @Nullable Object> writeSeveral(MultiOptimizer several) {
    Map<String, @Nullable Object> patterns = new LinkedHashMap<>();
    several
        .patterns()
        .forEach((pattern, optimizer) -> patterns.put(pattern, writeUnscaled(optimizer)));
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("default_optimizer", writeUnscaled(several.otherwise()));
    map.put("optimizer_map", patterns);
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    config.put("optimizer_map", KerasConfig.object("keras.optimizers", "OptimizerMap", map));
    config.put("loss_scale_factor", null);
    config.put("name", "multi_optimizer");
    return KerasConfig.object("keras.optimizers", "MultiOptimizer", config);
  }

  private static Map<String, @Nullable Object> write(Options options) {
    Options.Clipping clipping = options.clipping();
    Options.Ema ema = options.ema();
    Options.LossScale scale = options.lossScale();
    boolean fixed = scale.growthSteps() == 0 && scale.factor() != 1;
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    config.put("weight_decay", orNull(options.weightDecay()));
    config.put("clipnorm", limit(clipping, Options.Clipping.Kind.NORM));
    config.put("global_clipnorm", limit(clipping, Options.Clipping.Kind.GLOBAL_NORM));
    config.put("clipvalue", limit(clipping, Options.Clipping.Kind.VALUE));
    config.put("use_ema", ema != null);
    config.put(
        "ema_momentum", ema == null ? (Object) EMA_MOMENTUM : KerasForm.decimal(ema.momentum()));
    config.put(
        "ema_overwrite_frequency",
        ema == null || ema.overwriteFrequency() == 0 ? null : ema.overwriteFrequency());
    config.put("loss_scale_factor", fixed ? KerasForm.decimal(scale.factor()) : null);
    config.put(
        "gradient_accumulation_steps",
        options.accumulationSteps() == 1 ? null : options.accumulationSteps());
    return config;
  }

  private static @Nullable Object limit(Options.Clipping clipping, Options.Clipping.Kind kind) {
    return clipping.kind() == kind ? orNull(clipping.limit()) : null;
  }

  private static @Nullable Object orNull(float number) {
    return number == 0 ? null : KerasForm.decimal(number);
  }
}
