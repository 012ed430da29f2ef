package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Dense}, {@link EinsumDense}, {@link Embedding} or {@link ReversibleEmbedding} whose
 * weights are held as whole numbers of 8 bits, as after Keras's {@code quantize}: a quarter of the
 * memory. A product is that of whole numbers, each row of the input being rounded too; an embedding
 * makes floats of the rows that are looked up, and of no others.
 *
 * <p>The whole numbers don't learn; biases do, and gradients go through as if nothing were rounded.
 * Around a quantized layer, {@link Lora} tunes it. Mostly made by {@code Model.quantize}, which
 * rounds the weights that a model has learned; a new layer begins with its first weights rounded.
 *
 * <p>Around any other layer, it quantizes those of these kinds within, as those of {@link
 * MultiHeadAttention} or under {@link TimeDistributed}.
 *
 * @param layer what is quantized
 * @param how the scheme
 */
public record Quantized(Layer layer, Quantization how) implements Wrapper {
  /** In 8 bits. */
  public static Quantized of(Layer layer) {
    return new Quantized(layer, Quantization.INT8);
  }

  /** Whether a layer is of a kind that has weights to be held in 8 bits. */
  static boolean suits(Layer layer) {
    return switch (layer) {
      case Dense _, EinsumDense _, Embedding _, ReversibleEmbedding _ -> true;
      case Named(_, Layer inner) -> suits(inner);
      case Frozen(Layer inner) -> suits(inner);
      case Lora(Layer inner, _, _) -> suits(inner);
      default -> false;
    };
  }

  /**
   * A layer with its weights quantized, also those of layers within that can be; the layer itself
   * if it has none of these.
   */
  public static Layer wherePossible(Layer layer, Quantization how) {
    return switch (layer) {
      case MultiHeadAttention _, GroupedQueryAttention _ -> new Quantized(layer, how);
      case TimeDistributed(Layer inner) -> new TimeDistributed(wherePossible(inner, how));
      default -> suits(layer) ? new Quantized(layer, how) : layer;
    };
  }

  @Override
  public Layer around(Layer other) {
    return new Quantized(other, how);
  }

  @Override
  public List<Node> outputs(Scope scope, Node... inputs) {
    return outputs(scope, null, inputs);
  }

  /**
   * The outputs.
   *
   * @param lora what tunes the layer; null if nothing does
   */
  List<Node> outputs(Scope scope, @Nullable Lora lora, Node... inputs) {
    return switch (layer) {
      case Dense dense -> List.of(dense(dense, scope, lora, inputs));
      case EinsumDense dense -> List.of(einsum(dense, scope, lora, inputs));
      case Embedding embedding -> List.of(embedding(embedding, scope, lora, inputs));
      case ReversibleEmbedding both -> List.of(reversible(both, scope, lora, inputs));
      case Named(_, Layer inner) -> new Quantized(inner, how).outputs(scope, lora, inputs);
      case Frozen(Layer inner) -> new Quantized(inner, how).outputs(scope.frozen(), lora, inputs);
      case Lora(Layer inner, _, _) when lora == null ->
          new Quantized(inner, how).outputs(scope, (Lora) layer, inputs);
      default -> layer.outputs(scope.quantizing(how), inputs);
    };
  }

  private Node dense(Dense dense, Scope scope, @Nullable Lora lora, Node... inputs) {
    return dense.call(
        scope,
        (x, spec) -> {
          Node out = QuantizedWeight.ofColumns(scope, spec, how).times(x);
          if (lora == null) {
            return out;
          }
          Lora.Update update = lora.update(scope, spec);
          return out.add(update.of(x.matMul(update.a)));
        },
        inputs);
  }

  private Node embedding(Embedding embedding, Scope scope, @Nullable Lora lora, Node... inputs) {
    QuantizedWeight table = QuantizedWeight.ofRows(scope, embedding.spec(), how);
    return looked(embedding, table, scope, lora, inputs);
  }

  private static Node looked(
      Embedding embedding,
      QuantizedWeight table,
      Scope scope,
      @Nullable Lora lora,
      Node... inputs) {
    Lora.Update update = lora == null ? null : lora.update(scope, embedding.spec());
    return embedding.call(
        scope,
        table.numbers(),
        (_, ids) ->
            update == null
                ? table.gather(ids)
                : table.gather(ids).add(update.of(update.a.gather(ids))),
        inputs);
  }

