package dev.inlay.model;

import dev.inlay.checkpoint.Checkpoint;
import dev.inlay.checkpoint.CheckpointReader;
import dev.inlay.data.Batch;
import dev.inlay.engine.Plan;
import dev.inlay.engine.Run;
import dev.inlay.engine.Stopwatch;
import dev.inlay.engine.Workers;
import dev.inlay.graph.Gradient;
import dev.inlay.graph.Interpreter;
import dev.inlay.graph.Node;
import dev.inlay.graph.Program;
import dev.inlay.graph.Source;
import dev.inlay.graph.Variable;
import dev.inlay.layer.Weights;
import dev.inlay.tensor.CounterRandom;
import dev.inlay.tensor.Value;
import dev.inlay.train.Optimizer;
import dev.inlay.train.OptimizerState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Weights that are being trained: makes steps of programs over them, counts the steps, and knows
 * what a checkpoint holds. A program's first output is its loss.
 *
 * <p>A {@link Model} has one inside. With one of your own, and {@link Computation}s of what you
 * trace, you write training loops that a model's {@code fit} doesn't know:
 *
 * <pre>{@code
 * var weights = new Weights(seed);
 * var scope = Scope.root(new Graph(), weights, true);
 * var step = Computation.training(scope, loss(scope), List.of());
 * var trainer = Trainer.of(weights, Adam.of(), seed);
 * for (Batch batch : data) {
 *   float loss = trainer.step(step, step.encode(batch));
 * }
 * }</pre>
 *
 * <p>What it does to weights it does under its own lock, so that reading them settled ({@link
 * #settle}) may happen between two steps of another thread.
 */
public final class Trainer {
  /** Rows that the interpreter is shown at most. */
  private static final int MOST_INTERPRETED = 64;

  private static final String LEARNING_RATE = "learning rate";

  private final Weights weights;
  private final Function<String, Optimizer> optimizers;
  private final long seed;
  private @Nullable OptimizerState state;
  private @Nullable Stopwatch watch;
  private volatile boolean settled = true;

  private Trainer(Weights weights, Function<String, Optimizer> optimizers, long seed) {
    this.weights = weights;
    this.optimizers = optimizers;
    this.seed = seed;
  }

  /**
   * A trainer that has made no step.
   *
   * @param optimizers who moves the weight at a path
   * @param seed what dropout is a function of, together with the step
   */
  public static Trainer of(Weights weights, Function<String, Optimizer> optimizers, long seed) {
    return new Trainer(weights, optimizers, seed);
  }

  /**
   * A trainer that has made no step.
   *
   * @param optimizer who moves all weights
   * @param seed what dropout is a function of, together with the step
   */
  public static Trainer of(Weights weights, Optimizer optimizer, long seed) {
    return new Trainer(weights, _ -> optimizer, seed);
  }

  /** How many steps were made. */
  public synchronized int step() {
    return state == null ? 0 : state.step();
  }

  /** Whether there are slots. */
  synchronized boolean isBegun() {
    return state != null;
  }

  /**
   * Slots and the count of steps.
   *
   * @param gradients of a program that trains the weights; asked for if there are no slots yet
   */
  synchronized OptimizerState state(Supplier<Map<Variable, Gradient>> gradients) {
    if (state == null) {
      Map<Variable, String> paths = paths();
      state =
          OptimizerState.of(
              gradients.get(),
              variable -> optimizer(variable, paths),
              variable -> paths.getOrDefault(variable, variable.path()),
              weights.constraints());
    }
    return state;
  }

  /** How much memory {@link #state} takes, and what it needs to move what batches look up. */
  synchronized OptimizerState.Footprint footprint(
      Map<Variable, Gradient> gradients, int batchSize) {
    Map<Variable, String> paths = paths();
    return OptimizerState.footprint(
        gradients,
        variable -> optimizer(variable, paths),
        variable -> paths.getOrDefault(variable, variable.path()),
        weights.constraints(),
        batchSize);
  }

  private Map<Variable, String> paths() {
    Map<Variable, String> paths = new HashMap<>();
    weights.byPath().forEach((path, variable) -> paths.put(variable, path));
    return paths;
  }

  private Optimizer optimizer(Variable variable, Map<Variable, String> paths) {
    return optimizers.apply(paths.getOrDefault(variable, variable.path()));
  }

  private OptimizerState begun() {
    if (state == null) {
      throw new IllegalStateException("no program has been trained yet");
    }
    return state;
  }

  /**
   * Makes the slots, unless there are any.
   *
   * @param computation what will be trained
   */
  public synchronized void begin(Computation computation) {
    state(() -> computation.pass().program().gradients());
  }

  /** Has the time of steps told to a stopwatch; null for nobody. For the library's own loops. */
  @SuppressWarnings("exports")
  public synchronized void watch(@Nullable Stopwatch now) {
    watch = now;
  }

  private void lap(Stopwatch.Part part) {
    if (watch != null) {
      watch.end(part);
    }
  }

  /**
   * Makes a step.
   *
   * @param encoded a batch that the computation has encoded
   * @return the loss, with the weights from before the step; other outputs can be asked for
   * @throws NonFiniteLossException if the loss or a gradient isn't finite; the step is then not
   *     made
   * @throws IllegalArgumentException if the computation trains weights that the one with which this
   *     trainer began doesn't
   */
  public synchronized float step(Computation computation, Batch encoded) {
    Map<Variable, Gradient> gradients = computation.pass().program().gradients();
    OptimizerState known = state(() -> gradients);
    for (Variable variable : gradients.keySet()) {
      if (known.slots().entry(variable) == null) {
        throw new IllegalArgumentException(
            "weight \"%s\" isn't among those with which this trainer began; give each computation that trains others a trainer of its own"
                .formatted(variable.path()));
      }
    }
    compute(computation.pass(), computation.feed(encoded, 0));
    float loss = computation.number(0);
    move(computation.pass());
    return loss;
  }

  /** The learning rate of the next step; of the first optimizer if there are several. */
  public synchronized float learningRate() {
    return begun().learningRate();
  }

  /**
   * Computes the loss of a batch, what else the program gives, and the gradients.
   *
   * @throws NonFiniteLossException if the loss or a gradient isn't finite
   */
  synchronized void compute(Pass pass, Feed feed) {
    OptimizerState optimizer = state(() -> pass.program().gradients());
    long key = CounterRandom.seed(seed, optimizer.step());
    pass.run().watch(watch);
    pass.execute(feed, key, optimizer.slots());
    float loss = pass.number(0);
    if (!Float.isFinite(loss)) {
      throw nonFinite(pass.program(), feed, key, loss);
    }
    Variable spoilt = pass.run().nonFiniteGradient();
    if (spoilt != null) {
      throw new NonFiniteLossException(
          optimizer.step() + 1,
          loss,
          "its gradient for weight \"%s\" isn't finite".formatted(spoilt.path()));
    }
  }

  /** Moves weights and states by what {@link #compute} has left. */
  synchronized void move(Pass pass) {
    lap(Stopwatch.Part.METRICS);
    boolean wasSettled = settled;
    settled = false;
    // What a layer has put in a weight's place is what its gradient moves.
    pass.run().assign();
    begun().step(pass.apply());
    constrain(wasSettled);
    lap(Stopwatch.Part.OTHER);
  }

  /**
   * Has trained weights obey their constraints.
   *
   * @param all whether any row may have been changed from outside before this step, or this is the
   *     first: then all of each table is looked at, else of some tables the rows that have moved
   */
  private void constrain(boolean all) {
    OptimizerState optimizer = begun();
    weights
        .constraints()
        .forEach(
            (variable, rule) -> {
              boolean trained = optimizer.slots().entry(variable) != null;
              boolean byRows = optimizer.constrains(variable);
              if (byRows && all) {
                optimizer.flush();
              }
              if (trained && (all || !byRows)) {
                rule.apply(variable);
              }
            });
  }

  /**
   * The error with the place where the loss went wrong. The interpreter finds it, which is slow, so
   * it is shown the one row to blame; only if there is none, all of a batch that isn't too large.
   */
  private NonFiniteLossException nonFinite(Program trained, Feed feed, long key, float loss) {
    settle();
    Program forward =
        new Program(
            trained.graph(),
            trained.inputs(),
            List.of(trained.outputs().getFirst()),
            Map.of(),
            Map.of());
    Run run = Plan.compile(forward, Workers.shared()).newRun();
    List<Value> suspects = feed.values();
    int rows = feed.rows();
    for (int row = 0; row < feed.rows() && rows > 1; row++) {
      int at = row;
      List<Value> one = feed.values().stream().map(v -> v.rows(at, at + 1)).toList();
      run.execute(one, key);
      if (!Float.isFinite(run.outputArray(0)[run.outputOffset(0)])) {
        suspects = one;
        rows = 1;
      }
    }
    String where =
        rows > MOST_INTERPRETED
            ? "no row does it alone"
            : Interpreter.firstNonFinite(forward, suspects, key)
                .map(Trainer::describe)
                .orElse("no single op stands out: a sum of large numbers overflows");
    return new NonFiniteLossException(begun().step() + 1, loss, where);
  }

  private static String describe(Node node) {
    if (node.op() instanceof Source.Weight(var variable)) {
      return "weight \"%s\" holds such a value".formatted(variable.path());
    }
    return node.origin().isEmpty()
        ? "it first appears in the loss, in op " + node.op().name()
        : "it first appears in layer \"%s\", in op %s".formatted(node.origin(), node.op().name());
  }

  /** Weights and states by path, then slots: the tables themselves. */
  private List<Checkpoint.Entry> entries() {
    List<Checkpoint.Entry> entries = new ArrayList<>(weights.entries());
    entries.addAll(begun().entries());
    return entries;
  }

  /**
   * Everything that training needs to go on. The tables are the weights' own, not copies: write it
   * before the next step.
   *
   * @param notes texts to go with it
   */
  public synchronized Checkpoint checkpoint(Map<String, String> notes) {
    settle();
    Map<String, String> all = new LinkedHashMap<>(notes);
    all.put(LEARNING_RATE, Float.toString(begun().learningRate()));
    return new Checkpoint(begun().step(), all, entries());
  }

  /**
   * Goes on from a checkpoint; of one without slots, only the weights are taken.
   *
   * @throws IllegalArgumentException if it lacks a table or has one in another shape; then nothing
   *     is changed
   */
  public synchronized void restore(CheckpointReader from) {
    settle();
    if (!from.notes().containsKey(LEARNING_RATE)) {
      from.readInto(weights.entries());
      return;
    }
    from.readInto(entries());
    restored(from.step(), from.notes());
  }

  /**
   * Goes on from a checkpoint in memory: {@link #checkpoint}'s own, whose tables have been filled
   * by other means, or a copy.
   *
   * @throws IllegalArgumentException if it lacks a table or has one in another shape; then nothing
   *     is changed
   */
  public synchronized void restore(Checkpoint from) {
    settle();
    from.copyInto(entries());
    restored(from.step(), from.notes());
  }

  private void restored(long step, Map<String, String> notes) {
    begun().restore(Math.toIntExact(step));
    String noted = notes.get(LEARNING_RATE);
    float rate = noted == null ? begun().learningRate() : Float.parseFloat(noted);
    if (rate != begun().learningRate()) {
      // A callback had set it; a schedule gives the same at the same step.
      begun().learningRate(rate);
    }
  }

  /** Ends training: weights of which an optimizer keeps an average get its values. */
  public synchronized void finish() {
    if (state != null) {
      settle();
      state.finish();
    }
  }

  /** Lets weights and the averages that are kept of them change places; a second time, back. */
  public synchronized void swapAverages() {
    settle();
    begun().swapAverages();
  }

  /** Gives rows of tables that were not looked up lately the values they would have. */
  public void settle() {
    if (!settled) {
      synchronized (this) {
        begun().flush();
        settled = true;
      }
    }
  }
}
