package dev.inlay.engine;

import dev.inlay.graph.Node;
import dev.inlay.graph.Program;
import dev.inlay.graph.Source;
import dev.inlay.kernel.Kernels;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.TensorSpec;
import dev.inlay.tensor.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program compiled once, to be run many times, by many threads. The batch size may change from
 * run to run. Where other axes are unknown too, each new combination of their lengths costs one
 * more compilation, and the last few are kept.
 *
 * <p>A plan never changes; all that a run needs of memory belongs to the {@link Run}. The way
 * through the code: {@link Forms} (which axes are the batch), {@link Analysis} (how and when each
 * node is computed), {@link Lowering} (steps), {@link Layout} (memory), {@link Run}.
 */
public final class Plan {
  private static final int KEPT = 16;

  private final Program program;
  private final Workers workers;
  private final Kernels kernels;
  private final Sharding sharding;
  private final Map<List<Shape>, Bound> bounds =
      new LinkedHashMap<>(KEPT, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<List<Shape>, Bound> eldest) {
          return size() > KEPT;
        }
      };

  private Plan(Program program, Workers workers, Kernels kernels, Sharding sharding) {
    this.sharding = sharding;
    this.program = program;
    this.workers = workers;
    this.kernels = kernels;
  }

  /** Compiles a program for the workers that will run it. */
  public static Plan compile(Program program, Workers workers) {
    return compile(program, workers, Kernels.best(), Sharding.USUAL);
  }

  /** Compiles a program for certain kernels and shards. */
  static Plan compile(Program program, Workers workers, Kernels kernels, Sharding sharding) {
    Plan plan = new Plan(program, workers, kernels, sharding);
    List<Shape> shapes = program.inputs().stream().map(Node::shape).toList();
    boolean known = shapes.stream().allMatch(s -> s.rank() == 0 || s.slice(1, s.rank()).isKnown());
    Forms forms = known ? Forms.forAnyBatch(program, shapes) : null;
    if (forms != null) {
      plan.bounds.put(shapes, new Bound(program, shapes, forms, 0, plan.sharding));
    }
    return plan;
  }

  Program program() {
    return program;
  }

  Workers workers() {
    return workers;
  }

  Kernels kernels() {
    return kernels;
  }

  /** New memory for one user of the plan. */
  public Run newRun() {
    return new Run(this);
  }

  /**
   * How much memory a run takes for batches of so many rows.
   *
   * @return nothing if inputs have further axes of unknown length
   */
  Optional<Footprint> footprint(int rows) {
    List<Shape> shapes = program.inputs().stream().map(Node::shape).toList();
    boolean known =
        program.inputs().stream()
            .allMatch(
                n ->
                    n.isRagged()
                        || n.shape().rank() == 0
                        || n.shape().slice(1, n.shape().rank()).isKnown());
    return known ? Optional.of(Footprint.of(bind(shapes, rows), rows, this)) : Optional.empty();
  }

  /** The steps for a batch. */
  Bound bind(Value[] inputs, int rows) {
    Shape[] shapes = new Shape[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      TensorSpec spec = ((Source.Input) program.inputs().get(i).op()).spec();
      boolean batch = spec.shape().rank() > 0 && spec.shape().dim(0) == Shape.UNKNOWN;
      shapes[i] =
          switch (inputs[i]) {
            case Ragged _ -> spec.shape();
            case Tensor t when batch -> t.shape().withDim(0, Shape.UNKNOWN);
            case Tensor t -> t.shape();
          };
    }
    return bind(List.of(shapes), rows);
  }

  private synchronized Bound bind(List<Shape> shapes, int rows) {
    Bound known = bounds.get(shapes);
    if (known != null && (known.anyBatch || known.batch == rows)) {
      return known;
    }
    Forms any = Forms.forAnyBatch(program, shapes);
    Forms forms = any != null ? any : Forms.forBatch(program, shapes, rows);
    Bound bound = new Bound(program, shapes, forms, rows, sharding);
    bounds.put(shapes, bound);
    return bound;
  }
}
