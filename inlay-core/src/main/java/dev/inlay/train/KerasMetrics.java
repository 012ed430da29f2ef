package dev.inlay.train;

import static dev.inlay.train.KerasTable.row;

import dev.inlay.layer.KerasConfig;
import dev.inlay.layer.KerasSettings;
import dev.inlay.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Metrics as Keras writes them: {@code keras.metrics}. */
public final class KerasMetrics {
  private static final KerasTable<Metric> TABLE =
      new KerasTable<>(
          "metric",
          Map.of(),
          List.of(
              row(
                  "AUC",
                  Auc.class,
                  form ->
                      new Auc(
                          form.integer("num_thresholds", 200, Auc::numThresholds),
                          form.capitals("curve", Auc.Curve.ROC, Auc::curve),
                          form.choice(
                              "summation_method",
                              Auc.SummationMethod.INTERPOLATION,
                              Auc::summationMethod),
                          form.numbers("thresholds", Auc::thresholds),
                          form.flag("multi_label", false, Auc::multiLabel),
                          form.array("label_weights", Auc::labelWeights),
                          form.flag("from_logits", false, Auc::fromLogits))),
              row("Accuracy", new Accuracy()),
              row(
                  "BinaryAccuracy",
                  BinaryAccuracy.class,
                  form ->
                      new BinaryAccuracy(form.number("threshold", 0.5, BinaryAccuracy::threshold))),
              row(
                  "BinaryIoU",
                  BinaryIoU.class,
                  form ->
                      new BinaryIoU(
                          form.integers(
                              "target_class_ids", List.of(0, 1), BinaryIoU::targetClassIds),
                          form.number("threshold", 0.5, BinaryIoU::threshold))),
              row("CategoricalAccuracy", new CategoricalAccuracy()),
              row(
                  "ConcordanceCorrelation",
                  ConcordanceCorrelation.class,
                  form ->
                      new ConcordanceCorrelation(
                          form.integer("axis", -1, ConcordanceCorrelation::axis))),
              row(
                  "F1Score",
                  F1Score.class,
                  form -> {
                    var average =
                        form.choiceOrNone("average", FBetaScore.Averaging.NONE, F1Score::average);
                    return new F1Score(average, form.numberOrNull("threshold", F1Score::threshold));
                  }),
              row(
                  "FBetaScore",
                  FBetaScore.class,
                  form -> {
                    var average =
                        form.choiceOrNone(
                            "average", FBetaScore.Averaging.NONE, FBetaScore::average);
                    float beta = form.number("beta", 1, FBetaScore::beta);
                    return new FBetaScore(
                        average, beta, form.numberOrNull("threshold", FBetaScore::threshold));
                  }),
              count("FalseNegatives", ConfusionCount.Cell.FALSE_NEGATIVES),
              count("FalsePositives", ConfusionCount.Cell.FALSE_POSITIVES),
              row(
                  "IoU",
                  IoU.class,
                  form -> {
                    int classes = form.integer("num_classes", IoU::numClasses);
                    List<Integer> targets =
                        form.integers("target_class_ids", List.of(), IoU::targetClassIds);
                    Integer ignored = form.integerOrNull("ignore_class", IoU::ignoreClass);
                    return new IoU(
                        classes,
                        targets,
                        ignored,
                        form.flag("sparse_y_true", true, IoU::sparseYTrue),
                        form.flag("sparse_y_pred", true, IoU::sparseYPred),
                        form.integer("axis", -1, IoU::axis));
                  }),
              row("Mean", new Mean()),
              row(
                  "MeanIoU",
                  MeanIoU.class,
                  form -> {
                    int classes = form.integer("num_classes", MeanIoU::numClasses);
                    Integer ignored = form.integerOrNull("ignore_class", MeanIoU::ignoreClass);
                    return new MeanIoU(
                        classes,
                        ignored,
                        form.flag("sparse_y_true", true, MeanIoU::sparseYTrue),
                        form.flag("sparse_y_pred", true, MeanIoU::sparseYPred),
                        form.integer("axis", -1, MeanIoU::axis));
                  }),
              row(
                  "OneHotIoU",
                  OneHotIoU.class,
                  form -> {
                    int classes = form.integer("num_classes", OneHotIoU::numClasses);
                    List<Integer> targets =
                        form.integers("target_class_ids", List.of(), OneHotIoU::targetClassIds);
                    Integer ignored = form.integerOrNull("ignore_class", OneHotIoU::ignoreClass);
                    return new OneHotIoU(
                        classes,
                        targets,
                        ignored,
                        form.flag("sparse_y_pred", false, OneHotIoU::sparseYPred),
                        form.integer("axis", -1, OneHotIoU::axis));
                  }),
              row(
                  "OneHotMeanIoU",
                  OneHotMeanIoU.class,
                  form -> {
                    int classes = form.integer("num_classes", OneHotMeanIoU::numClasses);
                    Integer ignored =
                        form.integerOrNull("ignore_class", OneHotMeanIoU::ignoreClass);
                    return new OneHotMeanIoU(
                        classes,
                        ignored,
                        form.flag("sparse_y_pred", false, OneHotMeanIoU::sparseYPred),
                        form.integer("axis", -1, OneHotMeanIoU::axis));
                  }),
              row(
                  "PearsonCorrelation",
                  PearsonCorrelation.class,
                  form ->
                      new PearsonCorrelation(form.integer("axis", -1, PearsonCorrelation::axis))),
              row(
                  "Precision",
                  Precision.class,
                  form -> {
                    List<Float> thresholds = form.numbers("thresholds", Precision::thresholds);
                    int topK = form.integerOrNone("top_k", Precision::topK);
                    return new Precision(
                        thresholds, topK, form.integerOrNull("class_id", Precision::classId));
                  }),
              row(
                  "PrecisionAtRecall",
                  PrecisionAtRecall.class,
                  form -> {
                    float least = form.number("recall", 0, PrecisionAtRecall::recall);
                    int count =
                        form.integer("num_thresholds", 200, PrecisionAtRecall::numThresholds);
                    return new PrecisionAtRecall(
                        least, count, form.integerOrNull("class_id", PrecisionAtRecall::classId));
                  }),
              row(
                  "R2Score",
                  R2Score.class,
                  form ->
                      new R2Score(
                          form.choiceOrNone(
                              "class_aggregation",
                              R2Score.Aggregation.UNIFORM_AVERAGE,
                              R2Score::classAggregation),
                          form.integer("num_regressors", 0, R2Score::numRegressors))),
              row(
                  "Recall",
                  Recall.class,
                  form -> {
                    List<Float> thresholds = form.numbers("thresholds", Recall::thresholds);
                    int topK = form.integerOrNone("top_k", Recall::topK);
                    return new Recall(
                        thresholds, topK, form.integerOrNull("class_id", Recall::classId));
                  }),
              row(
                  "RecallAtPrecision",
                  RecallAtPrecision.class,
                  form -> {
                    float least = form.number("precision", 0, RecallAtPrecision::precision);
                    int count =
                        form.integer("num_thresholds", 200, RecallAtPrecision::numThresholds);
                    return new RecallAtPrecision(
                        least, count, form.integerOrNull("class_id", RecallAtPrecision::classId));
                  }),
              row("RootMeanSquaredError", new RootMeanSquaredError()),
              row(
                  "SensitivityAtSpecificity",
                  SensitivityAtSpecificity.class,
                  form -> {
                    float least =
                        form.number("specificity", 0, SensitivityAtSpecificity::specificity);
                    int count =
                        form.integer(
                            "num_thresholds", 200, SensitivityAtSpecificity::numThresholds);
                    return new SensitivityAtSpecificity(
                        least,
                        count,
                        form.integerOrNull("class_id", SensitivityAtSpecificity::classId));
                  }),
              row("SparseCategoricalAccuracy", new SparseCategoricalAccuracy()),
              row(
                  "SparseTopKCategoricalAccuracy",
                  SparseTopKCategoricalAccuracy.class,
                  form ->
                      new SparseTopKCategoricalAccuracy(
                          form.integer("k", 5, SparseTopKCategoricalAccuracy::k),
                          form.flag(
                              "from_sorted_ids",
                              false,
                              SparseTopKCategoricalAccuracy::fromSortedIds))),
              row(
                  "SpecificityAtSensitivity",
                  SpecificityAtSensitivity.class,
                  form -> {
                    float least =
                        form.number("sensitivity", 0, SpecificityAtSensitivity::sensitivity);
                    int count =
                        form.integer(
                            "num_thresholds", 200, SpecificityAtSensitivity::numThresholds);
                    return new SpecificityAtSensitivity(
                        least,
                        count,
                        form.integerOrNull("class_id", SpecificityAtSensitivity::classId));
                  }),
              row("Sum", new Sum()),
              row(
                  "TopKCategoricalAccuracy",
                  TopKCategoricalAccuracy.class,
                  form ->
                      new TopKCategoricalAccuracy(
                          form.integer("k", 5, TopKCategoricalAccuracy::k))),
              count("TrueNegatives", ConfusionCount.Cell.TRUE_NEGATIVES),
              count("TruePositives", ConfusionCount.Cell.TRUE_POSITIVES)));

