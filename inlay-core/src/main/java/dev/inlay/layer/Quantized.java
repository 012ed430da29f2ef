package dev.inlay.layer;

import dev.inlay.graph.Graph;
import dev.inlay.graph.Node;
import dev.inlay.graph.Reduction;
import dev.inlay.graph.Unary;
import dev.inlay.tensor.DType;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Another layer that computes as if with 8-bit whole numbers, as Keras's {@code quantize("int8")}
 * does: each column of a kernel is divided by its largest absolute value, times 127, and rounded;
 * so is each row of the input of a {@link Dense} or {@link EinsumDense}; of an embedding, each
 * vector. The products are those of whole numbers, scaled back.
 *
 * <p>The weights stay floats, which training moves as if nothing were rounded (straight through),
 * so that a model can be tuned to what it will lose; the memory of a running model isn't smaller.
 */
public record Quantized(Layer layer) implements Wrapper {
  /** The largest whole number. */
  private static final float LARGEST = 127;

  /** Keras's epsilon, added to the largest absolute value. */
  private static final float EPSILON = 1e-7f;

  public static Quantized of(Layer layer) {
    return new Quantized(layer);
  }

  @Override
  public List<Node> outputs(Scope scope, Node... inputs) {
    return switch (layer) {
      case Embedding embedding ->
          List.of(
              embedding.call(
                  scope,
                  embedding.table(scope),
                  (table, ids) -> rounded(table.gather(ids), -1),
                  inputs));
      case Dense dense -> {
        Node x = Inputs.one(inputs).cast(DType.FLOAT32);
        Node rows = rounded(x, -1);
        scope.mask(rows, scope.mask(inputs[0]));
        yield dense.outputs(scope.viewing(Quantized::weight), rows);
      }
      case EinsumDense dense -> {
        Node x = Inputs.one(inputs).cast(DType.FLOAT32);
        Node rows = rounded(x, dense.summedAxes(x.shape().rank()));
        scope.mask(rows, scope.mask(inputs[0]));
        yield dense.outputs(
            scope.viewing(
                (inner, spec) ->
                    spec.name().equals("kernel")
                        ? rounded(inner.weight(spec), dense.summedKernelAxes())
                        : inner.weight(spec)),
            rows);
      }
      default -> layer.outputs(scope.viewing(Quantized::weight), inputs);
    };
  }

  private static Node weight(Scope scope, WeightSpec spec) {
    Node weight = scope.weight(spec);
    boolean isRounded = spec.shape().rank() > 1 && spec.name().endsWith("kernel");
    return isRounded
        ? rounded(weight, IntStream.range(0, spec.shape().rank() - 1).toArray())
        : weight;
  }

  /** A value rounded to 255 steps between its largest absolute values along axes. */
  private static Node rounded(Node x, int... axes) {
    Graph graph = x.graph();
    List<Integer> along = IntStream.of(axes).map(x.shape()::axis).sorted().boxed().toList();
    Node free = x.stopGradient();
    Node largest = graph.add(new Reduction.Reduce(Reduction.Fold.MAX, along, true), free.abs());
    Node scale = graph.constant(LARGEST).div(largest.add(EPSILON));
    Node whole = free.mul(scale).apply(Unary.ROUND).max(-LARGEST).min(LARGEST);
    return x.add(whole.div(scale).sub(free).stopGradient());
  }
}
