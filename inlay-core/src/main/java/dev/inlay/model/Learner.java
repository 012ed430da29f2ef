package dev.inlay.model;

import dev.inlay.checkpoint.Checkpoint;
import dev.inlay.checkpoint.CheckpointReader;
import dev.inlay.data.Batch;
import dev.inlay.data.Dataset;
import dev.inlay.engine.Run;
import dev.inlay.engine.Stopwatch;
import dev.inlay.graph.Autodiff;
import dev.inlay.graph.Program;
import dev.inlay.graph.Source;
import dev.inlay.kernel.Job;
import dev.inlay.kernel.Kernels;
import dev.inlay.tensor.Table;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.TensorSpec;
import dev.inlay.tensor.Value;
import dev.inlay.train.OptimizerState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A compiled model: makes steps and measures. What it does to weights it does under its own lock,
 * so that reading them settled ({@link #settle}) may happen between two steps of another thread.
 */
final class Learner {
  /** An objective that can be run. */
  private record Machine(Objective objective, Pass pass) {
    static Machine of(Objective objective, Program program) {
      return new Machine(objective, Pass.of(program, objective.computedIds()));
    }

    Run run() {
      return pass.run();
    }
  }

  private final Built built;
  private final Compile settings;
  private final Objective measure;
  private final Trainer trainer;
  private final Tally onBatch;

  /** By the numbers of axes that the outputs' sample weights have. */
  private final Map<List<Integer>, Machine> training = new HashMap<>();

  private final Map<List<Integer>, Machine> testing = new HashMap<>();

  Learner(Built built, Compile settings, long seed) {
    this.built = built;
    this.settings = settings;
    this.trainer = Trainer.of(built.weights(), settings::optimizerOf, seed);
    this.measure = new Objective(built.trace(false), settings, List.of(), true);
    this.onBatch = tally();
  }

  Built built() {
    return built;
  }

  Tally tally() {
    return new Tally(built.outputNames(), settings);
  }

  /** A raw batch, encoded and checked. */
  Feed feed(Batch raw) {
    return feed(built.feeder().encode(raw), 0);
  }

  /** A batch with its labels and weights, checked. */
  Feed feed(Batch batch, long firstRow) {
    return feed(
        built.feeder().values(batch, firstRow),
        measure.labels(batch),
        measure.weights(batch),
        firstRow);
  }

  private Feed feed(
      List<Value> features,
      List<? extends Value> labels,
      List<@Nullable FloatTensor> weights,
      long firstRow) {
    List<Value> values = new ArrayList<>(features);
    values.addAll(labels);
    int rows = labels.getFirst().rows();
    List<Integer> weightAxes = new ArrayList<>();
    for (FloatTensor given : weights) {
      FloatTensor checked = given == null ? null : Weighting.checked(given, rows);
      weightAxes.add(checked == null ? 0 : checked.shape().rank());
      if (checked != null) {
        values.add(checked);
      }
    }
    for (Value value : values) {
      if (value.rows() != rows) {
        throw new IllegalArgumentException(
            "the inputs have %,d rows, the labels %,d".formatted(value.rows(), rows));
      }
    }
    if (rows == 0) {
      throw new IllegalArgumentException("the data has no rows");
    }
    return Feed.from(firstRow, values, rows, weightAxes);
  }

  /** A batch of the only input and the only output, without the detour over names. */
  Feed feed(Value x, Value y) {
    if (built.feeder().encodes()) {
      return feed(built.feeder().encode(Batch.of(Feeder.unnamed(x), y)), 0);
    }
    return feed(List.of(built.feeder().value(0, x, 0)), List.of(measure.label(0, y)), List.of(), 0);
  }

  private Machine testing(List<Integer> weightAxes) {
    Machine machine = testing.get(weightAxes);
    if (machine == null) {
      var objective =
          weightAxes.isEmpty()
              ? measure
              : new Objective(built.trace(false), settings, weightAxes, true);
      var program =
          new Program(
              objective.trace().graph(),
              objective.inputs(),
              objective.outputs(),
              Map.of(),
              objective.trace().scope().updates());
      machine = Machine.of(objective, program);
      testing.put(weightAxes, machine);
    }
    return machine;
  }

  private Machine training(List<Integer> weightAxes) {
    Machine machine = training.get(weightAxes);
    if (machine == null) {
      var objective = new Objective(built.trace(true), settings, weightAxes, settings.hasMetrics());
      Trace trace = objective.trace();
      var program =
          new Program(
              trace.graph(),
              objective.inputs(),
              objective.outputs(),
              Autodiff.gradients(objective.loss(), trace.scope().trained()),
              trace.scope().updates());
      machine = Machine.of(objective, program);
      training.put(weightAxes, machine);
    }
    return machine;
  }

  /** How many steps were made. */
  synchronized int madeSteps() {
    return trainer.step();
  }

  /** Slots and the count of steps; made when they are first needed. */
  synchronized OptimizerState state() {
    return trainer.state(() -> training(List.of()).pass().program().gradients());
  }

  /** How much the optimizer remembers; as Keras, with the count of steps and the learning rate. */
  synchronized Summary.Memory memory() {
    if (!trainer.isBegun()) {
      return Summary.Memory.NONE;
    }
    long numbers = state().tables().values().stream().mapToLong(Table::size).sum();
    return new Summary.Memory(numbers + 2, numbers * Float.BYTES + Long.BYTES + Float.BYTES);
  }

  /** What training takes, if the lengths of all axes are known; none is taken for this. */
  synchronized Optional<TrainingMemory> memory(int batchSize) {
    Pass pass = training(List.of()).pass();
    var gradients = pass.program().gradients();
    OptimizerState.Footprint moved = trainer.footprint(gradients, batchSize);
    long weights = built.weights().all().stream().mapToLong(v -> v.storage().byteSize()).sum();
    List<TensorSpec> inputs =
        pass.program().inputs().stream().map(n -> ((Source.Input) n.op()).spec()).toList();
    return pass.run()
        .footprint(batchSize)
        .map(
            run ->
                new TrainingMemory(
                    batchSize,
                    weights,
                    moved.slots(),
                    moved.gradients() + run.gradients(),
                    run.activations(),
                    TrainingMemory.data(inputs, batchSize)));
  }

  /**
   * Makes a step.
   *
   * @param tally takes in the batch as it was predicted before the step
   * @throws NonFiniteLossException if the loss isn't finite; the step is then not made
   */
  synchronized void step(Feed feed, Tally tally) {
    built.checkRows(feed.rows());
    Machine machine = training(feed.weightAxes());
    trainer.compute(machine.pass(), feed);
    tally.add(machine.objective(), machine.run(), feed);
    trainer.move(machine.pass());
  }

  /** Makes a step; gives the batch's loss and metrics before it. */
  synchronized Map<String, Double> trainOnBatch(Feed feed) {
    onBatch.reset();
    step(feed, onBatch);
    return onBatch.results();
  }

  /** Everything that training needs to go on. */
  synchronized Checkpoint checkpoint(Map<String, String> notes) {
    state();
    return trainer.checkpoint(notes);
  }

  /** Goes on from a checkpoint; of one without slots, only the weights are taken. */
  synchronized void restore(CheckpointReader from) {
    state();
    trainer.restore(from);
  }

  /** Goes on from a checkpoint in memory. */
  synchronized void restore(Checkpoint from) {
    state();
    trainer.restore(from);
  }

  /** Measures a batch without learning from it. */
  synchronized void test(Feed feed, Tally tally) {
    settle();
    built.checkRows(feed.rows());
    Machine machine = testing(feed.weightAxes());
    machine.pass().execute(feed, 0);
    machine.run().assign();
    tally.add(machine.objective(), machine.run(), feed);
  }

  /** The loss and metrics of one batch. */
  Map<String, Double> testOnBatch(Batch batch) {
    Tally tally = tally();
    test(feed(batch), tally);
    return tally.results();
  }

  /** The loss and metrics of data, in batches of 32 unless it is in batches already. */
  Map<String, Double> evaluate(Dataset data) {
    Tally tally = tally();
    int count = 0;
    try (Batches batches = Batches.once(this, data, 32);
        Job job = Kernels.job(batches.count())) {
      batches.begin(0);
      for (Feed feed = batches.next(); feed != null; feed = batches.next()) {
        test(feed, tally);
        count++;
        job.step();
      }
    }
    if (count == 0) {
      throw new IllegalArgumentException("the data has no rows");
    }
    return tally.results();
  }

  /** Has the time of steps told to a stopwatch; null for nobody. */
  void watch(@Nullable Stopwatch watch) {
    trainer.watch(watch);
  }

  /** Lets weights and their averages change places. */
  synchronized void swapAverages() {
    state();
    trainer.swapAverages();
  }

  /** Ends a fit. */
  synchronized void finish() {
    trainer.finish();
  }

  /** Gives rows of tables that were not looked up lately the values they would have. */
  void settle() {
    trainer.settle();
  }
}
