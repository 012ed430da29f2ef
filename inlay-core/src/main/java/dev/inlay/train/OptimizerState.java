package dev.inlay.train;

import dev.inlay.checkpoint.Checkpoint;
import dev.inlay.engine.Slots;
import dev.inlay.engine.Workers;
import dev.inlay.graph.Gradient;
import dev.inlay.graph.Variable;
import dev.inlay.layer.Constraint;
import dev.inlay.layer.RowConstraint;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Optimizers at work on the weights of one model: slots, the count of steps, the learning rate in
 * force. Mostly there is one optimizer; a wide and deep model has two, each for its own weights.
 *
 * <p>Between steps, rows of tables that no batch has looked up lately may not have their final
 * values: call {@link #flush} before weights or slots are read from outside. For one thread at a
 * time.
 */
public final class OptimizerState {
  /** After so many steps or more all rows catch up, so that few missed steps are remembered. */
  private static final int SHORTEST_SWEEP = 1 << 12;

  /** Rows of a table that a step catches up on average, beside its own: little beside those. */
  private static final int SWEPT_A_STEP = 32;

  private final Map<Optimizer, OptimizerPart> parts = new LinkedHashMap<>();
  private final List<Checkpoint.Entry> memory = new ArrayList<>();
  private final Slots slots;

  /** Slots that start at their weights, which may still change before the first step. */
  private final Map<Table, Variable> starts = new LinkedHashMap<>();

  private final int sweep;

  /** Whether weights and their averages have changed places. */
  private boolean swapped;

  private int swept;

  /** Whether the gradients of the present step are of a scaled loss. */
  private boolean scaled;

  private OptimizerState(
      Map<Variable, Gradient> gradients,
      Function<Variable, Optimizer> optimizers,
      Function<Variable, String> paths,
      Map<Variable, Constraint> constraints) {
    List<Slots.Entry> entries = new ArrayList<>();
    Map<String, Integer> kinds = new HashMap<>();
    gradients.forEach(
        (variable, gradient) -> {
          String path = paths.apply(variable);
          Optimizer optimizer = chosen(optimizers.apply(variable), path);
          OptimizerPart part =
              parts.computeIfAbsent(optimizer, o -> new OptimizerPart(unique(kinds, o.kind()), o));
          MovedWeight moved = new MovedWeight(variable, path, gradient, constraints.get(variable));
          entries.add(entry(moved, optimizer, part));
        });
    slots = new Slots(entries, this::moveWholes, this::measured);
    long rows =
        entries.stream()
            .filter(entry -> entry.lastStep() != null)
            .mapToLong(entry -> entry.variable().values().rows())
            .sum();
    sweep = sweep(rows);
  }

  /** After how many steps all rows catch up, if these are so many. */
  static int sweep(long rows) {
    return (int) Math.max(SHORTEST_SWEEP, rows / SWEPT_A_STEP);
  }

  private void measured() {
    parts.values().forEach(part -> part.clipper.measured());
  }

  private void moveWholes(Map<Variable, Slots.Handed> gradients, Workers workers) {
    for (OptimizerPart part : parts.values()) {
      part.skipped = !part.whole.move(gradients, slots.step(), scaled, workers);
    }
  }

  /**
   * Fresh state.
   *
   * @param gradients the variables to be moved, and whether their gradients come in rows
   * @param optimizers who moves which variable
   */
  public static OptimizerState of(
      Map<Variable, Gradient> gradients, Function<Variable, Optimizer> optimizers) {
    return of(gradients, optimizers, Variable::path);
  }

  /**
   * Fresh state.
   *
   * @param gradients the variables to be moved, and whether their gradients come in rows
   * @param optimizers who moves which variable
   * @param paths the variables' places in the model, which differ from their own paths where models
   *     stand in models
   */
  public static OptimizerState of(
      Map<Variable, Gradient> gradients,
      Function<Variable, Optimizer> optimizers,
      Function<Variable, String> paths) {
    return of(gradients, optimizers, paths, Map.of());
  }

  /**
   * Fresh state.
   *
   * @param gradients the variables to be moved, and whether their gradients come in rows
   * @param optimizers who moves which variable
   * @param paths the variables' places in the model, which differ from their own paths where models
   *     stand in models
   * @param constraints what variables obey. It is up to the caller to apply them after each step,
   *     but for those of which {@link #constrains} says otherwise
   */
  public static OptimizerState of(
      Map<Variable, Gradient> gradients,
      Function<Variable, Optimizer> optimizers,
      Function<Variable, String> paths,
      Map<Variable, Constraint> constraints) {
    return new OptimizerState(gradients, optimizers, paths, constraints);
  }

  private static String unique(Map<String, Integer> kinds, String kind) {
    int count = kinds.merge(kind, 1, Integer::sum);
    return count == 1 ? kind : kind + "_" + (count - 1);
  }

  private Slots.Entry entry(MovedWeight weight, Optimizer optimizer, OptimizerPart part) {
    Variable variable = weight.variable();
    String path = weight.path();
    Mover mover = weight.mover(optimizer, part);
    Map<String, Table> tables = new LinkedHashMap<>();
    mover
        .optimizer()
        .slots(variable.shape())
        .forEach(
            (slot, shape) -> {
              Table table = table(shape, variable.values());
              if (slot.start() != 0) {
                table.fillRuns((to, at, n, _) -> Arrays.fill(to, at, at + n, slot.start()));
              }
              if (slot.startsAtWeight()) {
                starts.put(table, variable);
              }
              tables.put(slot.name(), table);
              remember(part, path, slot.name(), shape, table);
            });
    Aim.Maker maker = Aim.maker(mover.optimizer());
    Aim aim = maker == null ? null : maker.of(variable, tables);
    OptimizerPart.Way way = part.way(mover, part.weightDecay(mover, path) != 0);
    // What remains is an aim's own.
    List<Table> moved = new ArrayList<>(tables.values()).subList(0, way.slots);
    if (part.options.ema() != null) {
      Table average = like(variable);
      remember(part, path, "average", variable.shape(), average);
      // Rows that are never seen are their own averages.
      starts.put(average, variable);
      moved = Stream.concat(moved.stream(), Stream.of(average)).toList();
      part.averages.put(variable, average);
    }
    Slots.Sparse sparse = Delivery.of(weight.gradient(), mover, optimizer, way.rule);
    part.drifts |= sparse == Slots.Sparse.EXACT;
    if (!Delivery.isHanded(mover, optimizer)) {
      RowConstraint constraint = weight.ofRows(mover, optimizer, part);
      Rule rule = constraint == null ? way.rule : new ConstrainedRule(way.rule, constraint);
      return Slots.Entry.of(variable, rule, sparse, moved, way.hyper)
          .withShaping(
              part.clipper.shaping(mover.optimizer().rows(), sparse == Slots.Sparse.APART));
    }
    Table sum = part.options.accumulationSteps() > 1 ? like(variable) : null;
    if (sum != null) {
      remember(part, path, "gradient_accumulator", variable.shape(), sum);
    }
    Slots.Entry entry =
        sparse == Slots.Sparse.WHOLE
            ? Slots.Entry.whole(variable)
            : Slots.Entry.seen(variable, way.rule, sparse == Slots.Sparse.EXACT, moved, way.hyper);
    part.whole.add(variable, new Item(entry, way.rule, way.hyper, moved, aim, sum));
    return entry;
  }

  /**
   * How much memory optimizers take, without any being taken.
   *
   * @param slots bytes of what they remember
   * @param gradients bytes of gradients that are laid out as whole tables, or handed over by rows
   */
  public record Footprint(long slots, long gradients) {
    Footprint plus(Footprint other) {
      return new Footprint(slots + other.slots, gradients + other.gradients);
    }
  }

  /**
   * What {@link #of(Map, Function, Function, Map)} would take.
   *
   * @param batchSize rows of a batch; those of different lengths are taken to have one entry each
   */
  public static Footprint footprint(
      Map<Variable, Gradient> gradients,
      Function<Variable, Optimizer> optimizers,
      Function<Variable, String> paths,
      Map<Variable, Constraint> constraints,
      int batchSize) {
    return Footprints.of(gradients, optimizers, paths, constraints, batchSize);
  }

  static Optimizer chosen(Optimizer given, String path) {
    return given instanceof MultiOptimizer several ? several.of(path) : given;
  }

  private static Table like(Variable variable) {
    return variable.values().beside(variable.values().width());
  }

  /** The table of a slot: beside the weight's own if it has as many rows. */
  private static Table table(Shape shape, Table values) {
    int rows = shape.rank() == 0 ? 1 : shape.dim(0);
    int width = Math.toIntExact(shape.size(Math.min(1, shape.rank()), shape.rank()));
    return rows == values.rows() ? values.beside(width) : new Table(rows, width);
  }

  private void remember(OptimizerPart part, String path, String slot, Shape shape, Table table) {
    String name = part.name + "/" + path + "/" + slot;
    memory.add(new Checkpoint.Entry(name, shape, table));
  }

  /**
   * Whether a variable's rows obey their constraint whenever they have moved, so that it need not
   * be applied to the whole table unless that was changed from outside.
   */
  public boolean constrains(Variable variable) {
    Slots.Entry entry = slots.entry(variable);
    return entry != null && entry.rule() instanceof ConstrainedRule;
  }

  /** How many steps were made. */
  public int step() {
    return slots.step();
  }

  /** What the engine reads while it computes and moves weights; for the library's own models. */
  @SuppressWarnings("exports")
  public Slots slots() {
    return slots;
  }

  /**
   * Makes a step.
   *
   * @param apply moves the weights by the gradients at hand: the engine's {@code Run.apply}; for
   *     the library's own models
   */
  @SuppressWarnings("exports")
  public void step(Consumer<Slots> apply) {
    step(apply, false);
  }

  /** Makes a step by gradients of a loss that was scaled as the options say. */
  @SuppressWarnings("exports")
  public void stepScaled(Consumer<Slots> apply) {
    step(apply, true);
  }

  private void step(Consumer<Slots> apply, boolean ofScaledLoss) {
    scaled = ofScaledLoss;
    int next = slots.step() + 1;
    if (next == 1) {
      starts.forEach((table, variable) -> table.copyFrom(variable.values()));
    }
    for (OptimizerPart part : parts.values()) {
      for (OptimizerPart.Way way : part.ways) {
        way.rule.prepare(next, part.rate.at(next - 1) * way.pace, way.hyper);
      }
    }
    apply.accept(slots);
    for (OptimizerPart part : parts.values()) {
      if (part.skipped) {
        part.restart(next);
        part.skipped = false;
      } else if (part.drifts) {
        part.ways.forEach(way -> way.rule.made(next, way.hyper));
      }
    }
    if (next - swept == sweep) {
      flush();
    }
  }

  /** Ends training: weights of which an average is kept get its values. */
  public void finish() {
    if (slots.step() > 0) {
      averages()
          .forEach(
              (variable, average) -> {
                if (swapped) {
                  average.copyFrom(variable.values());
                } else {
                  variable.values().copyFrom(average);
                }
              });
    }
    swapped = false;
  }

  /**
   * Lets weights and their averages change places, after {@link #flush}; a second time, back. In
   * between no step may be made.
   *
   * @throws IllegalArgumentException if there are no averages
   */
  public void swapAverages() {
    Map<Variable, Table> averages = averages();
    if (averages.isEmpty()) {
      throw new IllegalArgumentException(
          "no optimizer keeps averages of weights to be swapped; give one Options.withEma");
    }
    if (slots.step() > 0) {
      var all = new Tables(Workers.shared());
      averages.forEach((variable, average) -> all.swap(variable.values(), average));
      swapped = !swapped;
    }
  }

  private Map<Variable, Table> averages() {
    Map<Variable, Table> averages = new LinkedHashMap<>();
    for (OptimizerPart part : parts.values()) {
      averages.putAll(part.averages);
    }
    return averages;
  }

  /** Gives all weights and slots the values that they have after the last step. */
  public void flush() {
    if (slots.step() > swept) {
      slots.flush(Workers.shared());
      restart();
    }
  }

  private void restart() {
    swept = slots.step();
    parts.values().forEach(part -> part.restart(swept));
  }

  /**
   * The slots as checkpoints hold them, the tables themselves: {@code adam/dense/kernel/momentum}.
   * Writing there changes them; call {@link #flush} before reading, {@link #restore} after writing.
   */
  public List<Checkpoint.Entry> entries() {
    return Collections.unmodifiableList(memory);
  }

  /** The slots' tables by the names that checkpoints use. */
  public Map<String, Table> tables() {
    Map<String, Table> tables = new LinkedHashMap<>();
    memory.forEach(slot -> tables.put(slot.name(), (Table) slot.values()));
    return tables;
  }

  /** Goes on from a step whose weights and slots are in place. */
  public void restore(int step) {
    slots.restore(step);
    restart();
    parts.values().forEach(part -> part.whole.restored());
  }

  /** The learning rate of the next step; of the first optimizer if there are several. */
  public float learningRate() {
    for (OptimizerPart part : parts.values()) {
      return part.rate.at(slots.step());
    }
    return 0;
  }

  /**
   * Sets the learning rate from the next step on, for all optimizers.
   *
   * @throws IllegalStateException if a schedule sets it
   */
  public void learningRate(float rate) {
    for (OptimizerPart part : parts.values()) {
      if (!(part.rate instanceof LearningRate.Constant)) {
        throw new IllegalStateException(
            "the learning rate follows %s; give the optimizer a number to set it by hand"
                .formatted(part.rate));
      }
      part.rate = LearningRate.of(rate);
    }
  }
}
