package dev.inlay.layer;

import dev.inlay.graph.Binary;
import dev.inlay.graph.Combiner;
import dev.inlay.graph.Elementwise;
import dev.inlay.graph.Graph;
import dev.inlay.graph.Movement;
import dev.inlay.graph.Node;
import dev.inlay.graph.Source;
import dev.inlay.graph.Unary;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A table of vectors, one a category: ids of any shape become the rows of the table at these ids,
 * shape {@code ids + (outputDim,)}. Floats are cut toward zero to become ids.
 *
 * <p>Where Keras takes ids below 0 from the table's end and leaves those beyond it to the backend,
 * both are errors here unless {@link #withInvalidIds} says otherwise.
 *
 * @param inputDim the number of categories: ids are from 0 to {@code inputDim - 1}
 * @param outputDim the length of a vector
 * @param embeddings the table, {@code [inputDim, outputDim]}: initializer, regularizer (over the
 *     whole table each step), constraint
 * @param maskZero whether id 0 is padding, which later layers leave out; its row is still a weight
 * @param invalidIds what ids outside mean
 * @param frozenPadding whether id 0 gives zeros, whatever the table has there, and never learns
 * @param activityRegularizer a penalty on the output, divided by the number of rows; or null
 */
public record Embedding(
    int inputDim,
    int outputDim,
    WeightOptions embeddings,
    boolean maskZero,
    InvalidIds invalidIds,
    boolean frozenPadding,
    @Nullable Regularizer activityRegularizer)
    implements Layer {
  public Embedding {
    if (inputDim <= 0 || outputDim <= 0) {
      throw new IllegalArgumentException(
          "Embedding(%d, %d): the number of ids and the length of a vector are 1 or more"
              .formatted(inputDim, outputDim));
    }
    if (invalidIds instanceof InvalidIds.Row(int id) && (id < 0 || id >= inputDim)) {
      throw new IllegalArgumentException(
          "Embedding(%d, %d): row %d can't stand for invalid ids; choose one from 0 to %d"
              .formatted(inputDim, outputDim, id, inputDim - 1));
    }
  }

  /** A table with Keras's first values: uniform from -0.05 to 0.05. */
  public static Embedding of(int inputDim, int outputDim) {
    return new Embedding(
        inputDim,
        outputDim,
        WeightOptions.of(RandomUniform.of()),
        false,
        InvalidIds.Rule.ERROR,
        false,
        null);
  }

  public Embedding withEmbeddingsInitializer(Initializer initializer) {
    return withEmbeddings(embeddings.withInitializer(initializer));
  }

  public Embedding withEmbeddingsRegularizer(@Nullable Regularizer regularizer) {
    return withEmbeddings(embeddings.withRegularizer(regularizer));
  }

  public Embedding withEmbeddingsConstraint(@Nullable Constraint constraint) {
    return withEmbeddings(embeddings.withConstraint(constraint));
  }

  public Embedding withEmbeddings(WeightOptions options) {
    return new Embedding(
        inputDim, outputDim, options, maskZero, invalidIds, frozenPadding, activityRegularizer);
  }

  public Embedding withMaskZero(boolean maskZero) {
    return new Embedding(
        inputDim, outputDim, embeddings, maskZero, invalidIds, frozenPadding, activityRegularizer);
  }

  public Embedding withInvalidIds(InvalidIds invalidIds) {
    return new Embedding(
        inputDim, outputDim, embeddings, maskZero, invalidIds, frozenPadding, activityRegularizer);
  }

  public Embedding withActivityRegularizer(@Nullable Regularizer regularizer) {
    return new Embedding(
        inputDim, outputDim, embeddings, maskZero, invalidIds, frozenPadding, regularizer);
  }

  public Embedding withFrozenPadding(boolean frozenPadding) {
    return new Embedding(
        inputDim, outputDim, embeddings, maskZero, invalidIds, frozenPadding, activityRegularizer);
  }

  /** A layer that gives one vector for each row of ids: their sum, mean or the like. */
  public EmbeddingBag combined(Combiner combiner) {
    return new EmbeddingBag(this, combiner);
  }

  @Override
  public Masking masking() {
    return Masking.CONSUMED;
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    return call(scope, table(scope), Node::gather, inputs);
  }

  /** The output by a way of looking up that a wrapping layer chooses. */
  Node call(Scope scope, Node table, BinaryOperator<Node> lookup, Node... inputs) {
    Node x = Inputs.one(inputs);
    if (x.isRagged()) {
      throw new IllegalArgumentException(
          "wants rows of one length, got ragged ids; pad them with 0 and set maskZero, or have"
              + " them combined()");
    }
    Node rows = lookup.apply(table, ids(scope, x));
    if (maskZero) {
      scope.mask(rows, isNotZero(x));
    }
    return scope.activity(activityRegularizer, rows);
  }

  /** The weight. */
  Node table(Scope scope) {
    return scope.weight(spec());
  }

  /** What the weight is. */
  WeightSpec spec() {
    return embeddings.spec("embeddings", Shape.of(inputDim, outputDim));
  }

  /** What is looked up: -1 where zeros are wanted. */
  Node ids(Scope scope, Node x) {
    Node ids = valid(scope, x.cast(DType.INT32));
    return frozenPadding ? missingIf(isNotZero(x).apply(Unary.NOT), ids) : ids;
  }

  /** 1 where an id isn't 0. */
  static Node isNotZero(Node x) {
    Graph graph = x.graph();
    Node zero = x.dtype() == DType.INT32 ? integer(graph, 0) : graph.constant(0);
    return x.apply(Binary.EQUAL, zero).apply(Unary.NOT);
  }

  /** The ids, with those outside made harmless: a lookup takes negative ones as missing. */
  private Node valid(Scope scope, Node ids) {
    Graph graph = scope.graph();
    Node last = integer(graph, inputDim - 1);
    return switch (invalidIds) {
      case InvalidIds.Rule.ERROR -> {
        Node source = source(ids);
        boolean fed = source.op() instanceof Source.Input;
        scope.requireIds(fed ? source : ids, inputDim);
        yield fed ? ids : missingIf(ids.apply(Binary.GREATER, last), ids);
      }
      case InvalidIds.Rule.CLIP -> ids.max(integer(graph, 0)).min(last);
      case InvalidIds.Rule.ZERO -> missingIf(ids.apply(Binary.GREATER, last), ids);
      case InvalidIds.Row(int id) -> {
        Node outside =
            ids.apply(Binary.LESS, integer(graph, 0))
                .apply(Binary.OR, ids.apply(Binary.GREATER, last));
        yield outside.where(integer(graph, id), ids);
      }
    };
  }

  private static Node missingIf(Node outside, Node ids) {
    return outside.where(integer(ids.graph(), -1), ids);
  }

  static Node integer(Graph graph, int value) {
    return graph.constant(Tensor.of(Shape.SCALAR, value));
  }

  /** The node of which these ids are the values in another type or shape. */
  private static Node source(Node ids) {
    return switch (ids.op()) {
      case Elementwise.Cast _, Movement.Reshape _ -> source(ids.input(0));
      default -> ids;
    };
  }
}
