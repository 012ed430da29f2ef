package dev.inlay.engine;

import dev.inlay.graph.Node;
import dev.inlay.graph.Source;
import dev.inlay.graph.Variable;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.TensorSpec;
import dev.inlay.tensor.Value;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The memory of one user of a {@link Plan}, and what that user does with it: {@link #execute}
 * computes outputs, gradients and new states; the caller looks at the outputs, and then has the
 * gradients applied and the states assigned, or not. Once warm, none of this allocates.
 *
 * <p>Belongs to one thread at a time. Runs of one plan may execute at the same time, as long as
 * none applies or assigns.
 */
public final class Run {
  private static final int KEPT = 4;

  private final Plan plan;
  private final Map<Bound, Session> sessions =
      new LinkedHashMap<>(KEPT, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Bound, Session> eldest) {
          return size() > KEPT;
        }
      };
  private @Nullable Session session;
  private @Nullable Stopwatch watch;
  private Value[] inputs = {};

  Run(Plan plan) {
    this.plan = plan;
  }

  /** Has the time of what follows told to a stopwatch; null for nobody. */
  public void watch(@Nullable Stopwatch now) {
    if (watch != now) {
      watch = now;
      sessions.clear();
      session = null;
    }
  }

  /**
   * Computes outputs, gradients and new states. Variables are not changed.
   *
   * @param inputs a value for each of the program's inputs, in their order, all of the same number
   *     of rows
   * @param key what random numbers depend on
   * @throws IllegalArgumentException if an input's type or shape isn't what its {@link TensorSpec}
   *     wants, rows differ in number, or an id lies beyond its table
   */
  public void execute(List<? extends Value> inputs, long key) {
    execute(inputs, key, null);
  }

  /**
   * Computes outputs, gradients and new states. Variables are not changed, but rows about to be
   * read of tables with {@link Slots.Sparse#EXACT} first make up for the steps they have missed.
   */
  public void execute(List<? extends Value> inputs, long key, @Nullable Slots slots) {
    int rows = take(inputs);
    Session now = session;
    if (now == null || !now.fits(this.inputs, rows)) {
      Bound bound = plan.bind(this.inputs, rows);
      now = sessions.computeIfAbsent(bound, b -> new Session(b, plan, watch));
      session = now;
    }
    now.execute(this.inputs, rows, key, slots);
  }

  /** {@link Plan#footprint}. */
  public Optional<Footprint> footprint(int rows) {
    return plan.footprint(rows);
  }

  /** Checks the inputs and remembers them; gives the number of rows. */
  private int take(List<? extends Value> given) {
    List<Node> wanted = plan.program().inputs();
    if (given.size() != wanted.size()) {
      throw new IllegalArgumentException(
          "the program has %d inputs, got %d values".formatted(wanted.size(), given.size()));
    }
    if (inputs.length != given.size()) {
      inputs = new Value[given.size()];
    }
    int rows = -1;
    for (int i = 0; i < inputs.length; i++) {
      TensorSpec spec = ((Source.Input) wanted.get(i).op()).spec();
      Value value = given.get(i);
      if (!Session.fits(spec, value)) {
        throw new IllegalArgumentException(
            "input \"%s\" wants %s%s of shape %s, got %s"
                .formatted(
                    spec.name(),
                    spec.ragged() ? "ragged " : "",
                    spec.dtype(),
                    spec.shape(),
                    describe(value)));
      }
      if (Session.isBatch(spec)) {
        if (rows >= 0 && value.rows() != rows) {
          throw new IllegalArgumentException(
              "input \"%s\" has %d rows, those before it have %d; all inputs need the same"
                  .formatted(spec.name(), value.rows(), rows));
        }
        rows = value.rows();
      }
      inputs[i] = value;
    }
    return Math.max(rows, rows < 0 ? 1 : 0);
  }

  private static String describe(Value value) {
    return switch (value) {
      case Tensor t -> t.dtype() + " of shape " + t.shape();
      case Ragged r -> "ragged " + r.dtype() + " of " + r.rows() + " rows";
    };
  }

  private Session present() {
    if (session == null) {
      throw new IllegalStateException("nothing has been executed yet");
    }
    return session;
  }

  /** A copy of an output of the last {@link #execute}. */
  public Tensor output(int index) {
    Session s = present();
    View view = s.bound.outputs.get(index);
    Shape shape = outputShape(index);
    Frame frame = s.whole();
    int at = frame.at(view);
    int size = shape.intSize();
    return plan.program().outputs().get(index).dtype() == DType.INT32
        ? Tensor.of(shape, Arrays.copyOfRange(frame.ints(view), at, at + size))
        : Tensor.of(shape, Arrays.copyOfRange(frame.floats(view), at, at + size));
  }

  /** The shape of an output of the last {@link #execute}. */
  public Shape outputShape(int index) {
    Session s = present();
    Form form = s.bound.outputForms.get(index);
    int[] dims = form.dims().clone();
    if (form.rows()) {
      dims[0] *= s.rows();
    }
    return Shape.of(dims);
  }

  /** How many numbers an output of the last {@link #execute} has. */
  public int outputSize(int index) {
    Session s = present();
    Form form = s.bound.outputForms.get(index);
    return form.size() * (form.rows() ? s.rows() : 1);
  }

  /**
   * The array that holds a float output of the last {@link #execute}, from {@link #outputOffset}
   * on: not a copy, overwritten by the next run.
   */
  public float[] outputArray(int index) {
    Session s = present();
    return s.whole().floats(s.bound.outputs.get(index));
  }

  /** Where a float output begins in its {@link #outputArray}. */
  public int outputOffset(int index) {
    Session s = present();
    return s.whole().at(s.bound.outputs.get(index));
  }

  /** A copy of a variable's gradient of the last {@link #execute}, for all of its elements. */
  public Tensor.FloatTensor gradient(Variable variable) {
    return present().gradients.read(variable);
  }

  /**
   * The first variable whose gradient of the last {@link #execute} holds a NaN or an infinity:
   * applying it would spoil the weight. Null if there is none.
   */
  public @Nullable Variable nonFiniteGradient() {
    return present().gradients.notFinite();
  }

  /** Moves the variables by the gradients of the last {@link #execute}, as their rules say. */
  public void apply(Slots slots) {
    present().gradients.apply(slots);
  }

  /** Gives the states the values that the last {@link #execute} computed for them. */
  public void assign() {
    Session s = present();
    Frame frame = s.whole();
    for (Session.Assignment a : s.assignments) {
      System.arraycopy(
          frame.floats(a.value()), frame.at(a.value()), a.state(), 0, a.value().size());
    }
  }
}
