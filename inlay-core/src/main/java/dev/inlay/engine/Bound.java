package dev.inlay.engine;

import dev.inlay.graph.Contraction;
import dev.inlay.graph.Gradient;
import dev.inlay.graph.Lookup;
import dev.inlay.graph.Node;
import dev.inlay.graph.Program;
import dev.inlay.graph.Source;
import dev.inlay.graph.Variable;
import dev.inlay.graph.Window;
import dev.inlay.kernel.MatMul;
import dev.inlay.kernel.RowSums;
import dev.inlay.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A program as steps, for inputs whose axes are all known but the batch. */
final class Bound {
  final Layout layout;
  final List<Integer> factorInputs;
  final int rights;
  final long rightFloats;
  final int levels;

  /** Whether this holds for any batch size, not just for {@link #batch}. */
  final boolean anyBatch;

  final int batch;
  final List<Shape> inputs;
  final List<View> outputs = new ArrayList<>();
  final List<Form> outputForms = new ArrayList<>();
  final Map<Variable, View> assignments = new LinkedHashMap<>();
  final Map<Variable, View> denseGradients = new LinkedHashMap<>();
  final Map<Variable, List<RowPart>> rowGradients = new LinkedHashMap<>();
  final List<Reading> readings = new ArrayList<>();

  /** The bodies of loops. */
  final List<Bound> bodies;

  private final Analysis analysis;
  private final List<Lowering.Scheduled> steps;
  private final Sharding sharding;
  private final double flopsPerRow;
  private final int sums;

  /** A lookup in a variable's table, and the level before which its ids are known. */
  record Reading(Variable variable, View view, boolean ragged, int level) {}

  /**
   * @param inputs the inputs' shapes, unknown where the batch is
   * @param forms the forms of all nodes
   * @param batch the batch size; matters only if the forms aren't for any
   */
  Bound(Program program, List<Shape> inputs, Forms forms, int batch, Sharding sharding) {
    this.sharding = sharding;
    this.analysis = new Analysis(program, forms);
    Lowering lowering = new Lowering(analysis);
    this.inputs = inputs;
    this.batch = batch;
    this.anyBatch = forms.anyBatch();
    this.levels = analysis.levelCount();
    for (Node node : program.outputs()) {
      outputs.add(lowering.result(node, 0));
      outputForms.add(forms.of(node));
    }
    program.assignments().forEach((v, node) -> assignments.put(v, lowering.result(node, 0)));
    program
        .gradients()
        .forEach(
            (variable, gradient) -> {
              switch (gradient) {
                case Gradient.Dense(Node node) ->
                    denseGradients.put(variable, lowering.result(node, 0));
                case Gradient.Rows(var parts) ->
                    rowGradients.put(
                        variable,
                        parts.stream().map(part -> RowPart.of(lowering, variable, part)).toList());
              }
            });
    findReadings(lowering);
    this.factorInputs = lowering.factors();
    this.rights = lowering.rights();
    this.bodies = lowering.bodies();
    this.rightFloats = lowering.rightFloats();
    this.layout = new Layout(lowering.buffers(), levels);
    this.steps = lowering.steps();
    this.sums = IntStream.range(0, levels).map(layout::sumFloats).sum();
    this.flopsPerRow =
        steps.stream().filter(s -> !s.whole()).mapToDouble(Lowering.Scheduled::cost).sum();
  }

  private void findReadings(Lowering lowering) {
    for (Node node : analysis.program.graph().nodes()) {
      if (analysis.isNeeded(node)
          && (node.op() instanceof Lookup.Gather || node.op() instanceof Lookup.Bag)
          && node.input(0).op() instanceof Source.Weight(var variable)) {
        Node ids = node.input(1);
        readings.add(
            new Reading(variable, lowering.result(ids), ids.isRagged(), analysis.level(node)));
      }
    }
  }

