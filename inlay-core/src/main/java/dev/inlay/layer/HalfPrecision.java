package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Another layer that computes as if with numbers of 16 bits, as Keras's policies {@code
 * mixed_float16} and {@code mixed_bfloat16} have it: inputs, weights and what each op makes of them
 * are rounded to such, as TensorFlow does on a CPU. Products and means are summed in 32 bits and
 * rounded once; layers that normalize compute in 32 bits until their result. The weights themselves
 * stay as they are, and training moves them as if nothing were rounded.
 *
 * <p>Where the layer computes in other steps than Keras's, it agrees as far as numbers of 16 bits
 * go. Numbers too large for 16 bits don't overflow here.
 */
public record HalfPrecision(Layer layer, Format format) implements Wrapper {
  /** How the 16 bits are used. */
  public enum Format {
    /** 11 bits of precision, numbers to 65504: IEEE's half. */
    FLOAT16(11),
    /** 8 bits of precision, the range of 32-bit floats. */
    BFLOAT16(8);

    /** Splits a float in two (Veltkamp 1968), of which one has the precision. */
    private final float splitter;

    Format(int precision) {
      this.splitter = (1 << (24 - precision)) + 1;
    }

    /** The nearest number of this format. */
    public Node rounded(Node x) {
      Node free = x.stopGradient();
      Node large = free.mul(splitter);
      Node nearest = large.sub(large.sub(free));
      return x.add(nearest.sub(free).stopGradient());
    }
  }

  @Override
  public Layer around(Layer other) {
    return new HalfPrecision(other, format);
  }

  @Override
  public List<Node> outputs(Scope scope, Node... inputs) {
    Node[] rounded = new Node[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      rounded[i] = inputs[i].dtype() == DType.FLOAT32 ? format.rounded(inputs[i]) : inputs[i];
      scope.mask(rounded[i], scope.mask(inputs[i]));
    }
    Scope inside = scope.viewing(this::weight);
    List<Node> results =
        switch (bare(layer)) {
          // Keras computes these in 32 bits, of numbers and weights as they are.
          case LayerNormalization _, GroupNormalization _ -> layer.outputs(scope, inputs);
          case BatchNormalization _ -> layer.outputs(scope, rounded);
          case RMSNormalization _ -> layer.outputs(inside, rounded);
          default ->
              scope
                  .graph()
                  .rounded(new HalfArithmetic(format), () -> layer.outputs(inside, rounded));
        };
    List<Node> outputs = new ArrayList<>();
    for (Node output : results) {
      Node result = output.dtype() == DType.FLOAT32 ? format.rounded(output) : output;
      scope.mask(result, scope.mask(output));
      outputs.add(result);
    }
    return outputs;
  }

  private static Layer bare(Layer layer) {
    return switch (layer) {
      case Named(var _, Layer inner) -> bare(inner);
      case Frozen(Layer inner) -> bare(inner);
      default -> layer;
    };
  }

  private Node weight(Scope scope, WeightSpec spec) {
    Node weight = scope.weight(spec);
    // A table is rounded where its rows have been looked up.
    return spec.trainable() && !spec.name().equals("embeddings")
        ? weight.graph().rounded(UnaryOperator.identity(), () -> format.rounded(weight))
        : weight;
  }
}
