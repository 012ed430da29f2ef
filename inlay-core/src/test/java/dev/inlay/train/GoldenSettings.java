package dev.inlay.train;

import dev.inlay.Golden.Case;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Our settings for a class and config of Keras's. */
final class GoldenSettings {
  private GoldenSettings() {}

  /** Empty for a class that we don't have. */
  static Optional<Loss> loss(Case golden) {
    Config config = new Config(golden.object("config"));
    Loss loss =
        switch (golden.text("class")) {
          case "MeanSquaredError" -> Loss.MEAN_SQUARED_ERROR;
          case "MeanAbsoluteError" -> Loss.MEAN_ABSOLUTE_ERROR;
          case "BinaryCrossentropy" ->
              new BinaryCrossentropy(
                  config.flag("from_logits"),
                  config.number("label_smoothing", 0),
                  (int) config.number("axis", -1));
          case "CategoricalCrossentropy" ->
              new CategoricalCrossentropy(
                  config.flag("from_logits"),
                  config.number("label_smoothing", 0),
                  (int) config.number("axis", -1));
          case "SparseCategoricalCrossentropy" ->
              new SparseCategoricalCrossentropy(config.flag("from_logits"), null);
          case "MeanAbsolutePercentageError" -> new MeanAbsolutePercentageError();
          case "MeanSquaredLogarithmicError" -> new MeanSquaredLogarithmicError();
          case "Huber" -> new Huber(config.number("delta", 1));
          case "LogCosh" -> new LogCosh();
          case "Poisson" -> new Poisson();
          case "KLDivergence" -> new KlDivergence();
          case "Hinge" -> Hinge.of();
          case "SquaredHinge" -> Hinge.ofSquares();
          case "CategoricalHinge" -> new CategoricalHinge();
          case "CosineSimilarity" -> new CosineSimilarity((int) config.number("axis", -1));
          default -> null;
        };
    return Optional.ofNullable(loss)
        .map(
            l ->
                l.withReduction(
                    Loss.Reduction.valueOf(
                        golden.object("config").text("reduction").toUpperCase(Locale.ROOT))));
  }

  /** Empty for a class or an option that we don't have. */
  static Optional<Optimizer> optimizer(Case golden) {
    return optimizer(golden.text("class"), new Config(golden.object("config")));
  }

  private static Optional<Optimizer> optimizer(String name, Config config) {
    if (Stream.of(
            "weight_decay",
            "clipnorm",
            "clipvalue",
            "global_clipnorm",
            "gradient_accumulation_steps",
            "loss_scale_factor")
        .anyMatch(option -> config.number(option, 0) != 0)) {
      return Optional.empty();
    }
    if (config.flag("use_ema") || config.flag("amsgrad")) {
      return Optional.empty();
    }
    Optional<LearningRate> rate =
        config.fields().field("learning_rate") instanceof Number n
            ? Optional.of(LearningRate.of(n.floatValue()))
            : schedule(
                config.fields().object("learning_rate").text("class_name"),
                new Config(config.fields().object("learning_rate").object("config")));
    return rate.map(
        lr ->
            switch (name) {
              case "SGD" ->
                  Sgd.of(lr)
                      .withMomentum(config.number("momentum", 0))
                      .withNesterov(config.flag("nesterov"));
              case "Adam" ->
                  Adam.of(lr)
                      .withBetas(config.number("beta_1", 0), config.number("beta_2", 0))
                      .withEpsilon(config.number("epsilon", 0));
              case "Adagrad" ->
                  Adagrad.of(lr)
                      .withInitialAccumulatorValue(config.number("initial_accumulator_value", 0))
                      .withEpsilon(config.number("epsilon", 0));
              case "RMSprop" ->
                  RmsProp.of(lr)
                      .withRho(config.number("rho", 0))
                      .withMomentum(config.number("momentum", 0))
                      .withEpsilon(config.number("epsilon", 0))
                      .withCentered(config.flag("centered"));
              case "Ftrl" ->
                  Ftrl.of(lr)
                      .withLearningRatePower(config.number("learning_rate_power", 0))
                      .withInitialAccumulatorValue(config.number("initial_accumulator_value", 0))
                      .withRegularization(
                          config.number("l1_regularization_strength", 0),
                          config.number("l2_regularization_strength", 0))
                      .withL2Shrinkage(config.number("l2_shrinkage_regularization_strength", 0))
                      .withBeta(config.number("beta", 0));
              default -> null;
            });
  }