  private Node reversible(
      ReversibleEmbedding both, Scope scope, @Nullable Lora lora, Node... inputs) {
    Node x = Inputs.one(inputs);
    QuantizedWeight table = QuantizedWeight.ofRows(scope, both.embedding().spec(), how);
    QuantizedWeight columns =
        both.tieWeights() ? null : QuantizedWeight.ofColumns(scope, both.reverse(), how);
    if (x.dtype() != DType.FLOAT32) {
      return looked(both.embedding(), table, scope, lora, inputs);
    }
    both.wantVectors(x);
    return both.capped(columns == null ? table.timesRows(x) : columns.times(x));
  }

  private Node einsum(EinsumDense dense, Scope scope, @Nullable Lora lora, Node... inputs) {
    return dense.call(
        scope,
        (sum, x, spec) -> {
          Node out = product(scope, sum, x, spec);
          return lora == null ? out : out.add(sum.apply(x, lora.update(scope, spec).whole()));
        },
        inputs);
  }

  private Node product(Scope scope, Einsum sum, Node x, WeightSpec spec) {
    String in = sum.left();
    int[] summed =
        IntStream.range(0, in.length()).filter(i -> sum.out().indexOf(in.charAt(i)) < 0).toArray();
    QuantizedWeight.Rows rows = how.roundsInputs() ? QuantizedWeight.rows(x, summed) : null;
    Node left = rows == null ? x : rows.numbers();
    Node inputs =
        rows == null
            ? null
            : aligned(summed.length == 0 ? rows.scale() : rows.scale().sum(summed), in, sum.out());
    if (how.bits() == 4) {
      // Keras keeps it as a matrix, whose rows are summed over.
      Node product =
          sum.apply(left, matrix(scope, sum, spec).floats().reshape(spec.shape().dims()));
      return inputs == null ? product : product.div(inputs);
    }
    QuantizedWeight kernel = kernel(scope, sum, spec);
    Node product = sum.apply(left, kernel.numbers());
    return product.div(inputs == null ? kernel.scale() : kernel.scale().mul(inputs));
  }

  private QuantizedWeight kernel(Scope scope, Einsum sum, WeightSpec spec) {
    int[] axes = sum.out().chars().map(sum.right()::indexOf).toArray();
    int[] lengths = IntStream.of(axes).map(i -> i < 0 ? 1 : spec.shape().dim(i)).toArray();
    List<Integer> kept = IntStream.of(axes).filter(axis -> axis >= 0).boxed().toList();
    return QuantizedWeight.of(scope, spec, how, spec.shape(), Shape.of(lengths), false, kept);
  }

  private QuantizedWeight matrix(Scope scope, Einsum sum, WeightSpec spec) {
    int rows = 1;
    for (int axis = 0; axis < spec.shape().rank(); axis++) {
      boolean isSummed = sum.out().indexOf(sum.right().charAt(axis)) < 0;
      rows *= isSummed ? spec.shape().dim(axis) : 1;
    }
    Shape shape = Shape.of(rows, Math.toIntExact(spec.shape().size() / Math.max(1, rows)));
    return QuantizedWeight.ofColumns(scope, spec, how, shape);
  }

  /**
   * The scales of an input's rows along the axes of the output, of length 1 where they have none.
   */
  private static Node aligned(Node scale, String in, String out) {
    String own = shared(in, out, true);
    String others = shared(out, in, false);
    if (others.isEmpty()) {
      return scale.transpose(out.chars().map(own::indexOf).toArray());
    }
    int[] ones = new int[others.length()];
    Arrays.fill(ones, 1);
    Node one = scale.graph().constant(Tensor.full(Shape.of(ones), 1));
    return new Einsum(own, others, out).apply(scale, one);
  }

  /** The labels that stand among others, or that don't. */
  private static String shared(String labels, String others, boolean wanted) {
    var shared = new StringBuilder();
    labels
        .chars()
        .filter(c -> others.indexOf(c) >= 0 == wanted)
        .forEach(c -> shared.append((char) c));
    return shared.toString();
  }
}