  /**
   * The steps of each level.
   *
   * @param whole those that run once, before the level's shards; else those that run for each shard
   * @param watch is told what each step has taken on the thread of {@code caller}; null for nobody
   */
  Step[][] steps(boolean whole, @Nullable Stopwatch watch, Frame caller) {
    Step[][] byLevel = new Step[levels][];
    for (int level = 0; level < levels; level++) {
      int l = level;
      byLevel[level] =
          steps.stream()
              .filter(s -> s.level() == l && s.whole() == whole)
              .map(s -> watch == null ? s.step() : timed(s, watch, caller))
              .toArray(Step[]::new);
    }
    return byLevel;
  }

  private Step timed(Lowering.Scheduled step, Stopwatch watch, Frame caller) {
    Node node = step.node();
    return watch.timed(step.step(), watch.of(analysis.part(node), node.origin()), caller);
  }

  /** About how many floating point operations a row takes. */
  double flopsPerRow() {
    return flopsPerRow;
  }

  /** How many floats of gradients there are to move a variable by. */
  long movedFloats(int rows) {
    long floats = denseGradients.values().stream().mapToLong(View::size).sum();
    for (var gradient : rowGradients.entrySet()) {
      int width = gradient.getKey().values().width();
      floats += gradient.getValue().stream().mapToLong(p -> (long) p.perRow() * rows * width).sum();
    }
    return floats;
  }

  /** Floats and integers of the sums by id of one worker. */
  long rowSumFloats(int rows) {
    long most = 0;
    for (var gradient : rowGradients.entrySet()) {
      int width = gradient.getKey().values().width();
      int before = 0;
      for (RowPart part : gradient.getValue()) {
        int ids = part.perRow() * rows;
        most = Math.max(most, RowSums.floats(before + ids, width));
        before += ids / TableReads.parts(ids, rowGradients.size());
      }
    }
    return most;
  }

  /** Floats that a worker's matrix products and convolutions need beside their matrices. */
  private long scratchFloats(int shardRows, MatMul kernel) {
    long most = 0;
    for (Lowering.Scheduled step : steps) {
      Form out = analysis.forms.of(step.node());
      if (step.node().op() instanceof Contraction.MatMul(boolean turnsA, boolean turnsB)) {
        Form a = analysis.forms.of(step.node().input(0));
        int rows = a.rows() ? a.size() / a.last() * shardRows : a.size() / a.last();
        int m = turnsA ? a.last() : rows;
        int k = turnsA ? rows : a.last();
        most = Math.max(most, kernel.scratchFloats(turnsA, turnsB, m, out.last(), k));
      } else if (step.node().op() instanceof Window.ConvKernelGrad) {
        int length = out.size() / out.last();
        int piece = Convolution.piece(length);
        long product = kernel.scratchFloats(true, false, length, out.last(), piece);
        most = Math.max(most, (long) piece * length + product);
      }
    }
    return most;
  }

  /** Floats and integers of all that is kept for so many rows. */
  long storedFloats(int rows) {
    long floats = 0;
    for (Buffer b : layout.stored()) {
      floats += b.rows ? (long) b.size * rows : b.size;
    }
    return floats;
  }

  /** Floats of a shard's sums. */
  long sumFloats() {
    return sums;
  }

  /** Floats and integers that a worker needs for so many rows of a shard, its loops' among them. */
  long workerFloats(int shardRows, MatMul kernel) {
    long floats = (long) (layout.arenaFloats() + layout.arenaInts()) * shardRows;
    floats += scratchFloats(shardRows, kernel);
    for (Bound body : bodies) {
      floats += body.rightFloats + body.storedFloats(shardRows) + body.sumFloats();
      floats += body.workerFloats(shardRows, kernel);
    }
    return floats;
  }

  /** How many rows each shard has; the last may have fewer. */
  int shardRows(int batch) {
    return sharding.rows(batch, flopsPerRow, sums, rightFloats);
  }
}