  /** Metrics that are means of losses: Keras's class, and that of the loss. */
  private static final Map<String, String> MEANS =
      Map.ofEntries(
          Map.entry("BinaryCrossentropy", "BinaryCrossentropy"),
          Map.entry("CategoricalCrossentropy", "CategoricalCrossentropy"),
          Map.entry("CategoricalHinge", "CategoricalHinge"),
          Map.entry("CosineSimilarity", "CosineSimilarity"),
          Map.entry("Hinge", "Hinge"),
          Map.entry("KLDivergence", "KLDivergence"),
          Map.entry("LogCoshError", "LogCosh"),
          Map.entry("MeanAbsoluteError", "MeanAbsoluteError"),
          Map.entry("MeanAbsolutePercentageError", "MeanAbsolutePercentageError"),
          Map.entry("MeanSquaredError", "MeanSquaredError"),
          Map.entry("MeanSquaredLogarithmicError", "MeanSquaredLogarithmicError"),
          Map.entry("Poisson", "Poisson"),
          Map.entry("SparseCategoricalCrossentropy", "SparseCategoricalCrossentropy"),
          Map.entry("SquaredHinge", "SquaredHinge"));

  private KerasMetrics() {}

  private static KerasTable.Row<ConfusionCount> count(String className, ConfusionCount.Cell cell) {
    return row(
        className,
        ConfusionCount.class,
        form -> new ConfusionCount(cell, form.numbers("thresholds", ConfusionCount::thresholds)));
  }