  /** An optimizer of the first generation of TensorFlow. */
  static Optional<Optimizer> firstGeneration(Case optimizer) {
    Config config = new Config(optimizer);
    float rate = config.number("learning_rate", 0);
    return Optional.ofNullable(
        switch (optimizer.text("class")) {
          case "GradientDescentOptimizer" -> Sgd.of(rate);
          case "MomentumOptimizer" ->
              Sgd.of(rate)
                  .withMomentum(config.number("momentum", 0))
                  .withNesterov(config.flag("use_nesterov"));
          case "AdagradOptimizer" ->
              Adagrad.of(rate)
                  .withInitialAccumulatorValue(config.number("initial_accumulator_value", 0))
                  .withEpsilon(0)
                  .withEpsilonOutside(true);
          case "FtrlOptimizer" ->
              Ftrl.of(rate)
                  .withLearningRatePower(config.number("learning_rate_power", 0))
                  .withInitialAccumulatorValue(config.number("initial_accumulator_value", 0))
                  .withRegularization(config.number("l1", 0), config.number("l2", 0));
          case "AdamOptimizer" -> Adam.of(rate).withEpsilon(config.number("epsilon", 0));
          case "RMSPropOptimizer" ->
              RmsProp.of(rate)
                  .withRho(config.number("decay", 0))
                  .withMomentum(config.number("momentum", 0))
                  .withEpsilon(config.number("epsilon", 0))
                  .withCentered(config.flag("centered"))
                  .withInitialVelocity(1);
          default -> null;
        });
  }

  static Optional<LearningRate> schedule(Case golden) {
    return schedule(golden.text("class"), new Config(golden.object("config")));
  }

  private static Optional<LearningRate> schedule(String name, Config config) {
    float initial = config.number("initial_learning_rate", 0);
    int decaySteps = (int) config.number("decay_steps", 0);
    return Optional.ofNullable(
        switch (name) {
          case "ExponentialDecay" ->
              new ExponentialDecay(
                  initial, decaySteps, config.number("decay_rate", 0), config.flag("staircase"));
          case "InverseTimeDecay" ->
              new InverseTimeDecay(
                  initial, decaySteps, config.number("decay_rate", 0), config.flag("staircase"));
          case "PolynomialDecay" ->
              new PolynomialDecay(
                  initial,
                  decaySteps,
                  config.number("end_learning_rate", 0),
                  config.number("power", 0),
                  config.flag("cycle"));
          case "PiecewiseConstantDecay" ->
              new PiecewiseConstantDecay(
                  config.fields().<Number>list("boundaries").stream()
                      .map(Number::intValue)
                      .toList(),
                  config.fields().<Number>list("values").stream().map(Number::floatValue).toList());
          case "CosineDecay" ->
              new CosineDecay(
                  initial,
                  decaySteps,
                  config.number("alpha", 0),
                  config.fields().fields().get("warmup_target") instanceof Number n
                      ? n.floatValue()
                      : null,
                  (int) config.number("warmup_steps", 0));
          case "CosineDecayRestarts" ->
              new CosineDecayRestarts(
                  initial,
                  (int) config.number("first_decay_steps", 0),
                  config.number("t_mul", 0),
                  config.number("m_mul", 0),
                  config.number("alpha", 0));
          default -> null;
        });
  }

