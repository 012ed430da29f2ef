package dev.inlay.estimator;

import dev.inlay.data.Batch;
import dev.inlay.graph.Node;
import dev.inlay.layer.Weights;
import dev.inlay.model.Compile;
import dev.inlay.model.Model;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.TensorSpec;
import dev.inlay.tensor.Value;
import dev.inlay.train.Labels;
import dev.inlay.train.Loss;
import dev.inlay.train.Metric;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A compiled model in an estimator: TensorFlow's {@code model_to_estimator}. Estimator and model
 * have the same tables: what one learns, the other knows. Predictions go by the names of the
 * model's outputs, and so do labels if there are several.
 *
 * <p>While the estimator trains, the model's own optimizer remembers nothing of it.
 */
public final class ModelEstimator implements Estimator {
  private static final String WEIGHTS = "(sample weights)";

  private final Keras keras;
  final Driver driver;

  private ModelEstimator(Keras keras) {
    this.keras = keras;
    this.driver = new Driver(keras);
  }

  /**
   * An estimator of a model.
   *
   * @throws IllegalArgumentException if it isn't compiled, or doesn't know its inputs yet
   */
  public static ModelEstimator of(Model model) {
    Compile settings =
        model
            .compiled()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the model isn't compiled; an estimator takes its loss and optimizer"));
    return new ModelEstimator(new Keras(model, settings, Running.USUAL));
  }

  /** The model, with the same tables. */
  public Model model() {
    return keras.model();
  }

  private record Keras(Model model, Compile settings, Running running) implements Assembly {
    @Override
    public boolean looksAtData() {
      return true;
    }

    @Override
    public Model model(Weights shared) {
      return model;
    }

    @Override
    public ModelDirectory saved() {
      return new ModelDirectory(null, model.toJson(), List.of(), running.notes());
    }

    @Override
    public String describe() {
      return "ModelEstimator: loss %s, by %s".formatted(settings.loss(), settings.optimizer());
    }

    @Override
    public EstimatorSpec call(ModelInputs in) {
      Node[] inputs = model.inputs().stream().map(in.scope()::input).toArray(Node[]::new);
      List<Node> outputs = model.outputs(in.scope(), inputs);
      List<String> names = model.outputNames();
      Map<String, Node> predictions = new LinkedHashMap<>();
      for (int i = 0; i < outputs.size(); i++) {
        predictions.put(names.get(i), outputs.get(i));
      }
      EstimatorSpec spec = EstimatorSpec.predict(predictions);
      return in.mode() == ModeKeys.PREDICT ? spec : scored(in, spec, outputs, names);
    }

    private EstimatorSpec scored(
        ModelInputs in, EstimatorSpec spec, List<Node> outputs, List<String> names) {
      Node weights = null;
      if (in.hasSampleWeights()) {
        in.encodedBy(Keras::weights);
        weights = in.scope().input(TensorSpec.of(WEIGHTS, DType.FLOAT32, Shape.batchOf()));
      }
      Map<String, EvalMetric> metrics = new LinkedHashMap<>();
      List<Node> losses = new ArrayList<>();
      for (int i = 0; i < outputs.size(); i++) {
        String name = names.get(i);
        Loss loss = settings.losses().getOrDefault(name, settings.loss());
        Labels wanted = loss.labels(outputs.get(i).shape());
        String input = "(label) " + name;
        boolean only = outputs.size() == 1;
        in.encodedBy(rows -> Map.of(input, wanted.conform(input, label(rows, name, only))));
        Node labels = in.scope().input(wanted.spec(input));
        Node part = loss.of(labels, outputs.get(i), weights, in.scope().mask(outputs.get(i)));
        losses.add(part.mul(settings.lossWeights().getOrDefault(name, 1f)));
        String prefix = only ? "" : name + "_";
        if (!only) {
          metrics.put(prefix + "loss", EvalMetric.mean(part));
        }
        for (Metric metric : settings.metrics()) {
          metrics.put(prefix + metric.name(), EvalMetric.of(metric, labels, outputs.get(i)));
        }
        for (Metric metric : settings.weightedMetrics()) {
          metrics.put(
              prefix + metric.name(),
              EvalMetric.of(metric, labels, outputs.get(i)).withWeights(weights));
        }
      }
      Node total = losses.getFirst();
      for (Node loss : losses.subList(1, losses.size())) {
        total = total.add(loss);
      }
      EstimatorSpec scored =
          spec.withLoss(total).withEvalMetrics(metrics).withOptimizer(settings.optimizer());
      for (var other : settings.optimizers().entrySet()) {
        scored = scored.withOptimizer(other.getKey(), other.getValue());
      }
      return scored;
    }

    private static Value label(Batch rows, String name, boolean only) {
      return only ? rows.label() : rows.label(name);
    }

    private static Map<String, Value> weights(Batch rows) {
      var given = rows.sampleWeights();
      Shape shape = Shape.of(rows.rows());
      if (given != null && given.data().length != rows.rows()) {
        throw new IllegalArgumentException(
            "sample weights of shape %s; an estimator takes one number a row"
                .formatted(given.shape()));
      }
      return Map.of(WEIGHTS, given == null ? Tensor.full(shape, 1) : given.reshape(shape));
    }
  }

  ModelEstimator withRunning(Running running) {
    return new ModelEstimator(new Keras(keras.model(), keras.settings(), running));
  }

  @Override
  public ModelEstimator withConfig(RunConfig config) {
    return withRunning(keras.running().withConfig(config));
  }

  @Override
  public ModelEstimator withModelDir(Path directory) {
    return withConfig(config().withModelDir(directory));
  }

  @Override
  public ModelEstimator withSeed(long seed) {
    return withConfig(config().withSeed(seed));
  }
}
