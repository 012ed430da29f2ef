package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Another layer that computes as if with numbers of 16 bits, as Keras's policies {@code
 * mixed_float16} and {@code mixed_bfloat16} have it: inputs, weights and results are rounded to
 * such. Products are summed in 32 bits and rounded once, which is what TensorFlow does. The weights
 * themselves stay as they are, and training moves them as if nothing were rounded.
 *
 * <p>Numbers too large for 16 bits don't overflow here.
 *
 * @param layer one whose result is rounded once: {@link Dense}, {@link Embedding}, {@link
 *     BatchNormalization}, an activation, or one that only moves numbers
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

  public HalfPrecision {
    if (!isRoundedOnce(layer)) {
      throw new UnsupportedOperationException(
          "%s in 16 bits, which rounds on the way".formatted(layer.kind()));
    }
  }

  /** Whether 16 bits show in the layer's inputs, weights and outputs alone. */
  private static boolean isRoundedOnce(Layer layer) {
    return switch (layer) {
      case Named(var _, Layer inner) -> isRoundedOnce(inner);
      case Frozen(Layer inner) -> isRoundedOnce(inner);
      case Dense _, Embedding _, BatchNormalization _, Activation _, ReLU _, LeakyReLU _ -> true;
      case Dropout _, SpatialDropout1D _, GaussianNoise _, Identity _, dev.inlay.layer.Masking _ ->
          true;
      case Flatten _, Reshape _, Permute _, RepeatVector _, Concatenate _ -> true;
      case Add _, Subtract _, Multiply _, Maximum _, Minimum _ -> true;
      case ZeroPadding1D _, Cropping1D _, UpSampling1D _, MaxPooling1D _ -> true;
      case GlobalMaxPooling1D _ -> true;
      default -> false;
    };
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
    if (layer instanceof Dense dense) {
      return List.of(inSteps(dense, inside, rounded));
    }
    List<Node> outputs = new ArrayList<>();
    for (Node output : layer.outputs(inside, rounded)) {
      Node result = output.dtype() == DType.FLOAT32 ? format.rounded(output) : output;
      scope.mask(result, scope.mask(output));
      outputs.add(result);
    }
    return outputs;
  }

  /** Product, sum and activation are rounded each. */
  private Node inSteps(Dense dense, Scope scope, Node... inputs) {
    Dense product =
        dense.withUseBias(false).withActivation(Activations.LINEAR).withActivityRegularizer(null);
    Node out = format.rounded(product.call(scope, inputs));
    if (dense.useBias()) {
      Node bias = scope.weight("bias", Shape.of(dense.units()), dense.bias());
      out = format.rounded(out.add(bias));
    }
    return scope.activity(
        dense.activityRegularizer(), format.rounded(dense.activation().apply(out)));
  }

  private Node weight(Scope scope, WeightSpec spec) {
    Node weight = scope.weight(spec);
    // A table is rounded where its rows have been looked up.
    return spec.trainable() && !spec.name().equals("embeddings") ? format.rounded(weight) : weight;
  }
}
