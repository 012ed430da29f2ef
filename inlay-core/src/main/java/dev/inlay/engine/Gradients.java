package dev.inlay.engine;

import dev.inlay.graph.Variable;
import dev.inlay.kernel.RowSums;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is done with the gradients of a run. */
final class Gradients {
  private final Bound bound;
  private final Workers workers;
  private final Frame[] frames;
  private final Dense[] dense;
  private final Sparse[] sparse;
  private final @Nullable Stopwatch watch;

  /** What moving each variable counts as, dense ones first, if there is a stopwatch. */
  private final Stopwatch.Lap[] laps;

  private final Workers.Task task = this::move;
  private final Workers.Task measureTask = this::measure;
  private final Finiteness finiteness;
  private final WholeGradients wholes;

  /** Each variable has some, dense ones first. */
  private final Parts parts;

  /** What each part's gradients add to the sum of squares. */
  private double[] squares = {};

  private int rows;
  private int shardRows;
  private Slots slots = new Slots(List.of());
  private int step;

  /** A gradient for every element. */
  private record Dense(Variable variable, View value) {}

  /**
   * A gradient by rows.
   *
   * @param blocks for each worker, where it moves rows
   */
  private record Sparse(Variable variable, RowPart[] parts, @Nullable RowBlock[] blocks) {}

  Gradients(Bound bound, Workers workers, Frame[] frames, @Nullable Stopwatch watch) {
    this.watch = watch;
    this.bound = bound;
    this.workers = workers;
    this.frames = frames;
    this.dense =
        bound.denseGradients.entrySet().stream()
            .map(e -> new Dense(e.getKey(), e.getValue()))
            .toArray(Dense[]::new);
    this.sparse =
        bound.rowGradients.entrySet().stream()
            .map(
                e ->
                    new Sparse(
                        e.getKey(),
                        e.getValue().toArray(RowPart[]::new),
                        new RowBlock[frames.length]))
            .toArray(Sparse[]::new);
    this.finiteness =
        new Finiteness(
            Stream.concat(
                    Arrays.stream(dense).map(d -> new Finiteness.Place(d.variable(), d.value())),
                    Arrays.stream(sparse).flatMap(Gradients::places))
                .toList(),
            workers,
            frames);
    this.wholes = new WholeGradients(workers, frames);
    this.parts = new Parts(dense.length + sparse.length);
    this.laps = watch == null ? new Stopwatch.Lap[0] : laps(watch);
  }

  private static Stream<Finiteness.Place> places(Sparse gradient) {
    return Arrays.stream(gradient.parts())
        .map(part -> new Finiteness.Place(gradient.variable(), part.rows()));
  }

  private Stopwatch.Lap[] laps(Stopwatch watch) {
    return Stream.concat(
            Arrays.stream(dense).map(d -> watch.of(Stopwatch.Part.DENSE_UPDATE, d.variable())),
            Arrays.stream(sparse).map(s -> watch.of(Stopwatch.Part.ROW_UPDATE, s.variable())))
        .toArray(Stopwatch.Lap[]::new);
  }

  void turnTo(int rows, int shardRows) {
    this.rows = rows;
    this.shardRows = shardRows;
  }

  private Frame frame(int worker) {
    frames[worker].turnTo(0, 0, rows, shardRows);
    return frames[worker];
  }

  /** Lets tables that are moved as a whole make up for the steps that their rows have missed. */
  void catchUp(Slots slots) {
    for (Dense gradient : dense) {
      Slots.Entry entry = slots.entry(gradient.variable());
      if (entry != null && entry.lastStep() != null) {
        CatchUp.all(entry, slots.step(), workers);
      }
    }
  }

