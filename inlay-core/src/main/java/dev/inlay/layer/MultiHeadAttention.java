package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.tensor.Shape;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Attention of several heads (Vaswani and others 2017): each projects query, key and value to a
 * width of its own and weighs its values by the softmax of {@code query · key / √keyDim}; what the
 * heads give together is projected to the output.
 *
 * <p>Inputs are a query {@code [batch, from, width]}, a value {@code [batch, to, n]}, and, if
 * wanted, a key {@code [batch, to, m]} (else the value) and a mask {@code [batch, from, to]} of
 * ones where the query may look. Masks of query, value and key count too; the output has the
 * query's. With more axes between, attention goes over those named.
 *
 * <p>As in Keras, a step that may look at nothing gives zeros if there is dropout or the weights
 * are returned, and else the mean of all values.
 *
 * @param numHeads how many heads
 * @param keyDim the width of a head's query and key
 * @param valueDim the width of a head's value
 * @param outputShape the axes of the output in the place of the query's last; empty for its length
 * @param attentionAxes the axes attended over; empty for all between the batch's and the last
 * @param options what the attention layers have in common
 */
public record MultiHeadAttention(
    int numHeads,
    int keyDim,
    int valueDim,
    List<Integer> outputShape,
    List<Integer> attentionAxes,
    AttentionOptions options)
    implements AttentionOfHeads<MultiHeadAttention> {
  public MultiHeadAttention {
    outputShape = List.copyOf(outputShape);
    attentionAxes = List.copyOf(attentionAxes);
    if (numHeads < 1 || keyDim < 1 || valueDim < 1) {
      throw new IllegalArgumentException(
          "MultiHeadAttention(numHeads %d, keyDim %d, valueDim %d): each is 1 or more"
              .formatted(numHeads, keyDim, valueDim));
    }
  }

  /** Keras's defaults: values as wide as keys. */
  public static MultiHeadAttention of(int numHeads, int keyDim) {
    return new MultiHeadAttention(
        numHeads, keyDim, keyDim, List.of(), List.of(), AttentionOptions.of());
  }

  public MultiHeadAttention withValueDim(int valueDim) {
    return new MultiHeadAttention(numHeads, keyDim, valueDim, outputShape, attentionAxes, options);
  }

  public MultiHeadAttention withOutputShape(int... outputShape) {
    return new MultiHeadAttention(
        numHeads,
        keyDim,
        valueDim,
        IntStream.of(outputShape).boxed().toList(),
        attentionAxes,
        options);
  }

  public MultiHeadAttention withAttentionAxes(int... axes) {
    return new MultiHeadAttention(
        numHeads, keyDim, valueDim, outputShape, IntStream.of(axes).boxed().toList(), options);
  }

  @Override
  public MultiHeadAttention withOptions(AttentionOptions options) {
    return new MultiHeadAttention(numHeads, keyDim, valueDim, outputShape, attentionAxes, options);
  }

  @Override
  public List<Node> outputs(Scope scope, Node... inputs) {
    Heads.checkInputs(inputs);
    Node query = Inputs.atLeastRank(3, inputs[0]);
    Node value = Inputs.atLeastRank(3, inputs[1]);
    Node key = inputs.length > 2 ? Inputs.atLeastRank(3, inputs[2]) : value;
    int rank = query.shape().rank();
    Node queries = scope.apply(heads(rank, keyDim).named("query"), query);
    Node keys = scope.apply(heads(key.shape().rank(), keyDim).named("key"), key);
    Node gate =
        options.useGate()
            ? scope.apply(
                heads(rank, valueDim).withActivation(Activations.SIGMOID).named("gate"), query)
            : null;
    Node values = scope.apply(heads(value.shape().rank(), valueDim).named("value"), value);
    var projected = new Heads.Projected(queries, keys, values, gate);
    return new Heads(rank + 1, axes(query))
        .outputs(scope, options, inputs, projected, output(query));
  }

  private int[] axes(Node query) {
    return attentionAxes.isEmpty()
        ? IntStream.range(1, query.shape().rank() - 1).toArray()
        : attentionAxes.stream().mapToInt(query.shape()::axis).sorted().toArray();
  }

  /** The last axis becomes those of heads and width. */
  private EinsumDense heads(int rank, int width) {
    String free = letters('a', rank - 1);
    int[] shape = open(rank, numHeads, width);
    return options.projection("%sz,zyx->%syx".formatted(free, free), "yx", shape);
  }

  /** The axes of heads and width become those of the output. */
  private EinsumDense output(Node query) {
    int rank = query.shape().rank();
    int[] own =
        outputShape.isEmpty()
            ? new int[] {Inputs.known(query, -1)}
            : outputShape.stream().mapToInt(d -> d).toArray();
    String free = letters('a', rank - 1);
    String made = letters('n', own.length);
    return options.projection(
        "%szy,zy%s->%s%s".formatted(free, made, free, made), made, open(rank, own));
  }

  private static int[] open(int rank, int... known) {
    return IntStream.concat(
            IntStream.generate(() -> Shape.UNKNOWN).limit(rank - 2), IntStream.of(known))
        .toArray();
  }

  private static String letters(char first, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> String.valueOf((char) (first + i)))
        .reduce("", String::concat);
  }
}
