package dev.inlay.train;

import static dev.inlay.train.KerasTable.row;

import dev.inlay.layer.KerasSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
                          form.flag("from_logits", false, Auc::fromLogits))),
              row("Accuracy", new Accuracy()),
              row(
                  "BinaryAccuracy",
                  BinaryAccuracy.class,
                  form ->
                      new BinaryAccuracy(form.number("threshold", 0.5, BinaryAccuracy::threshold))),
              row("CategoricalAccuracy", new CategoricalAccuracy()),
              count("FalseNegatives", ConfusionCount.Cell.FALSE_NEGATIVES),
              count("FalsePositives", ConfusionCount.Cell.FALSE_POSITIVES),
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
                  "Recall",
                  Recall.class,
                  form -> {
                    List<Float> thresholds = form.numbers("thresholds", Recall::thresholds);
                    int topK = form.integerOrNone("top_k", Recall::topK);
                    return new Recall(
                        thresholds, topK, form.integerOrNull("class_id", Recall::classId));
                  }),
              row("RootMeanSquaredError", new RootMeanSquaredError()),
              row("SparseCategoricalAccuracy", new SparseCategoricalAccuracy()),
              row(
                  "SparseTopKCategoricalAccuracy",
                  SparseTopKCategoricalAccuracy.class,
                  form ->
                      new SparseTopKCategoricalAccuracy(
                          form.integer("k", 5, SparseTopKCategoricalAccuracy::k))),
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

  private static Metric read(KerasSettings from) {
    Metric metric = TABLE.has(from.name()) ? TABLE.read(from) : mean(from);
    String name = from.text("name", metric.name());
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
    return KerasTable.tree("keras.metrics", written.className(), config);
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
