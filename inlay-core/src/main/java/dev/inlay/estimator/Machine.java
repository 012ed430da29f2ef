package dev.inlay.estimator;

import dev.inlay.checkpoint.Checkpoint;
import dev.inlay.checkpoint.CheckpointReader;
import dev.inlay.data.Batch;
import dev.inlay.engine.Stopwatch;
import dev.inlay.graph.Graph;
import dev.inlay.graph.Node;
import dev.inlay.kernel.Job;
import dev.inlay.kernel.Kernels;
import dev.inlay.layer.Scope;
import dev.inlay.layer.Weights;
import dev.inlay.model.Computation;
import dev.inlay.model.Trainer;
import dev.inlay.tensor.Tensor;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An estimator's weights, and its model function traced once for each mode, when the mode is first
 * needed. All modes share the weights.
 */
final class Machine {
  private final Assembly assembly;
  private final Weights weights;
  private final Map<ModeKeys, Traced> traces = new EnumMap<>(ModeKeys.class);
  private @Nullable Trainer trainer;
  private @Nullable Batch example;

  /** How many steps led to the weights in memory. */
  private long step;

  /** Whether the optimizers' memory belongs to that step. */
  private boolean trainable = true;

  /** Whether first values were taken from elsewhere. */
  private boolean warmed;

  Machine(Assembly assembly) {
    this(assembly, assembly.weights());
  }

  private Machine(Assembly assembly, Weights weights) {
    this.assembly = assembly;
    this.weights = weights;
  }

  /** Another one over the same weights, for another thread that predicts. */
  Machine fork() {
    var fork = new Machine(assembly, weights);
    fork.example = example;
    fork.step = step;
    return fork;
  }

  /**
   * A mode's graph, ready to be run.
   *
   * @param places where in the outputs the nodes of the spec are
   * @param encodedRows what was encoded of data in memory
   */
  record Traced(
      EstimatorSpec spec,
      Computation computation,
      Map<Node, Integer> places,
      List<ModelInputs.Encoder> encoders,
      EncodedRows encodedRows) {
    Batch encode(Batch rows) {
      return computation.encode(ModelInputs.encode(encoders, rows));
    }

    /** The value that the last run gave a node. */
    Tensor value(Node node) {
      return computation.output(Objects.requireNonNull(places.get(node)));
    }

    /** What the last run has computed of the spec's summaries. */
    Map<String, Tensor> summaries() {
      Map<String, Tensor> summaries = new LinkedHashMap<>();
      spec.summaries().forEach((tag, node) -> summaries.put(tag, value(node)));
      return summaries;
    }

    double loss() {
      return computation.number(0);
    }

    /** What the last run has predicted. */
    Map<String, Tensor> predictions() {
      Map<String, Tensor> numbers = new LinkedHashMap<>();
      spec.predictions().forEach((key, node) -> numbers.put(key, value(node)));
      return spec.finish().apply(numbers);
    }
  }

  /** Shows what data is like; the first batch decides. */
  void show(Batch batch) {
    if (example == null) {
      example = batch;
    }
  }

  boolean isShown() {
    return example != null;
  }

  /**
   * The graph of a mode.
   *
   * @throws IllegalStateException if it depends on data, and none has been shown
   */
  Traced traced(ModeKeys mode) {
    Traced known = traces.get(mode);
    if (known == null) {
      known = trace(mode);
      traces.put(mode, known);
    }
    return known;
  }

  private Traced trace(ModeKeys mode) {
    Scope scope = Scope.root(new Graph(), weights, mode == ModeKeys.TRAIN);
    var in = new ModelInputs(scope, mode, example, assembly.params(), assembly.running().config());
    EstimatorSpec spec = assembly.call(in);
    List<Node> outputs = new ArrayList<>();
    if (mode != ModeKeys.PREDICT) {
      outputs.add(penalized(spec, scope, mode));
    }
    if (mode == ModeKeys.TRAIN) {
      outputs.addAll(spec.summaries().values());
    } else {
      outputs.addAll(spec.predictions().values());
    }
    if (mode == ModeKeys.EVAL) {
      for (EvalMetric metric : spec.evalMetrics().values()) {
        outputs.add(metric.labels());
        outputs.add(metric.predictions());
        if (metric.weights() != null) {
          outputs.add(metric.weights());
        }
      }
    }
    if (outputs.isEmpty()) {
      throw new IllegalArgumentException("the model function predicts nothing");
    }
    Map<Node, Integer> places = new LinkedHashMap<>();
    List<Node> unique = new ArrayList<>();
    for (Node node : outputs) {
      if (!places.containsKey(node)) {
        places.put(node, unique.size());
        unique.add(node);
      }
    }
    Computation computation =
        mode == ModeKeys.TRAIN
            ? Computation.training(scope, unique.getFirst(), unique.subList(1, unique.size()))
            : Computation.of(scope, unique);
    return new Traced(spec, computation, places, in.encoders(), new EncodedRows());
  }

