package dev.inlay.model;

import dev.inlay.checkpoint.Checkpoint;
import dev.inlay.checkpoint.CheckpointReader;
import dev.inlay.data.Batch;
import dev.inlay.engine.Plan;
import dev.inlay.engine.Run;
import dev.inlay.engine.Slots;
import dev.inlay.engine.Workers;
import dev.inlay.graph.Autodiff;
import dev.inlay.graph.Gradient;
import dev.inlay.graph.Interpreter;
import dev.inlay.graph.Node;
import dev.inlay.graph.Program;
import dev.inlay.graph.Source;
import dev.inlay.graph.Variable;
import dev.inlay.layer.Constraint;
import dev.inlay.tensor.CounterRandom;
import dev.inlay.tensor.Table;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Value;
import dev.inlay.train.Optimizer;
import dev.inlay.train.OptimizerState;
import dev.inlay.train.Rows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A compiled model: makes steps and measures. What it does to weights it does under its own lock,
 * so that reading them settled ({@link #settle}) may happen between two steps of another thread.
 */
final class Learner {
  /** Rows that the interpreter is shown at most. */
  private static final int MOST_INTERPRETED = 64;

  private static final String LEARNING_RATE = "learning rate";

  /** A program with the memory to run it. */
  private record Machine(Objective objective, Program program, Run run, Consumer<Slots> apply) {
    static Machine of(Objective objective, Program program) {
      Run run = Plan.compile(program, Workers.shared()).newRun();
      return new Machine(objective, program, run, run::apply);
    }
  }

  private final Built built;
  private final Compile settings;
  private final long seed;
  private final Objective measure;
  private final Tally onBatch;
  private final @Nullable Machine[] training = new Machine[2];
  private final @Nullable Machine[] testing = new Machine[2];
  private @Nullable OptimizerState state;
  private volatile boolean settled = true;

  Learner(Built built, Compile settings, long seed) {
    this.built = built;
    this.settings = settings;
    this.seed = seed;
    this.measure = new Objective(built.trace(false), settings, false, true);
    this.onBatch = tally();
  }

  Built built() {
    return built;
  }

  Compile settings() {
    return settings;
  }

  Tally tally() {
    return new Tally(built.outputNames(), settings);
  }

  /** A batch with its labels and weights, checked. */
  Feed feed(Batch batch, long firstRow) {
    return feed(
        built.feeder().values(batch, firstRow),
        measure.labels(batch),
        batch.sampleWeights(),
        firstRow);
  }

  private Feed feed(
      List<Value> features,
      List<? extends Value> labels,
      @Nullable FloatTensor weights,
      long firstRow) {
    List<Value> values = new ArrayList<>(features);
    values.addAll(labels);
    int rows = labels.getFirst().rows();
    if (weights != null) {
      values.add(Weighting.column(weights, rows));
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
    return Feed.from(firstRow, values, rows, weights != null);
  }

  /** A batch of the only input and the only output, without the detour over names. */
  Feed feed(Value x, Value y) {
    return feed(List.of(built.feeder().value(0, x, 0)), List.of(measure.label(0, y)), null, 0);
  }

  private Machine testing(boolean weighted) {
    Machine machine = testing[weighted ? 1 : 0];
    if (machine == null) {
      var objective = weighted ? new Objective(built.trace(false), settings, true, true) : measure;
      var program =
          new Program(
              objective.trace().graph(),
              objective.inputs(),
              objective.outputs(),
              Map.of(),
              Map.of());
      machine = Machine.of(objective, program);
      testing[weighted ? 1 : 0] = machine;
    }
    return machine;
  }

  private Machine training(boolean weighted) {
    Machine machine = training[weighted ? 1 : 0];
    if (machine == null) {
      boolean predictions = !settings.metrics().isEmpty() || !settings.weightedMetrics().isEmpty();
      var objective = new Objective(built.trace(true), settings, weighted, predictions);
      Trace trace = objective.trace();
      var program =
          new Program(
              trace.graph(),
              objective.inputs(),
              objective.outputs(),
              Autodiff.gradients(objective.loss(), trace.scope().trained()),
              trace.scope().updates());
      machine = Machine.of(objective, program);
      training[weighted ? 1 : 0] = machine;
    }
    return machine;
  }

  /** How many steps were made. */
  synchronized int madeSteps() {
    return state == null ? 0 : state.step();
  }

  /** Slots and the count of steps; made when they are first needed. */
  synchronized OptimizerState state() {
    if (state == null) {
      Map<Variable, Gradient> gradients = training(false).program().gradients();
      Map<Variable, String> paths = new HashMap<>();
      built.weights().byPath().forEach((path, variable) -> paths.put(variable, path));
      Function<Variable, String> path = v -> paths.getOrDefault(v, v.path());
      Map<Variable, Constraint> constraints = built.weights().constraints();
      state =
          OptimizerState.of(
              gradients,
              variable -> {
                Optimizer optimizer = settings.optimizerOf(path.apply(variable));
                // A constraint looks at the whole table, so all of it has to be up to date.
                return constraints.containsKey(variable)
                    ? optimizer.withRows(Rows.DENSE)
                    : optimizer;
              },
              path);
    }
    return state;
  }

  /** How much the optimizer remembers; as Keras, with the count of steps and the learning rate. */
  synchronized Summary.Memory memory() {
    if (state == null) {
      return Summary.Memory.NONE;
    }
    long numbers = state.tables().values().stream().mapToLong(Table::size).sum();
    return new Summary.Memory(numbers + 2, numbers * Float.BYTES + Long.BYTES + Float.BYTES);
  }

  /**
   * Makes a step.
   *
   * @param tally takes in the batch as it was predicted before the step
   * @throws NonFiniteLossException if the loss isn't finite; the step is then not made
   */
  synchronized void step(Feed feed, Tally tally) {
    OptimizerState optimizer = state();
    Machine machine = training(feed.weighted());
    Run run = machine.run();
    long key = CounterRandom.seed(seed, optimizer.step());
    run.execute(feed.values(), key, optimizer.slots());
    machine.objective().checkIds(run, feed);
    float loss = machine.objective().loss(run);
    if (!Float.isFinite(loss)) {
      throw nonFinite(machine, feed, key, loss);
    }
    Variable spoilt = run.nonFiniteGradient();
    if (spoilt != null) {
      throw new NonFiniteLossException(
          optimizer.step() + 1,
          loss,
          "its gradient for weight \"%s\" isn't finite".formatted(spoilt.path()));
    }
    tally.add(machine.objective(), run, feed);
    settled = false;
    optimizer.step(machine.apply());
    run.assign();
    built.weights().constraints().forEach((variable, rule) -> rule.apply(variable));
  }

  /**
   * The error with the place where the loss went wrong. The interpreter finds it, which is slow, so
   * it is shown the one row to blame; only if there is none, all of a batch that isn't too large.
   */
  private NonFiniteLossException nonFinite(Machine machine, Feed feed, long key, float loss) {
    settle();
    Objective objective = machine.objective();
    Program forward =
        new Program(
            objective.trace().graph(),
            objective.inputs(),
            List.of(objective.loss()),
            Map.of(),
            Map.of());
    Run run = Plan.compile(forward, Workers.shared()).newRun();
    List<Value> suspects = feed.values();
    int rows = feed.rows();
    for (int row = 0; row < feed.rows() && rows > 1; row++) {
      int at = row;
      List<Value> one = feed.values().stream().map(v -> v.rows(at, at + 1)).toList();
      run.execute(one, key);
      if (!Float.isFinite(objective.loss(run))) {
        suspects = one;
        rows = 1;
      }
    }
    String where =
        rows > MOST_INTERPRETED
            ? "no row does it alone"
            : Interpreter.firstNonFinite(forward, suspects, key)
                .map(Learner::describe)
                .orElse("no single op stands out: a sum of large numbers overflows");
    return new NonFiniteLossException(state().step() + 1, loss, where);
  }

  private static String describe(Node node) {
    if (node.op() instanceof Source.Weight(var variable)) {
      return "weight \"%s\" holds such a value".formatted(variable.path());
    }
    return node.origin().isEmpty()
        ? "it first appears in the loss, in op " + node.op().name()
        : "it first appears in layer \"%s\", in op %s".formatted(node.origin(), node.op().name());
  }

  /** Makes a step; gives the batch's loss and metrics before it. */
  synchronized Map<String, Double> trainOnBatch(Feed feed) {
    onBatch.reset();
    step(feed, onBatch);
    return onBatch.results();
  }

  /** Weights and states by path, then slots: the tables themselves. */
  private List<Checkpoint.Entry> entries() {
    List<Checkpoint.Entry> entries = new ArrayList<>(built.entries());
    entries.addAll(state().entries());
    return entries;
  }

  /** Everything that training needs to go on. */
  synchronized Checkpoint checkpoint(Map<String, String> notes) {
    settle();
    Map<String, String> all = new LinkedHashMap<>(notes);
    all.put(LEARNING_RATE, Float.toString(state().learningRate()));
    return new Checkpoint(state().step(), all, entries());
  }

  /** Goes on from a checkpoint; of one without slots, only the weights are taken. */
  synchronized void restore(CheckpointReader from) {
    settle();
    if (!from.notes().containsKey(LEARNING_RATE)) {
      from.readInto(built.entries());
      return;
    }
    from.readInto(entries());
    state().restore(Math.toIntExact(from.step()));
    float rate = Float.parseFloat(from.notes().getOrDefault(LEARNING_RATE, "0"));
    if (rate != state().learningRate()) {
      // A callback had set it; a schedule gives the same at the same step.
      state().learningRate(rate);
    }
  }

  /** Measures a batch without learning from it. */
  synchronized void test(Feed feed, Tally tally) {
    settle();
    Machine machine = testing(feed.weighted());
    machine.run().execute(feed.values(), 0);
    machine.objective().checkIds(machine.run(), feed);
    tally.add(machine.objective(), machine.run(), feed);
  }

  /** Gives rows of tables that were not looked up lately the values they would have. */
  void settle() {
    if (!settled) {
      synchronized (this) {
        state().flush();
        settled = true;
      }
    }
  }
}
