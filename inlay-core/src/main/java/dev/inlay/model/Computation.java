package dev.inlay.model;

import dev.inlay.data.Batch;
import dev.inlay.graph.Autodiff;
import dev.inlay.graph.Node;
import dev.inlay.graph.Program;
import dev.inlay.graph.Variable;
import dev.inlay.layer.IdRange;
import dev.inlay.layer.Scope;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.TensorSpec;
import dev.inlay.tensor.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A traced graph, compiled, that is run on batches: for training loops and front ends that a {@link
 * Model} is too narrow for. A {@link Trainer} makes steps of it.
 *
 * <p>{@link #encode} may be called from any thread, the rest from one at a time.
 */
public final class Computation {
  private final Feeder feeder;
  private final Pass pass;
  private final int outputs;

  private Computation(Scope scope, Program program, List<IdRange> computedIds) {
    this.feeder = new Feeder(scope, program.inputs());
    this.pass = Pass.of(program, computedIds);
    this.outputs = program.outputs().size() - computedIds.size();
  }

  /**
   * Outputs alone.
   *
   * @param scope the outermost one of the trace
   */
  public static Computation of(Scope scope, List<Node> outputs) {
    List<IdRange> ids = computedIds(scope);
    var program =
        new Program(scope.graph(), scope.fed(outputs), with(ids, outputs), Map.of(), Map.of());
    return new Computation(scope, program, ids);
  }

  /**
   * A loss, which is the first output, the gradients of all weights that the trace trains and on
   * which the loss depends, and the new values of its states.
   *
   * @param scope the outermost one of the trace
   * @param others further outputs
   * @throws IllegalArgumentException if the loss isn't one number, or depends on no weight
   */
  public static Computation training(Scope scope, Node loss, List<Node> others) {
    return training(scope, loss, others, scope.trained());
  }

  /**
   * A loss, and the gradients of some weights alone: of one of two models that play against each
   * other, say.
   *
   * @param scope the outermost one of the trace
   * @param others further outputs
   * @param moved the weights, as {@code model.variables().values()}; states among them, and weights
   *     that the trace doesn't train, stay as they are
   * @throws IllegalArgumentException if the loss isn't one number, or depends on none of them
   */
  public static Computation training(
      Scope scope, Node loss, List<Node> others, Collection<Variable> moved) {
    if (loss.shape().rank() != 0) {
      throw new IllegalArgumentException(
          "a loss is one number, not of shape %s; take its mean or sum".formatted(loss.shape()));
    }
    List<Node> outputs = new ArrayList<>(others.size() + 1);
    outputs.add(loss);
    outputs.addAll(others);
    List<IdRange> ids = computedIds(scope);
    Set<Variable> wanted = new HashSet<>(moved);
    List<Variable> trained = scope.trained().stream().filter(wanted::contains).toList();
    var gradients = Autodiff.gradients(loss, trained);
    if (gradients.isEmpty()) {
      throw new IllegalArgumentException(
          trained.isEmpty()
              ? "none of the %d weights to be moved is trained in this trace, which trains %s; apply their layers in it, and not frozen"
                  .formatted(moved.size(), paths(scope.trained()))
              : "the loss depends on none of the weights %s; is there a stopGradient() before it?"
                  .formatted(paths(trained)));
    }
    var graph = scope.graph();
    return new Computation(
        scope,
        new Program(graph, scope.fed(outputs), with(ids, outputs), gradients, scope.updates()),
        ids);
  }

  private static List<String> paths(List<Variable> variables) {
    return variables.stream().map(Variable::path).toList();
  }

  private static List<IdRange> computedIds(Scope scope) {
    return scope.idRanges().stream().filter(range -> !range.isFed()).toList();
  }

  private static List<Node> with(List<IdRange> ids, List<Node> outputs) {
    List<Node> all = new ArrayList<>(outputs);
    ids.forEach(range -> all.add(range.ids()));
    return all;
  }

  Pass pass() {
    return pass;
  }

  /** The features of a batch that are fed, with what layers make of its raw columns. */
  public Batch encode(Batch raw) {
    Batch all = feeder.encode(raw);
    Map<String, Value> wanted = new LinkedHashMap<>();
    for (TensorSpec spec : feeder.specs()) {
      Value value = all.features().get(spec.name());
      if (value != null) {
        wanted.put(spec.name(), value);
      }
    }
    if (wanted.isEmpty()) {
      throw new IllegalArgumentException(
          "the data has none of the inputs %s; it has %s"
              .formatted(
                  feeder.specs().stream().map(TensorSpec::name).toList(), raw.features().keySet()));
    }
    return Batch.of(wanted);
  }

  /**
   * Whether what {@link #encode} makes of a row depends on that row alone: nothing is padded to the
   * longest row of a batch.
   */
  public boolean encodesByRow() {
    return feeder.specs().stream()
        .allMatch(
            spec ->
                spec.ragged()
                    || (spec.shape().rank() > 0
                        && spec.shape().slice(1, spec.shape().rank()).isKnown()));
  }

  Feed feed(Batch encoded, long firstRow) {
    return Feed.from(firstRow, feeder.values(encoded, firstRow), encoded.rows(), List.of());
  }

  /**
   * Computes the outputs for a batch.
   *
   * @param encoded what {@link #encode} has made
   * @param firstRow where its rows stand in the data, for messages
   * @throws IllegalArgumentException if an input is missing or a value doesn't suit
   */
  public void run(Batch encoded, long firstRow) {
    pass.execute(feed(encoded, firstRow), 0);
  }

  /** How many outputs there are. */
  public int outputs() {
    return outputs;
  }

  /** A copy of an output of the last run. */
  public Tensor output(int index) {
    return pass.run().output(index);
  }

  /** A copy of an output of the last run, as floats. */
  public FloatTensor floats(int index) {
    return output(index).toFloats();
  }

  /** An output of the last run that is one number. */
  public float number(int index) {
    return pass.number(index);
  }
}
