package dev.inlay.train;

import dev.inlay.checkpoint.Checkpoint;
import dev.inlay.engine.Slots;
import dev.inlay.engine.Workers;
import dev.inlay.graph.Gradient;
import dev.inlay.graph.Variable;
import dev.inlay.kernel.RowSums;
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
import java.util.regex.Pattern;
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

  /** Weights that are moved alike, in rows or blocks. */
  private static final class Way {
    final Rule rule;
    final float pace;
    final float[] hyper = Rule.numbers();

    /** How many slots it has besides the average. */
    final int slots;

    Way(Mover mover, boolean decays, Options options) {
      Rule bare = Rule.of(mover.optimizer());
      int every = options.accumulationSteps();
      this.slots = bare.slots();
      this.pace = mover.pace();
      // The decay is of the learning rate in force, of which the rule sees its multiple.
      Rule decaying = decays ? new TunedRule(bare, mover.weightDecay() / pace) : bare;
      Rule moving = every == 1 ? decaying : new AccumulatedRule(decaying, every);
      Options.Ema ema = options.ema();
      this.rule = ema == null ? moving : new AveragedRule(moving, ema, bare.stays(), every);
    }
  }

  /** One optimizer at work. */
  private static final class Part {
    final String name;
    final Options options;
    final WholeStep whole;
    final boolean allWhole;
    final Clipper clipper;
    final Map<Mover, Way> decaying = new LinkedHashMap<>();
    final Map<Mover, Way> others = new LinkedHashMap<>();
    final List<Way> ways = new ArrayList<>();
    final Map<Variable, Table> averages = new LinkedHashMap<>();
    LearningRate rate;

    /** Whether the present step was not made. */
    boolean skipped;

    /** Whether it has tables whose rows catch up. */
    boolean drifts;

    Part(String name, Optimizer optimizer) {
      this.name = name;
      this.rate = optimizer.learningRate();
      this.options = optimizer.options();
      this.whole = new WholeStep(optimizer);
      this.allWhole = WholeStep.isWanted(optimizer);
      this.clipper = new Clipper(options.clipping());
    }

    /** The decay of a weight that a mover moves: 0 for those that are spared. */
    float weightDecay(Mover mover, String path) {
      boolean spared =
          options.withoutWeightDecay().stream()
              .anyMatch(pattern -> Pattern.compile(pattern).matcher(path).find());
      return spared ? 0 : mover.weightDecay();
    }

    /** All rows have seen all steps up to this one. */
    void restart(int step) {
      ways.forEach(way -> way.rule.restart(step));
      whole.restart();
    }

    Way way(Mover mover, boolean decays) {
      return (decays ? decaying : others)
          .computeIfAbsent(
              mover,
              _ -> {
                Way way = new Way(mover, decays, options);
                ways.add(way);
                return way;
              });
    }
  }

  private final Map<Optimizer, Part> parts = new LinkedHashMap<>();
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
      Function<Variable, String> paths) {
    List<Slots.Entry> entries = new ArrayList<>();
    Map<String, Integer> kinds = new HashMap<>();
    gradients.forEach(
        (variable, gradient) -> {
          String path = paths.apply(variable);
          Optimizer optimizer = chosen(optimizers.apply(variable), path);
          Part part = parts.computeIfAbsent(optimizer, o -> new Part(unique(kinds, o.kind()), o));
          entries.add(entry(variable, path, gradient, optimizer, part));
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
  private static int sweep(long rows) {
    return (int) Math.max(SHORTEST_SWEEP, rows / SWEPT_A_STEP);
  }

  private void measured() {
    parts.values().forEach(part -> part.clipper.measured());
  }

  private void moveWholes(Map<Variable, Slots.Handed> gradients, Workers workers) {
    for (Part part : parts.values()) {
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
    return new OptimizerState(gradients, optimizers, paths);
  }

  private static String unique(Map<String, Integer> kinds, String kind) {
    int count = kinds.merge(kind, 1, Integer::sum);
    return count == 1 ? kind : kind + "_" + (count - 1);
  }

  private Slots.Entry entry(
      Variable variable, String path, Gradient gradient, Optimizer optimizer, Part part) {
    Mover mover = Mover.of(optimizer, path, variable.shape());
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
    Aim aim = Aim.of(mover.optimizer(), variable, tables);
    Way way = part.way(mover, part.weightDecay(mover, path) != 0);
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
    if (aim == null && !part.allWhole) {
      Slots.Sparse sparse = sparse(gradient, rows(mover, part.options), way.rule);
      part.drifts |= sparse == Slots.Sparse.EXACT;
      return Slots.Entry.of(variable, way.rule, sparse, moved, way.hyper)
          .withShaping(part.clipper.shaping(mover.optimizer().rows()));
    }
    Table sum = part.options.accumulationSteps() > 1 ? like(variable) : null;
    if (sum != null) {
      remember(part, path, "gradient_accumulator", variable.shape(), sum);
    }
    Slots.Sparse sparse = handed(gradient, mover, part.options, way.rule);
    part.drifts |= sparse == Slots.Sparse.EXACT;
    Slots.Entry entry =
        sparse == Slots.Sparse.WHOLE
            ? Slots.Entry.whole(variable)
            : Slots.Entry.seen(variable, way.rule, sparse == Slots.Sparse.EXACT, moved, way.hyper);
    part.whole.add(variable, new Item(entry, way.rule, way.hyper, moved, aim, sum));
    return entry;
  }

  /** How a gradient that is handed over moves a weight: all of it, or the rows seen. */
  private static Slots.Sparse handed(Gradient gradient, Mover mover, Options options, Rule rule) {
    Slots.Sparse sparse = sparse(gradient, mover.optimizer().rows(), rule);
    boolean rows = sparse == Slots.Sparse.LAZY || sparse == Slots.Sparse.EXACT;
    // An aim knows what becomes of rows that aren't seen, but not when averages take over.
    Options.Ema ema = options.ema();
    boolean overwritten = ema != null && ema.overwriteFrequency() > 0;
    boolean all = mover.optimizer() instanceof Muon || (mover.hasAim() && overwritten);
    return rows && !all ? sparse : Slots.Sparse.WHOLE;
  }

  /** On TensorFlow, gradients that are clipped by their common norm are summed before they move. */
  private static Rows rows(Mover mover, Options options) {
    Rows rows = mover.optimizer().rows();
    Options.Clipping.Kind kind = options.clipping().kind();
    boolean summed =
        kind == Options.Clipping.Kind.GLOBAL_NORM || kind == Options.Clipping.Kind.VALUE;
    return rows == Rows.KERAS_ON_TENSORFLOW && summed ? Rows.DENSE : rows;
  }

  /**
   * How much memory optimizers take, without any being taken.
   *
   * @param slots bytes of what they remember
   * @param gradients bytes of gradients that are laid out as whole tables, or handed over by rows
   */
  public record Footprint(long slots, long gradients) {
    private Footprint plus(Footprint other) {
      return new Footprint(slots + other.slots, gradients + other.gradients);
    }
  }

  /**
   * What {@link #of(Map, Function, Function)} would take.
   *
   * @param batchSize rows of a batch; those of different lengths are taken to have one entry each
   */
  public static Footprint footprint(
      Map<Variable, Gradient> gradients,
      Function<Variable, Optimizer> optimizers,
      Function<Variable, String> paths,
      int batchSize) {
    Map<Optimizer, Part> parts = new LinkedHashMap<>();
    Footprint all = new Footprint(0, 0);
    long exact = 0;
    for (var each : gradients.entrySet()) {
      Variable variable = each.getKey();
      String path = paths.apply(variable);
      Optimizer optimizer = chosen(optimizers.apply(variable), path);
      Part part = parts.computeIfAbsent(optimizer, o -> new Part("", o));
      Mover mover = Mover.of(optimizer, path, variable.shape());
      Way way = part.way(mover, part.weightDecay(mover, path) != 0);
      Slots.Sparse sparse = sparse(each.getValue(), mover, optimizer, way.rule);
      all = all.plus(footprint(variable, each.getValue(), sparse, mover, optimizer));
      boolean byRows = sparse == Slots.Sparse.LAZY || sparse == Slots.Sparse.EXACT;
      if (byRows && isHanded(mover, optimizer) && each.getValue() instanceof Gradient.Rows rows) {
        long seen = Math.min(rows.ids(batchSize), variable.values().rows());
        boolean catchesUp = sparse == Slots.Sparse.EXACT;
        long bytes = handed(variable, (int) seen, catchesUp, mover, optimizer);
        all = all.plus(new Footprint(0, bytes));
      }
      if (sparse == Slots.Sparse.EXACT) {
        part.drifts = true;
        exact += variable.values().rows();
      }
    }
    int steps = sweep(exact);
    long kept =
        parts.values().stream()
            .flatMap(part -> part.ways.stream().map(way -> way.rule.bytes(part.drifts ? steps : 0)))
            .mapToLong(bytes -> bytes)
            .sum();
    return all.plus(new Footprint(kept, 0));
  }

  /** How a gradient moves a weight. */
  private static Slots.Sparse sparse(
      Gradient gradient, Mover mover, Optimizer optimizer, Rule rule) {
    return isHanded(mover, optimizer)
        ? handed(gradient, mover, optimizer.options(), rule)
        : sparse(gradient, rows(mover, optimizer.options()), rule);
  }

  private static boolean isHanded(Mover mover, Optimizer optimizer) {
    return mover.hasAim() || WholeStep.isWanted(optimizer);
  }

  /** Bytes by which the rows of a table are handed over and moved that a batch looks up. */
  private static long handed(
      Variable variable, int seen, boolean exact, Mover mover, Optimizer given) {
    long rows = variable.values().rows();
    int width = variable.values().width();
    int every = given.options().accumulationSteps();
    int summed = (int) Math.min((long) seen * every, rows);
    // Twice: as parts of a table have summed them, and in one piece.
    long floats = 2L * seen * (1 + width);
    if (every > 1) {
      floats += RowSums.floats(summed, 0) + Gathered.floats(summed, width);
    }
    int moved = summed;
    if (exact && mover.optimizer() instanceof Lamb lamb) {
      moved = (int) Math.min((long) summed * LambAim.window(lamb), rows);
      floats += RowSums.floats(moved, width) + 2L * moved;
    }
    long slots =
        mover.optimizer().slots(variable.shape()).values().stream()
            .mapToLong(shape -> shape.size() / rows)
            .sum();
    long averages = given.options().ema() == null ? 0 : width;
    return Float.BYTES * (floats + Gathered.floats(moved, width + slots + averages));
  }

  private static Footprint footprint(
      Variable variable, Gradient gradient, Slots.Sparse sparse, Mover mover, Optimizer given) {
    Optimizer optimizer = mover.optimizer();
    Options options = given.options();
    long size = Float.BYTES * variable.shape().size();
    long slots =
        Float.BYTES
            * optimizer.slots(variable.shape()).values().stream().mapToLong(Shape::size).sum();
    if (options.ema() != null) {
      slots += size;
    }
    if (isHanded(mover, given) && options.accumulationSteps() > 1) {
      slots += size;
    }
    return switch (sparse) {
      case WHOLE -> new Footprint(slots, size);
      case LAZY, SEEN -> new Footprint(slots, 0);
      case EXACT -> new Footprint(slots + Integer.BYTES * variable.values().rows(), 0);
      case DENSE -> new Footprint(slots, gradient instanceof Gradient.Rows ? size : 0);
      case APART -> new Footprint(slots, 2 * size);
    };
  }

  private static Optimizer chosen(Optimizer given, String path) {
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

  private void remember(Part part, String path, String slot, Shape shape, Table table) {
    String name = part.name + "/" + path + "/" + slot;
    memory.add(new Checkpoint.Entry(name, shape, table));
  }

  private static Slots.Sparse sparse(Gradient gradient, Rows rows, Rule rule) {
    return switch (gradient) {
      case Gradient.Dense _ -> Slots.Sparse.DENSE;
      case Gradient.Rows _ ->
          switch (rows) {
            case LAZY -> Slots.Sparse.LAZY;
            case EXACT -> rule.drifts() ? Slots.Sparse.EXACT : Slots.Sparse.LAZY;
            case DENSE -> Slots.Sparse.DENSE;
            case KERAS_ON_TENSORFLOW -> Slots.Sparse.APART;
          };
    };
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
    for (Part part : parts.values()) {
      for (Way way : part.ways) {
        way.rule.prepare(next, part.rate.at(next - 1) * way.pace, way.hyper);
      }
    }
    apply.accept(slots);
    for (Part part : parts.values()) {
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
    for (Part part : parts.values()) {
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
    for (Part part : parts.values()) {
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
    for (Part part : parts.values()) {
      if (!(part.rate instanceof LearningRate.Constant)) {
        throw new IllegalStateException(
            "the learning rate follows %s; give the optimizer a number to set it by hand"
                .formatted(part.rate));
      }
      part.rate = LearningRate.of(rate);
    }
  }
}