  /**
   * A metric that Keras has written: its name, or a map of class name and config. The names {@code
   * accuracy} and {@code acc} choose one by the shapes of labels and predictions.
   *
   * @throws UnsupportedOperationException naming the class or setting that is missing here
   */
  public static Metric read(Object tree) {
    if (!(tree instanceof String name)) {
      return read(KerasSettings.ofObject(tree));
    }
    String plain = KerasSettings.plain(name);
    Metric metric =
        plain.equals("accuracy") || plain.equals("acc")
            ? Metric.ACCURACY
            : read(KerasSettings.ofObject(tree));
    return named(name, metric);
  }

  /**
   * A metric.
   *
   * @param className as Keras names it, as a class or a function
   * @param config what {@code get_config()} gives
   * @throws UnsupportedOperationException naming the class or setting that is missing here
   */
  public static Metric read(String className, Map<String, ?> config) {
    return read(new KerasSettings(className, config));
  }

  /**
   * What Keras's function of a metric's name gives for a batch: the values that the metric would
   * average.
   *
   * @param name {@code binary_accuracy}
   * @param arguments what else it is called with, by name
   * @throws UnsupportedOperationException naming the function or argument that is missing here
   */
  public static Tensor values(String name, Map<String, ?> arguments, Tensor yTrue, Tensor yPred) {
    if (read(name, arguments).start() instanceof Average average) {
      return average.values(yTrue, yPred);
    }
    throw new UnsupportedOperationException("metric function " + name);
  }

  private static Metric read(KerasSettings from) {
    Metric metric =
        from.name().equals("meanmetricwrapper")
            ? read(KerasSettings.ofObject(Objects.requireNonNullElse(from.object("fn"), "nothing")))
            : TABLE.has(from.name()) ? TABLE.read(from) : mean(from);
    String name = from.text("name", metric.name());
    // The number of labels is seen in the first batch; counts and sums are kept in 64 bits.
    from.drop("num_labels", "dtype");
    from.refuseTheRest();
    return named(name, metric);
  }

  private static Metric mean(KerasSettings from) {
    String wanted = KerasLosses.TABLE.name(from.name());
    for (Map.Entry<String, String> entry : MEANS.entrySet()) {
      String loss = KerasSettings.plain(entry.getValue());
      if (wanted.equals(loss) || wanted.equals(KerasSettings.plain(entry.getKey()))) {
        LossFunction function = KerasLosses.TABLE.read(loss, from);
        return new MeanLoss(
            nameOfMean(entry.getKey()),
            function instanceof CosineSimilarity ? new Negative(function) : function);
      }
    }
    throw new UnsupportedOperationException("metric " + from.className());
  }

  private static String nameOfMean(String className) {
    return className.equals("LogCoshError") ? "logcosh" : KerasSettings.snakeCase(className);
  }

  private static Metric named(String name, Metric metric) {
    if (name.equals(metric.name())) {
      return metric;
    }
    return metric instanceof MeanLoss mean
        ? new MeanLoss(name, mean.loss())
        : Metric.named(name, metric);
  }

  /**
   * A metric as Keras writes it: a name, or a map.
   *
   * @throws UnsupportedOperationException if Keras has none that means the same
   */
  public static Object write(Metric metric) {
    Metric bare = metric instanceof Renamed renamed ? renamed.metric() : metric;
    if (bare instanceof ShapeAccuracy) {
      return metric.name().equals("acc") ? "acc" : "accuracy";
    }
    KerasTable.Written written =
        (bare instanceof MeanLoss mean ? writeMean(mean) : TABLE.write(bare))
            .orElseThrow(() -> new UnsupportedOperationException("Keras has no metric " + metric));
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    config.put("name", metric.name());
    config.put("dtype", "float32");
    config.putAll(written.config());
    return KerasConfig.object("keras.metrics", written.className(), config);
  }

  private static Optional<KerasTable.Written> writeMean(MeanLoss mean) {
    boolean negative = mean.loss() instanceof Negative;
    LossFunction loss =
        mean.loss() instanceof Negative(LossFunction positive) ? positive : mean.loss();
    if (negative != loss instanceof CosineSimilarity) {
      return Optional.empty();
    }
    return KerasLosses.TABLE
        .write(loss)
        .flatMap(
            written ->
                MEANS.entrySet().stream()
                    .filter(entry -> entry.getValue().equals(written.className()))
                    .findFirst()
                    .map(entry -> new KerasTable.Written(entry.getKey(), written.config())));
  }
}