  /** Empty for a class or an option that we don't have. */
  static Optional<Metric> metric(Case golden) {
    Config config = new Config(golden.object("config"));
    return Optional.ofNullable(
        switch (golden.text("class")) {
          case "AUC" ->
              new Auc(
                  (int) config.number("num_thresholds", 200),
                  Auc.Curve.valueOf(config.text("curve", "ROC")),
                  Auc.SummationMethod.valueOf(
                      config.text("summation_method", "interpolation").toUpperCase(Locale.ROOT)),
                  config.flag("from_logits"));
          case "TruePositives" -> count(ConfusionCount.Cell.TRUE_POSITIVES, config);
          case "FalsePositives" -> count(ConfusionCount.Cell.FALSE_POSITIVES, config);
          case "TrueNegatives" -> count(ConfusionCount.Cell.TRUE_NEGATIVES, config);
          case "FalseNegatives" -> count(ConfusionCount.Cell.FALSE_NEGATIVES, config);
          case "Precision" ->
              new Precision(
                  config.numbers("thresholds"), (int) config.number("top_k", 0), config.classId());
          case "Recall" ->
              new Recall(
                  config.numbers("thresholds"), (int) config.number("top_k", 0), config.classId());
          case "Accuracy" -> new Accuracy();
          case "BinaryAccuracy" -> BinaryAccuracy.of(config.number("threshold", 0.5f));
          case "CategoricalAccuracy" -> new CategoricalAccuracy();
          case "SparseCategoricalAccuracy" -> new SparseCategoricalAccuracy();
          case "TopKCategoricalAccuracy" -> TopKCategoricalAccuracy.of((int) config.number("k", 5));
          case "SparseTopKCategoricalAccuracy" ->
              SparseTopKCategoricalAccuracy.of((int) config.number("k", 5));
          case "RootMeanSquaredError" -> Metric.ROOT_MEAN_SQUARED_ERROR;
          case "MeanSquaredError" -> Metric.MEAN_SQUARED_ERROR;
          case "MeanAbsoluteError" -> Metric.MEAN_ABSOLUTE_ERROR;
          case "BinaryCrossentropy" ->
              new MeanLoss(
                  "binary_crossentropy",
                  new BinaryCrossentropy(
                      config.flag("from_logits"), config.number("label_smoothing", 0), -1));
          case "SparseCategoricalCrossentropy" ->
              new MeanLoss(
                  "sparse_categorical_crossentropy",
                  new SparseCategoricalCrossentropy(config.flag("from_logits"), null));
          case "MeanAbsolutePercentageError" ->
              new MeanLoss("mean_absolute_percentage_error", new MeanAbsolutePercentageError());
          case "LogCoshError" -> new MeanLoss("logcosh", new LogCosh());
          case "KLDivergence" -> new MeanLoss("kl_divergence", new KlDivergence());
          default -> null;
        });
  }

  private static Metric count(ConfusionCount.Cell cell, Config config) {
    return new ConfusionCount(cell, config.numbers("thresholds"));
  }

  /** A config whose fields may be left out. */
  private record Config(Case fields) {
    boolean flag(String name) {
      return Boolean.TRUE.equals(fields.fields().get(name));
    }

    String text(String name, String otherwise) {
      return fields.fields().get(name) instanceof String s ? s : otherwise;
    }

    /** One number or a list of them; none if absent. */
    List<Float> numbers(String name) {
      return switch (fields.fields().get(name)) {
        case null -> List.of();
        case List<?> list -> list.stream().map(n -> ((Number) n).floatValue()).toList();
        case Object one -> List.of(((Number) one).floatValue());
      };
    }

    @Nullable Integer classId() {
      return fields.fields().get("class_id") instanceof Number n ? n.intValue() : null;
    }

    float number(String name, float otherwise) {
      return fields.fields().get(name) instanceof Number n ? n.floatValue() : otherwise;
    }
  }
}
