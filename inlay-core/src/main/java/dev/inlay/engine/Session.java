package dev.inlay.engine;

import dev.inlay.graph.Binary;
import dev.inlay.graph.Source;
import dev.inlay.kernel.Kernels;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.TensorSpec;
import dev.inlay.tensor.Value;
import org.jspecify.annotations.Nullable;

/** A run of a plan that is bound to certain shapes: its memory, and how it goes. */
final class Session {
  /** Floats of the sums that one part adds up. */
  private static final int BLOCK = 1 << 13;

  final Bound bound;
  final Gradients gradients;
  private final TableReads reads;
  final Assignment[] assignments;
  private final Workers workers;
  private final Kernels kernels;
  private final Memory memory;
  private final Frame[] frames;
  private final TensorSpec[] specs;
  private final Shape[] shapes;
  private final Step[][] wholeSteps;
  private final Step[][] shardSteps;
  private final @Nullable Stopwatch watch;
  private final Workers.Task shardTask = this::runShard;
  private final Workers.Task sumTask = this::addSums;
  private int rows;
  private int shardRows;
  private int shards;
  private int level;

  /** A state and the view of its new value. */
  record Assignment(float[] state, View value) {}

  /** A session whose time a stopwatch is told, or nobody. */
  Session(Bound bound, Plan plan, @Nullable Stopwatch watch) {
    this.bound = bound;
    this.watch = watch;
    this.workers = plan.workers();
    this.kernels = plan.kernels();
    this.memory = new Memory(bound.layout, bound.levels, bound.factorInputs, bound.rights);
    this.frames = new Frame[workers.size()];
    for (int i = 0; i < frames.length; i++) {
      frames[i] = new Frame(memory, kernels);
    }
    this.wholeSteps = bound.steps(true, watch, frames[0]);
    this.shardSteps = bound.steps(false, watch, frames[0]);
    this.specs =
        plan.program().inputs().stream()
            .map(n -> ((Source.Input) n.op()).spec())
            .toArray(TensorSpec[]::new);
    this.shapes = bound.inputs.toArray(Shape[]::new);
    this.assignments =
        bound.assignments.entrySet().stream()
            .map(e -> new Assignment(e.getKey().values().array(), e.getValue()))
            .toArray(Assignment[]::new);
    this.reads = new TableReads(bound, workers, frames, watch);
    this.gradients = new Gradients(bound, workers, frames, watch);
  }

  static boolean isBatch(TensorSpec spec) {
    return spec.shape().rank() > 0 && spec.shape().dim(0) == Shape.UNKNOWN;
  }

  /** Whether a value is what an input wants. */
  static boolean fits(TensorSpec spec, Value value) {
    return value.dtype() == spec.dtype()
        && switch (value) {
          case Tensor t -> !spec.ragged() && spec.shape().accepts(t.shape());
          case Ragged _ -> spec.ragged();
        };
  }

  /** Whether this is bound to the shapes of these inputs. */
  boolean fits(Value[] inputs, int rows) {
    if (!bound.anyBatch && rows != bound.batch) {
      return false;
    }
    for (int i = 0; i < inputs.length; i++) {
      if (inputs[i] instanceof Tensor t) {
        for (int axis = isBatch(specs[i]) ? 1 : 0; axis < t.shape().rank(); axis++) {
          if (t.shape().dim(axis) != shapes[i].dim(axis)) {
            return false;
          }
        }
      }
    }
    return true;
  }

  int rows() {
    return rows;
  }

  /** The caller's frame, turned to the whole batch. */
  Frame whole() {
    frames[0].turnTo(0, 0, rows, shardRows);
    return frames[0];
  }

  void execute(Value[] inputs, int rows, long key, @Nullable Slots slots) {
    this.rows = rows;
    this.shardRows = bound.shardRows(rows);
    this.shards = Math.ceilDiv(rows, shardRows);
    memory.fit(inputs, rows, key, Math.max(1, shards));
    Stopwatch.lap(watch, Stopwatch.Part.OTHER);
    if (slots != null) {
      gradients.catchUp(slots);
    }
    for (level = 0; level < bound.levels; level++) {
      if (slots != null) {
        reads.catchUp(slots, level, whole());
      }
      Frame whole = whole();
      for (Step step : wholeSteps[level]) {
        step.run(whole);
      }
      if (shardSteps[level].length > 0) {
        workers.run(shards, shardTask);
        Stopwatch.lap(watch, Stopwatch.Part.WAITING);
      }
      int floats = bound.layout.sumFloats(level);
      if (shards == 0) {
        java.util.Arrays.fill(memory.sums(level, 0), 0);
      } else if (shards > 1 && floats > 0) {
        workers.run(Math.ceilDiv(floats, BLOCK), sumTask);
        Stopwatch.lap(watch, Stopwatch.Part.WAITING);
      }
    }
    gradients.turnTo(rows, shardRows);
  }

  private void runShard(int shard, int worker) {
    Frame frame = frames[worker];
    int row = shard * shardRows;
    frame.turnTo(shard, row, Math.min(shardRows, rows - row), shardRows);
    for (Step step : shardSteps[level]) {
      step.run(frame);
    }
  }

  /** Adds the shards' sums up as a tree, so that the order depends on their number alone. */
  private void addSums(int part, int worker) {
    float[][] sums = memory.sums(level);
    int from = part * BLOCK;
    int n = Math.min(BLOCK, bound.layout.sumFloats(level) - from);
    for (int step = 1; step < shards; step *= 2) {
      for (int i = 0; i + step < shards; i += 2 * step) {
        kernels
            .pointwise()
            .binary(Binary.ADD, sums[i], from, sums[i + step], from, sums[i], from, n);
      }
    }
    if (worker == 0) {
      Stopwatch.lap(watch, Stopwatch.Part.SUMS);
    }
  }
}
