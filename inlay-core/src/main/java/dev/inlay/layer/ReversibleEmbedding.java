package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * An embedding that also goes the other way: ids (whole numbers) become the table's rows as in
 * {@link Embedding}, vectors (floats) {@code [batch, …, outputDim]} become a score for each id,
 * {@code [batch, …, inputDim]}. A model applies one object of it at both of its ends; where Keras
 * is told the direction at each call, the type of the input tells it here.
 *
 * @param embedding the table and how ids are looked up
 * @param tieWeights whether scores are products with the table's rows; else with the columns of a
 *     weight {@code reverse_embeddings [outputDim, inputDim]}
 * @param logitSoftCap a bound that scores approach: {@code cap tanh(score / cap)}; or null
 */
public record ReversibleEmbedding(
    Embedding embedding, boolean tieWeights, @Nullable Float logitSoftCap) implements Layer {
  public ReversibleEmbedding {
    if (logitSoftCap != null && !(logitSoftCap > 0)) {
      throw new IllegalArgumentException(
          "ReversibleEmbedding(logitSoftCap %s): the bound is above 0".formatted(logitSoftCap));
    }
  }

  /** Keras's defaults: one table for both ways. */
  public static ReversibleEmbedding of(int inputDim, int outputDim) {
    return of(Embedding.of(inputDim, outputDim));
  }

  /** With a table that has settings. */
  public static ReversibleEmbedding of(Embedding embedding) {
    return new ReversibleEmbedding(embedding, true, null);
  }

  public ReversibleEmbedding withTieWeights(boolean tieWeights) {
    return new ReversibleEmbedding(embedding, tieWeights, logitSoftCap);
  }

  public ReversibleEmbedding withLogitSoftCap(@Nullable Float logitSoftCap) {
    return new ReversibleEmbedding(embedding, tieWeights, logitSoftCap);
  }

  @Override
  public Masking masking() {
    return Masking.CONSUMED;
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    Node x = Inputs.one(inputs);
    Node table = embedding.table(scope);
    Node columns = tieWeights ? table.transpose(1, 0) : scope.weight(reverse());
    if (x.dtype() != DType.FLOAT32) {
      return embedding.call(scope, inputs);
    }
    wantVectors(x);
    return capped(x.matMul(columns));
  }

  /** Wants vectors of the table's width. */
  void wantVectors(Node x) {
    if (x.shape().rank() < 2 || x.shape().last() != embedding.outputDim()) {
      throw new IllegalArgumentException(
          "wants ids of INT32, or vectors [batch, …, %d] of FLOAT32; got FLOAT32 of shape %s"
              .formatted(embedding.outputDim(), x.shape()));
    }
  }

  /** Scores within their bound, if they have one. */
  Node capped(Node scores) {
    return logitSoftCap == null ? scores : scores.div(logitSoftCap).tanh().mul(logitSoftCap);
  }

  /** The weight whose columns score, where the table's rows don't. */
  WeightSpec reverse() {
    return WeightSpec.of(
        "reverse_embeddings",
        Shape.of(embedding.outputDim(), embedding.inputDim()),
        embedding.embeddings().initializer());
  }
}
