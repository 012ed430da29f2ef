package dev.inlay.train;

import dev.inlay.engine.Slots;
import dev.inlay.graph.Gradient;
import dev.inlay.graph.Variable;
import dev.inlay.kernel.RowSums;
import dev.inlay.layer.Constraint;
import dev.inlay.tensor.Shape;
import dev.inlay.train.OptimizerPart.Way;
import dev.inlay.train.OptimizerState.Footprint;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Foretells what {@link OptimizerState} takes, without anything being taken. */
final class Footprints {
  private Footprints() {}

  static Footprint of(
      Map<Variable, Gradient> gradients,
      Function<Variable, Optimizer> optimizers,
      Function<Variable, String> paths,
      Map<Variable, Constraint> constraints,
      int batchSize) {
    Map<Optimizer, OptimizerPart> parts = new LinkedHashMap<>();
    Footprint all = new Footprint(0, 0);
    long exact = 0;
    for (var each : gradients.entrySet()) {
      Variable variable = each.getKey();
      String path = paths.apply(variable);
      Optimizer optimizer = OptimizerState.chosen(optimizers.apply(variable), path);
      OptimizerPart part = parts.computeIfAbsent(optimizer, o -> new OptimizerPart("", o));
      Mover mover =
          new MovedWeight(variable, path, each.getValue(), constraints.get(variable))
              .mover(optimizer, part);
      Way way = part.way(mover, part.weightDecay(mover, path) != 0);
      Slots.Sparse sparse = Delivery.of(each.getValue(), mover, optimizer, way.rule);
      all = all.plus(of(variable, each.getValue(), sparse, mover, optimizer));
      boolean byRows = sparse == Slots.Sparse.LAZY || sparse == Slots.Sparse.EXACT;
      if (byRows
          && Delivery.isHanded(mover, optimizer)
          && each.getValue() instanceof Gradient.Rows rows) {
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
    int steps = OptimizerState.sweep(exact);
    long kept =
        parts.values().stream()
            .flatMap(part -> part.ways.stream().map(way -> way.rule.bytes(part.drifts ? steps : 0)))
            .mapToLong(bytes -> bytes)
            .sum();
    return all.plus(new Footprint(kept, 0));
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

  private static Footprint of(
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
    if (Delivery.isHanded(mover, given) && options.accumulationSteps() > 1) {
      slots += size;
    }
    return switch (sparse) {
      case WHOLE -> {
        long products = optimizer instanceof Muon ? MuonAim.floats(variable.shape()) : 0;
        yield new Footprint(slots, size + Float.BYTES * products);
      }
      case LAZY, SEEN -> new Footprint(slots, 0);
      case EXACT -> new Footprint(slots + Integer.BYTES * variable.values().rows(), 0);
      case DENSE -> new Footprint(slots, gradient instanceof Gradient.Rows ? size : 0);
      case APART -> new Footprint(slots, 2 * size);
    };
  }
}
