package dev.inlay.model;

import dev.inlay.data.Batch;
import dev.inlay.data.BatchIterator;
import dev.inlay.data.Dataset;
import dev.inlay.graph.Graph;
import dev.inlay.layer.Input;
import dev.inlay.layer.Layer;
import dev.inlay.layer.Scope;
import dev.inlay.layer.Symbol;
import dev.inlay.layer.Weights;
import dev.inlay.tensor.TensorSpec;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a model: a structure first; built with its weights once it knows its inputs, from
 * the first data at the latest; a learner once it is compiled too. Each is made once, by whichever
 * thread comes first.
 */
final class Stages {
  private final Structure structure;
  private final long seed;
  private final Weights weights;
  private volatile @Nullable Built built;
  private volatile @Nullable Learner learner;
  private @Nullable Compile settings;

  Stages(Structure structure, long seed, Weights weights) {
    this.structure = structure;
    this.seed = seed;
    this.weights = weights;
  }

  Structure structure() {
    return structure;
  }

  long seed() {
    return seed;
  }

  Weights weights() {
    return weights;
  }

  // Built.

  /** Whether the inputs are known; else the first data says them. */
  boolean knowsInputs() {
    return built != null || structure.inputs().isPresent();
  }

  /**
   * The model as built.
   *
   * @throws IllegalStateException if it doesn't know its inputs yet
   */
  Built built() {
    return built((Batch) null);
  }

  /** The model as built, by the shapes of this data if it doesn't know its inputs yet. */
  Built built(@Nullable Batch first) {
    Built known = built;
    if (known != null) {
      return known;
    }
    synchronized (this) {
      if (built == null) {
        built = new Built(structure, specs(first), weights);
      }
      return built;
    }
  }

  /** The model as built, by the shapes of the first batch if it doesn't know its inputs yet. */
  Built built(Dataset data) {
    return knowsInputs() ? built() : built(first(data));
  }

  /** The model as built, if it knows its inputs. */
  @Nullable Built builtIfKnown() {
    return knowsInputs() ? built() : null;
  }

  /** The layers applied for their shapes alone. */
  Scope sketch() {
    Scope scope = Scope.sketch(new Graph());
    Built known = built;
    List<TensorSpec> specs = known == null ? specs(null) : known.specs();
    structure.trace(scope, specs.stream().map(scope::input).toList(), Structure.Visitor.NONE);
    return scope;
  }

  /**
   * Of all that leads to some values within this model, over the same weights.
   *
   * @throws IllegalStateException if the values have no names: the model is no {@link Network}
   */
  Stages part(List<Symbol> outputs) {
    if (!(structure instanceof Network whole)) {
      throw new IllegalStateException(
          "the values within a Sequential model have no names; make the model of symbols");
    }
    Network network = whole.part(outputs);
    Weights common = new Weights(seed);
    Stages part = new Stages(network, seed, common);
    Weights own = built().weights();
    common.mount("", own, "");
    Scope here = part.sketch();
    Scope there = sketch();
    for (Layer layer : network.layers()) {
      if (!(layer instanceof Input)) {
        common.mount(here.nameOf(layer), own, there.nameOf(layer));
      }
    }
    return part;
  }

  private List<TensorSpec> specs(@Nullable Batch first) {
    return structure
        .inputs()
        .orElseGet(
            () -> {
              if (first == null || first.features().isEmpty()) {
                throw new IllegalStateException(
                    "the model doesn't know its input yet; show it data, or begin with one:"
                        + " Sequential.of(Input.of(\"x\", FLOAT32, 5), …)");
              }
              return Feeder.infer(first);
            });
  }

  private static Batch first(Dataset data) {
    try (BatchIterator walk = data.iterator(0)) {
      if (!walk.hasNext()) {
        throw new IllegalArgumentException("the data has no rows");
      }
      return walk.next();
    }
  }

  // Compiled.

  /** An earlier learner's memory is forgotten. */
  synchronized void compile(Compile how) {
    settings = how;
    learner = built == null ? null : new Learner(built, how, seed);
  }

  synchronized Optional<Compile> compiled() {
    return Optional.ofNullable(settings);
  }

  /** What trains the model, if it was needed already. */
  @Nullable Learner learnerIfAny() {
    return learner;
  }

  /** What trains the model if it is compiled, made if it isn't there yet. */
  @Nullable Learner learnerIfCompiled() {
    return compiled().isPresent() ? learner() : null;
  }

  /**
   * What trains the model.
   *
   * @throws IllegalStateException if it isn't compiled, or doesn't know its inputs yet
   */
  Learner learner() {
    return learner((Batch) null);
  }

  /** What trains the model, built by the shapes of this data if it doesn't know its inputs yet. */
  Learner learner(@Nullable Batch first) {
    Learner known = learner;
    if (known != null) {
      return known;
    }
    synchronized (this) {
      if (settings == null) {
        throw new IllegalStateException(
            "compile the model first: model.compile(Adam.of(), Loss.MEAN_SQUARED_ERROR)");
      }
      if (learner == null) {
        learner = new Learner(built(first), settings, seed);
      }
      return learner;
    }
  }

  /** What trains the model, built by the shapes of the first batch if need be. */
  Learner learner(Dataset data) {
    return knowsInputs() ? learner() : learner(first(data));
  }

  /** Rows of tables that were not looked up lately get the values that they would have. */
  void settle() {
    Learner known = learner;
    if (known != null) {
      known.settle();
    }
  }
}
