package dev.inlay.engine;

import dev.inlay.graph.Variable;
import dev.inlay.tensor.Table;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The memory of an optimizer as the engine sees it: for each variable its rule, its slots, and how
 * rows that a batch didn't look up are treated. Owned by the optimizer; a {@link Run} reads and
 * moves it in {@link Run#apply}. One run at a time may use it.
 */
public final class Slots {
  /** What happens to the rows of a table that a batch didn't look up. */
  public enum Sparse {
    /** Nothing: only rows that were seen are moved. */
    LAZY,
    /** Seen rows first make up for the steps that they missed: equal to dense, up to rounding. */
    EXACT,
    /** Every row is moved at every step. */
    DENSE,
    /**
     * Every row is moved at every step, by {@link UpdateRule#updateApart}: gradients of an id that
     * a batch looks up repeatedly are squared apart.
     */
    APART,
    /** The variable, a table or not, is moved by {@link Wholes}, which sees all of it at once. */
    WHOLE,
    /** As {@link #WHOLE}, but {@link Wholes} see the rows that a batch looked up, and no others. */
    SEEN
  }

  /**
   * A gradient that is handed over.
   *
   * @param values may be written to
   * @param rows whose gradients these are, each once, of which as many count as {@code values} has
   *     rows; null for all of the variable
   */
  public record Handed(Table values, int @Nullable [] rows) {}

  /** Moves variables that are moved as a whole. */
  @FunctionalInterface
  public interface Wholes {
    /**
     * Moves them, and has rows that catch up noted as having {@link Entry#saw seen} the step.
     *
     * @param gradients for each variable its gradient, in the order of the entries
     * @param workers share the work out
     */
    void move(Map<Variable, Handed> gradients, Workers workers);
  }

  /**
   * One variable's part.
   *
   * @param slots tables like {@link Variable#values()}, or of one number a row and cut like it, as
   *     many as the rule says
   * @param hyper numbers of the present step, as learning rate and bias corrections; the optimizer
   *     writes them before {@link Run#apply}, the rule reads them
   * @param lastStep each row's last step, if rows catch up; else null
   * @param shaping what becomes of the gradient first; null for nothing
   */
  public record Entry(
      Variable variable,
      UpdateRule rule,
      Sparse sparse,
      List<Table> slots,
      float[] hyper,
      int @Nullable [] lastStep,
      @Nullable Shaping shaping) {
    public Entry {
      slots = List.copyOf(slots);
      if (slots.size() != rule.slots()) {
        throw new IllegalArgumentException(
            "weight \"%s\": the rule has %d slots, got %d"
                .formatted(variable.path(), rule.slots(), slots.size()));
      }
      for (Table slot : slots) {
        Table values = variable.values();
        boolean fits = slot.width() == values.width() || slot.width() == 1;
        if (slot.rows() != values.rows() || !fits || slot.chunkShift() != values.chunkShift()) {
          throw new IllegalArgumentException(
              "weight \"%s\": a slot has %d x %d floats, wanted %d x %d"
                  .formatted(
                      variable.path(), slot.rows(), slot.width(), values.rows(), values.width()));
        }
      }
    }

    /** Whether every row of a table is moved at every step. */
    boolean movesAll() {
      return sparse == Sparse.DENSE || sparse == Sparse.APART || sparse == Sparse.WHOLE;
    }

    /**
     * Finds the arrays in which the slots of a chunk's rows lie.
     *
     * @param to where they are put, one for each slot
     */
    void chunks(int chunk, float[][] to) {
      for (int s = 0; s < to.length; s++) {
        to[s] = slots.get(s).chunk(chunk);
      }
    }

    /** An entry of a variable that {@link Wholes} move. */
    public static Entry whole(Variable variable) {
      UpdateRule none =
          new UpdateRule() {
            @Override
            public int slots() {
              return 0;
            }

            @Override
            public void update(
                float[] w, float[][] slots, int at, float[] g, int from, int n, float[] hyper) {
              throw new UnsupportedOperationException(
                  "weight \"%s\" is moved as a whole".formatted(variable.path()));
            }
          };
      return new Entry(variable, none, Sparse.WHOLE, List.of(), new float[0], null, null);
    }

    /** An entry whose rows have seen no step yet. */
    public static Entry of(
        Variable variable, UpdateRule rule, Sparse sparse, List<Table> slots, float[] hyper) {
      int[] lastStep =
          sparse == Sparse.EXACT ? new int[Math.toIntExact(variable.values().rows())] : null;
      return new Entry(variable, rule, sparse, slots, hyper, lastStep, null);
    }

    /**
     * An entry of a table that {@link Wholes} move by the rows seen.
     *
     * @param rule how rows catch up
     * @param exact whether they do
     */
    public static Entry seen(
        Variable variable, UpdateRule rule, boolean exact, List<Table> slots, float[] hyper) {
      int[] lastStep = exact ? new int[Math.toIntExact(variable.values().rows())] : null;
      return new Entry(variable, rule, Sparse.SEEN, slots, hyper, lastStep, null);
    }

    /** Lets some rows make up for what they have missed up to a step. */
    public void catchUp(int[] rows, int from, int to, int step) {
      float[][] arrays = new float[slots.size()][];
      for (int i = from; i < to; i++) {
        CatchUp.row(this, rows[i], step, arrays);
      }
    }

    /** The first rows of these were moved at a step. */
    public void saw(int[] rows, int count, int step) {
      if (lastStep != null) {
        for (int i = 0; i < count; i++) {
          lastStep[rows[i]] = step;
        }
      }
    }

    /** A step isn't made: rows make up for those before it, and count as having seen this one. */
    public void skip(int step, Workers workers) {
      if (lastStep != null) {
        CatchUp.all(this, step - 1, workers);
        Arrays.fill(lastStep, step);
      }
    }

    /** This entry with something that becomes of the gradient first. */
    public Entry withShaping(@Nullable Shaping first) {
      return new Entry(variable, rule, sparse, slots, hyper, lastStep, first);
    }
  }

  private final Map<Variable, Entry> entries = new LinkedHashMap<>();
  private final Wholes wholes;
  private final Runnable whenMeasured;
  private final boolean anyWhole;
  private final boolean anyMeasured;
  private int step;

  Slots(List<Entry> entries) {
    this(entries, (_, _) -> {}, () -> {});
  }

  /**
   * Entries, and who acts on all of them.
   *
   * @param wholes moves those that are moved as a whole
   * @param whenMeasured sets the factors of shapings, whose squares are known
   */
  public Slots(List<Entry> entries, Wholes wholes, Runnable whenMeasured) {
    this.wholes = wholes;
    this.whenMeasured = whenMeasured;
    for (Entry e : entries) {
      if (this.entries.put(e.variable(), e) != null) {
        throw new IllegalArgumentException(
            "weight \"%s\" has two rules".formatted(e.variable().path()));
      }
    }
    this.anyWhole =
        entries.stream().anyMatch(e -> e.sparse() == Sparse.WHOLE || e.sparse() == Sparse.SEEN);
    this.anyMeasured =
        entries.stream().map(Entry::shaping).anyMatch(s -> s != null && s.isMeasured());
  }

  /** The entries, in the order given. */
  List<Entry> entries() {
    return List.copyOf(entries.values());
  }

  /** A variable's entry, or null if nothing moves it. */
  public @Nullable Entry entry(Variable variable) {
    return entries.get(variable);
  }

  /** Whether any variable is moved as a whole. */
  boolean anyWhole() {
    return anyWhole;
  }

  /** Whether gradients are measured before they are used. */
  boolean anyMeasured() {
    return anyMeasured;
  }

  /** All gradients have been measured. */
  void measured() {
    whenMeasured.run();
  }

  /** Who moves variables that are moved as a whole. */
  Wholes wholes() {
    return wholes;
  }

  /** How many steps were applied. */
  public int step() {
    return step;
  }

  /** {@link Run#apply} begins a step. */
  int nextStep() {
    return ++step;
  }

  /**
   * Continues from a step, as after reading a checkpoint: every row counts as having seen all steps
   * up to it.
   */
  public void restore(int step) {
    this.step = step;
    for (Entry e : entries.values()) {
      if (e.lastStep() != null) {
        Arrays.fill(e.lastStep(), step);
      }
    }
  }

  /**
   * Lets every row of every exact table make up for the steps it has missed. To be called before
   * values or slots are read from outside: by a checkpoint, an evaluation, an export.
   */
  public void flush(Workers workers) {
    for (Entry e : entries.values()) {
      if (e.lastStep() != null) {
        CatchUp.all(e, step, workers);
      }
    }
  }
}