  /** The loss with the penalties of regularizers. */
  private static Node penalized(EstimatorSpec spec, Scope scope, ModeKeys mode) {
    Node loss = spec.loss();
    if (loss == null) {
      throw new IllegalArgumentException(
          "the model function gives no loss for %s; EstimatorSpec.train and .eval have one"
              .formatted(mode));
    }
    if (mode == ModeKeys.TRAIN && spec.optimizers().isEmpty()) {
      throw new IllegalArgumentException(
          "the model function names no optimizer; EstimatorSpec.train has one");
    }
    for (Node penalty : scope.losses()) {
      loss = loss.add(penalty);
    }
    return loss;
  }

  /** What trains, with the optimizers' memory. */
  private Trainer trainer() {
    Trainer known = trainer;
    if (known == null) {
      Traced training = traced(ModeKeys.TRAIN);
      known = Trainer.of(weights, training.spec()::optimizerOf, assembly.running().config().seed());
      known.begin(training.computation());
      trainer = known;
    }
    return known;
  }

  /** Gives new weights their first values from elsewhere, if the user wants that. */
  void warmStart() {
    WarmStartSettings settings = assembly.running().warmStart();
    if (settings != null && !warmed) {
      warmed = true;
      traced(ModeKeys.PREDICT);
      WarmStart.apply(settings, weights.byPath(), assembly.running().config().seed());
    }
  }

  /** How many steps led to the weights. */
  long step() {
    return step;
  }

  /** Whether the optimizers' memory is that of {@link #step}. */
  boolean isTrainable() {
    return trainable;
  }

  /** Makes a step; gives the loss before it. */
  double train(Batch encoded) {
    double loss = trainer().step(traced(ModeKeys.TRAIN).computation(), encoded);
    step = trainer().step();
    return loss;
  }

  /** Has the time of steps told to a stopwatch; null for nobody. */
  void watch(@Nullable Stopwatch watch) {
    trainer().watch(watch);
  }

  float learningRate() {
    return trainer().learningRate();
  }

  /** Gives rows of tables that were not looked up lately the values they would have. */
  void settle() {
    if (trainer != null) {
      trainer.settle();
    }
  }

  /** Runs a mode other than training on a batch. */
  Traced run(ModeKeys mode, Batch encoded, long firstRow) {
    settle();
    Traced traced = traced(mode);
    traced.computation().run(encoded, firstRow);
    return traced;
  }

  /**
   * Everything that training needs to go on.
   *
   * @param rows whose predictions go with it; null for none
   */
  Checkpoint checkpoint(@Nullable Batch rows) {
    return trainer()
        .checkpoint(
            rows == null
                ? Map.of()
                : Map.of(Sample.NOTE, new Sample(rows.features(), predict(rows)).toJson()));
  }

  /** Predictions for raw rows in memory. */
  Map<String, Tensor> predict(Batch rows) {
    Traced model = traced(ModeKeys.PREDICT);
    return run(ModeKeys.PREDICT, model.encode(rows), 0).predictions();
  }

  /** Compares what rows become now with what they became when a checkpoint was written. */
  private void replay(CheckpointReader reader) {
    String note = reader.notes().get(Sample.NOTE);
    if (note != null) {
      Sample sample = Sample.ofJson(note);
      show(sample.batch());
      try (Job _ = Kernels.job(1)) {
        sample.check(predict(sample.batch()), reader.file().toString());
      }
    }
  }

  /** Goes on from a checkpoint, with the optimizers' memory. */
  void restore(CheckpointReader reader) {
    trainer().restore(reader);
    step = reader.step();
    trainable = true;
    replay(reader);
  }

  /** Takes a checkpoint's weights alone: enough to measure and to predict. */
  void restoreWeights(CheckpointReader reader) {
    settle();
    traced(trainer == null ? ModeKeys.PREDICT : ModeKeys.TRAIN);
    reader.readInto(weights.entries());
    step = reader.step();
    trainable = false;
    replay(reader);
  }

  /** Weights and states by path; they are there once a mode has been traced. */
  Weights weights() {
    return weights;
  }

  /** Weights, then what optimizers remember, by the names of checkpoints: the tables themselves. */
  List<Checkpoint.Entry> entries() {
    return checkpoint(null).entries();
  }
}
