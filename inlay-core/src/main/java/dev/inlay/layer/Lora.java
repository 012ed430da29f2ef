package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.tensor.Shape;
import java.util.List;

/**
 * Another layer that is tuned by low-rank updates (Hu and others 2022): its kernel, or embedding
 * table, stays as it is, and {@code a · b · alpha / rank} is added to it, with weights {@code a}
 * {@code […, rank]} and {@code b} {@code [rank, last axis]} that are trained. Biases are trained
 * too. As {@code b} is zeros at first, nothing changes before training. The layers inside a layer
 * are tuned as well.
 *
 * @param layer what is tuned
 * @param rank how many columns {@code a} has
 * @param alpha the factor of the update, over the rank
 */
public record Lora(Layer layer, int rank, float alpha) implements Wrapper {
  public Lora {
    if (rank < 1) {
      throw new IllegalArgumentException("Lora(rank %d): the rank is 1 or more".formatted(rank));
    }
  }

  /** With Keras's factor, so that the product is added as it is. */
  public static Lora of(Layer layer, int rank) {
    return new Lora(layer, rank, rank);
  }

  public Lora withAlpha(double alpha) {
    return new Lora(layer, rank, (float) alpha);
  }

  @Override
  public Layer around(Layer other) {
    return new Lora(other, rank, alpha);
  }

  @Override
  public List<Node> outputs(Scope scope, Node... inputs) {
    if (layer instanceof Quantized quantized) {
      return quantized.outputs(scope, this, inputs);
    }
    if (layer instanceof Embedding embedding) {
      var options = embedding.embeddings();
      Shape shape = Shape.of(embedding.inputDim(), embedding.outputDim());
      var update = new Update(scope, options.spec("embeddings", shape));
      // Only the rows wanted are multiplied.
      return List.of(
          embedding.call(
              scope,
              embedding.table(scope.frozen()),
              (table, ids) -> table.gather(ids).add(update.of(update.a.gather(ids))),
              inputs));
    }
    return layer.outputs(scope.viewing(this::tuned), inputs);
  }

  private Node tuned(Scope scope, WeightSpec spec) {
    boolean isTuned =
        spec.trainable() && spec.shape().rank() > 1 && spec.name().matches(".*(kernel|embeddings)");
    if (!isTuned) {
      return scope.weight(spec);
    }
    var update = new Update(scope, spec);
    return scope.frozen().weight(spec).add(update.whole());
  }

  /** What is added to a weight that a wrapping layer has in a form of its own. */
  Update update(Scope scope, WeightSpec of) {
    return new Update(scope, of);
  }

  /** What is added to a weight. */
  final class Update {
    private final WeightSpec spec;
    final Node a;
    final Node b;

    private Update(Scope scope, WeightSpec of) {
      this.spec = of;
      if (of.constraint() != null) {
        throw new IllegalArgumentException(
            "weight \"%s\" has a constraint, which a low-rank update can't obey; leave it out"
                .formatted(of.name()));
      }
      int[] dims = of.shape().dims().clone();
      int last = dims[dims.length - 1];
      dims[dims.length - 1] = rank;
      this.a =
          scope.weight(
              WeightSpec.of("lora_" + of.name() + "_a", Shape.of(dims), Initializers.HE_UNIFORM)
                  .withRegularizer(of.regularizer()));
      this.b =
          scope.weight(
              WeightSpec.of("lora_" + of.name() + "_b", Shape.of(rank, last), Initializers.ZEROS)
                  .withRegularizer(of.regularizer()));
    }

    /** The update of rows of {@code a}. */
    Node of(Node rows) {
      return rows.matMul(b).mul(alpha / rank);
    }

    /** The whole update. */
    Node whole() {
      return of(a.reshape(-1, rank)).reshape(spec.shape().dims());
    }
  }
}
