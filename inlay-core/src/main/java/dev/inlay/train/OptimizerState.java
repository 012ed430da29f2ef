package dev.inlay.train;

import dev.inlay.checkpoint.Checkpoint;
import dev.inlay.engine.Slots;
import dev.inlay.engine.Workers;
import dev.inlay.graph.Gradient;
import dev.inlay.graph.Variable;
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

/**
 * Optimizers at work on the weights of one model: slots, the count of steps, the learning rate in
 * force. Mostly there is one optimizer; a wide and deep model has two, each for its own weights.
 *
 * <p>Between steps, rows of tables that no batch has looked up lately may not have their final
 * values: call {@link #flush} before weights or slots are read from outside. For one thread at a
 * time.
 */
public final class OptimizerState {
  /** After so many steps all rows catch up, so that the memory of missed steps stays small. */
  private static final int SWEEP = Powers.LIMIT;

  /** One optimizer at work. */
  private static final class Part {
    final String name;
    final Rule rule;
    final float[] hyper = new float[Rule.NUMBERS];
    LearningRate rate;

    /** Whether it has tables whose rows catch up. */
    boolean drifts;

    Part(String name, Optimizer optimizer) {
      this.name = name;
      this.rule = Rule.of(optimizer);
      this.rate = optimizer.learningRate();
    }
  }

  private final Map<Optimizer, Part> parts = new LinkedHashMap<>();
  private final List<Checkpoint.Entry> memory = new ArrayList<>();
  private final Slots slots;
  private int swept;

  private OptimizerState(
      Map<Variable, Gradient> gradients,
      Function<Variable, Optimizer> optimizers,
      Function<Variable, String> paths) {
    List<Slots.Entry> entries = new ArrayList<>();
    Map<String, Integer> kinds = new HashMap<>();
    gradients.forEach(
        (variable, gradient) -> {
          Optimizer optimizer = optimizers.apply(variable);
          Part part = parts.computeIfAbsent(optimizer, o -> new Part(unique(kinds, o.kind()), o));
          entries.add(entry(variable, paths.apply(variable), gradient, optimizer, part));
        });
    slots = new Slots(entries);
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
    List<Table> tables = new ArrayList<>();
    for (Slot slot : optimizer.slots()) {
      Table table = new Table(variable.values().rows(), variable.values().width());
      if (slot.start() != 0) {
        for (int i = 0; i < table.chunkCount(); i++) {
          Arrays.fill(table.chunk(i), slot.start());
        }
      }
      tables.add(table);
      String name = part.name + "/" + path + "/" + slot.name();
      memory.add(new Checkpoint.Entry(name, variable.shape(), table));
    }
    Slots.Sparse sparse = sparse(gradient, optimizer.rows(), part.rule);
    part.drifts |= sparse == Slots.Sparse.EXACT;
    return Slots.Entry.of(variable, part.rule, sparse, tables, part.hyper);
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
    int next = slots.step() + 1;
    for (Part part : parts.values()) {
      part.rule.prepare(next, part.rate.at(next - 1), part.hyper);
    }
    apply.accept(slots);
    for (Part part : parts.values()) {
      if (part.drifts) {
        part.rule.made(next, part.hyper);
      }
    }
    if (next - swept == SWEEP) {
      flush();
    }
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
    for (Part part : parts.values()) {
      part.rule.restart(swept);
    }
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
    memory.forEach(slot -> tables.put(slot.name(), slot.values()));
    return tables;
  }

  /** Goes on from a step whose weights and slots are in place. */
  public void restore(int step) {
    slots.restore(step);
    restart();
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
