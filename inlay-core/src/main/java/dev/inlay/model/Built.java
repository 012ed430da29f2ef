package dev.inlay.model;

import dev.inlay.engine.Plan;
import dev.inlay.engine.Run;
import dev.inlay.engine.Workers;
import dev.inlay.graph.Node;
import dev.inlay.graph.Program;
import dev.inlay.graph.Variable;
import dev.inlay.layer.IdRange;
import dev.inlay.layer.Weights;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A model whose shapes are known: its weights, and the plan that predicts. */
final class Built {
  private final Structure structure;
  private final List<TensorSpec> specs;
  private final Weights weights;
  private final Trace trace;
  private final Feeder feeder;
  private final List<IdRange> computedIds;
  private final Plan plan;
  private final boolean keepsStates;
  private final int rows;
  private final Idle<Run> idle = new Idle<>();

  Built(Structure structure, List<TensorSpec> specs, Weights weights) {
    this.structure = structure;
    this.specs = specs;
    this.weights = weights;
    this.trace = trace(false);
    this.feeder = new Feeder(trace.scope(), trace.inputs());
    List<Node> outputs = new ArrayList<>(trace.outputs());
    this.computedIds = trace.computedIds();
    computedIds.forEach(range -> outputs.add(range.ids()));
    var program =
        new Program(trace.graph(), trace.inputs(), outputs, Map.of(), trace.scope().updates());
    this.plan = Plan.compile(program, Workers.shared());
    this.keepsStates = !trace.scope().updates().isEmpty();
    this.rows =
        specs.stream()
            .mapToInt(spec -> spec.shape().rank() == 0 ? Shape.UNKNOWN : spec.shape().dim(0))
            .max()
            .orElse(Shape.UNKNOWN);
  }

  /** How many rows each batch has; {@link Shape#UNKNOWN} for any number. */
  int rows() {
    return rows;
  }

  /**
   * Refuses batches of another size than the model's.
   *
   * @throws IllegalArgumentException if the model's inputs say how many rows a batch has, and it
   *     has others
   */
  void checkRows(int given) {
    if (rows != Shape.UNKNOWN && given != rows) {
      throw new IllegalArgumentException(
          "the model's inputs have batches of %d rows, got %d; give data whose rows make whole batches, and that batch size"
              .formatted(rows, given));
    }
  }

  /** The layers applied once more, in a graph of its own, over the same weights. */
  Trace trace(boolean training) {
    return Trace.of(structure, specs, weights, training);
  }

  /** What the structure was built for. */
  List<TensorSpec> specs() {
    return specs;
  }

  Weights weights() {
    return weights;
  }

  Feeder feeder() {
    return feeder;
  }

  List<String> outputNames() {
    return trace.outputNames();
  }

  /** What is predicted. */
  List<Node> outputs() {
    return trace.outputs();
  }

  /** Memory for one more user of the plan that predicts. */
  Run newRun() {
    return plan.newRun();
  }

  /** Whether a row's prediction depends on nothing but the values that are fed. */
  boolean isPlain() {
    return !keepsStates && computedIds.isEmpty() && !feeder.encodes();
  }

  /** The variables that training moves. */
  List<Variable> trained() {
    return trace.scope().trained();
  }

  /**
   * The outputs for a batch. Many threads may ask at once; none waits for another, unless layers
   * keep states from batch to batch.
   */
  List<FloatTensor> predict(Feed feed) {
    checkRows(feed.rows());
    Run free = idle.borrow();
    Run run = free == null ? newRun() : free;
    if (keepsStates) {
      synchronized (this) {
        run.execute(feed.values(), 0);
        run.assign();
      }
    } else {
      run.execute(feed.values(), 0);
    }
    List<FloatTensor> outputs = new ArrayList<>(trace.outputs().size());
    for (int i = 0; i < trace.outputs().size(); i++) {
      Tensor output = run.output(i);
      outputs.add(output.toFloats());
    }
    for (int i = 0; i < computedIds.size(); i++) {
      feed.check(computedIds.get(i), run.output(outputs.size() + i));
    }
    idle.giveBack(run);
    return outputs;
  }
}