  void apply(Slots slots) {
    turnTo(slots);
    this.step = slots.nextStep();
    Frame frame = frame(0);
    parts.clear();
    for (Dense gradient : dense) {
      int size = gradient.value().size();
      parts.add(Math.ceilDiv(size, Parts.block(gradient.variable().values())), size);
    }
    for (Sparse gradient : sparse) {
      int ids = ids(gradient.parts(), frame);
      parts.add(TableReads.parts(ids, sparse.length), TableReads.floats(ids, gradient.variable()));
    }
    if (slots.anyMeasured()) {
      measureAll();
    }
    workers.run(parts.count(), task, parts.floats());
    Stopwatch.lap(watch, Stopwatch.Part.WAITING);
    for (Dense gradient : dense) {
      Slots.Entry entry = slots.entry(gradient.variable());
      if (entry != null && entry.lastStep() != null) {
        Arrays.fill(entry.lastStep(), step);
      }
    }
    for (Sparse gradient : sparse) {
      Slots.Entry entry = slots.entry(gradient.variable());
      if (entry != null && entry.movesAll() && entry.sparse() != Slots.Sparse.WHOLE) {
        wholes.moveAll(entry);
      }
    }
    Stopwatch.lap(watch, Stopwatch.Part.ROW_UPDATE);
    if (slots.anyWhole()) {
      wholes.handOver(slots.entries(), slots.wholes());
      Stopwatch.lap(watch, Stopwatch.Part.DENSE_UPDATE);
    }
  }

  private void turnTo(Slots other) {
    if (slots != other) {
      slots = other;
      for (Sparse gradient : sparse) {
        Arrays.fill(gradient.blocks(), null);
      }
    }
  }

  /** Adds up the squares of gradients whose shapes depend on them. */
  private void measureAll() {
    if (squares.length < parts.count()) {
      squares = new double[parts.count()];
    }
    workers.run(parts.count(), measureTask, parts.floats());
    for (int i = 0; i < dense.length + sparse.length; i++) {
      Slots.Entry entry = slots.entry(variable(i));
      if (entry != null && entry.shaping() != null) {
        entry.shaping().reset();
        for (int own = 0; own < parts.count(i); own++) {
          entry.shaping().add(squares[parts.first(i) + own]);
        }
      }
    }
    slots.measured();
  }

  private Variable variable(int index) {
    return index < dense.length ? dense[index].variable() : sparse[index - dense.length].variable();
  }

  private void measure(int part, int worker) {
    int i = parts.owner(part);
    squares[part] = 0;
    Slots.Entry entry = slots.entry(variable(i));
    if (entry == null || entry.shaping() == null || !entry.shaping().isMeasured()) {
      return;
    }
    Frame frame = frame(worker);
    int own = part - parts.first(i);
    if (i < dense.length) {
      View g = dense[i].value();
      int block = Parts.block(dense[i].variable().values());
      int n = Math.min(block, g.size() - own * block);
      squares[part] = Shaping.squares(frame.floats(g), frame.at(g) + own * block, n);
      return;
    }
    Sparse gradient = sparse[i - dense.length];
    boolean apart = entry.shaping().isApart();
    RowSums.Second second = apart ? RowSums.Second.SQUARES : RowSums.Second.NONE;
    int count = parts.count(i);
    float limit = entry.shaping().limitApart();
    RowSums sums = sum(gradient.variable(), gradient.parts(), own, count, second, limit, frame);
    int n = sums.size() * entry.variable().values().width();
    squares[part] = apart ? Shaping.sum(sums.seconds(), n) : Shaping.squares(sums.values(), 0, n);
  }

  private static int ids(RowPart[] rowParts, Frame frame) {
    int ids = 0;
    for (RowPart part : rowParts) {
      ids += part.count(frame);
    }
    return ids;
  }

  private void move(int part, int worker) {
    int i = parts.owner(part);
    Frame frame = frame(worker);
    int own = part - parts.first(i);
    if (i < dense.length) {
      moveDense(dense[i], own, frame);
    } else {
      moveRows(sparse[i - dense.length], own, parts.count(i), frame, worker);
    }
    if (watch != null && worker == 0) {
      watch.end(laps[i]);
    }
  }

  private void moveDense(Dense gradient, int part, Frame frame) {
    Slots.Entry entry = slots.entry(gradient.variable());
    if (entry == null) {
      return;
    }
    View g = gradient.value();
    int block = Parts.block(gradient.variable().values());
    int from = part * block;
    int n = Math.min(block, g.size() - from);
    if (entry.sparse() == Slots.Sparse.WHOLE) {
      wholes.lay(entry.variable(), frame.floats(g), frame.at(g) + from, from, n);
      return;
    }
    float[][] arrays = frame.slots(entry, 0);
    float[] w = entry.variable().values().array();
    float[] values = frame.floats(g);
    int at = frame.at(g) + from;
    Shaping shaping = entry.shaping();
    if (shaping != null && !shaping.isNone()) {
      float[] shaped = frame.spare(0, n);
      shaping.shape(values, at, shaped, 0, n);
      values = shaped;
      at = 0;
    }
    entry.rule().update(w, arrays, from, values, at, n, entry.hyper());
  }

  private void moveRows(Sparse gradient, int part, int parts, Frame frame, int worker) {
    Slots.Entry entry = slots.entry(gradient.variable());
    if (entry == null) {
      return;
    }
    boolean apart = entry.sparse() == Slots.Sparse.APART;
    RowSums.Second second =
        !apart
            ? RowSums.Second.NONE
            : entry.rule().wantsSizesApart() ? RowSums.Second.SIZES : RowSums.Second.SQUARES;
    Shaping shaping = entry.shaping();
    float limit = shaping == null ? Float.POSITIVE_INFINITY : shaping.limitApart();
    RowSums sums = sum(gradient.variable(), gradient.parts(), part, parts, second, limit, frame);
    int width = entry.variable().values().width();
    if (shaping != null && !shaping.isNone()) {
      shaping.shape(sums.values(), 0, sums.values(), 0, sums.size() * width);
      if (apart) {
        boolean sizes = entry.rule().wantsSizesApart();
        shaping.shapeSeconds(sums.seconds(), sums.size() * width, sizes);
      }
    }
    switch (entry.sparse()) {
      case SEEN -> wholes.keep(entry.variable(), part, parts, sums);
      case DENSE, APART, WHOLE -> wholes.lay(entry, sums);
      case LAZY, EXACT -> {
        block(gradient, entry, worker).move(sums, frame);
        entry.saw(sums.ids(), sums.size(), step);
      }
    }
  }

  private static RowBlock block(Sparse gradient, Slots.Entry entry, int worker) {
    RowBlock block = gradient.blocks()[worker];
    if (block == null) {
      block = new RowBlock(entry);
      gradient.blocks()[worker] = block;
    }
    return block;
  }

  private RowSums sum(
      Variable variable,
      RowPart[] rowParts,
      int part,
      int parts,
      RowSums.Second second,
      float limit,
      Frame frame) {
    RowSums sums = frame.sums();
    sums.begin(variable.values().width(), part, parts, second, limit);
    for (RowPart rowPart : rowParts) {
      rowPart.addTo(frame);
    }
    return sums;
  }

  /** A copy of a gradient, for all elements of its variable. */
  Tensor.FloatTensor read(Variable variable) {
    Frame frame = frame(0);
    Shape shape = variable.shape();
    float[] copy = new float[shape.intSize()];
    View view = bound.denseGradients.get(variable);
    if (view != null) {
      System.arraycopy(frame.floats(view), frame.at(view), copy, 0, copy.length);
    } else {
      RowSums.Second none = RowSums.Second.NONE;
      RowSums sums = sum(variable, rowParts(variable), 0, 1, none, Float.POSITIVE_INFINITY, frame);
      int width = variable.values().width();
      for (int i = 0; i < sums.size(); i++) {
        System.arraycopy(sums.values(), i * width, copy, sums.ids()[i] * width, width);
      }
    }
    return Tensor.of(shape, copy);
  }

  /** The first variable whose gradient holds a NaN or an infinity; null if there is none. */
  @Nullable Variable notFinite() {
    Variable first = finiteness.firstNotFinite(rows, shardRows);
    Stopwatch.lap(watch, Stopwatch.Part.CHECK);
    return first;
  }

  private RowPart[] rowParts(Variable variable) {
    List<RowPart> parts = bound.rowGradients.get(variable);
    if (parts == null) {
      throw new IllegalArgumentException("no gradient for weight \"" + variable.path() + "\"");
    }
    return parts.toArray(RowPart[]::new);
  }
}
