package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A fully connected layer whose product is an Einstein sum: {@code activation(einsum(equation, x,
 * kernel) + bias)}. The equation's letters name axes: {@code "abc,cd->abd"} is a {@link Dense} over
 * three axes, {@code "...x,xy->...y"} one over any number; the ellipsis may also stand at the end.
 *
 * @param equation the axes of the input, of the kernel and of the output
 * @param outputShape the output's lengths without the batch's and those of the ellipsis, -1 for one
 *     that is the input's
 * @param activation applied at the end
 * @param biasAxes the output's axes that a bias has; empty for no bias
 * @param kernel the weight of the equation's second term
 * @param bias the weight of these axes; where it lacks one behind its first, its length is 1 there
 * @param activityRegularizer a penalty on the output, divided by the number of rows; or null
 */
public record EinsumDense(
    String equation,
    List<Integer> outputShape,
    ActivationFunction activation,
    String biasAxes,
    WeightOptions kernel,
    WeightOptions bias,
    @Nullable Regularizer activityRegularizer)
    implements Layer {
  private static final Pattern EQUATION =
      Pattern.compile(
          "(\\.\\.\\.)?([a-zA-Z]+)(\\.\\.\\.)?,([a-zA-Z]+)->(\\.\\.\\.)?([a-zA-Z]+)(\\.\\.\\.)?");

  public EinsumDense {
    outputShape = List.copyOf(outputShape);
    equation = equation.replace(" ", "");
    Matcher parts = parts(equation);
    boolean left = parts.group(1) != null;
    boolean right = parts.group(3) != null;
    if (left != (parts.group(5) != null) || right != (parts.group(7) != null) || (left && right)) {
      throw malformed(equation);
    }
    String out = parts.group(6);
    for (int i = 0; i < biasAxes.length(); i++) {
      char label = biasAxes.charAt(i);
      if (out.indexOf(label) < 0) {
        throw new IllegalArgumentException(
            "EinsumDense(\"%s\"): bias axis \"%s\" is none of the output's"
                .formatted(equation, label));
      }
    }
    for (int i = 0; i < out.length(); i++) {
      char label = out.charAt(i);
      if (parts.group(2).indexOf(label) < 0 && parts.group(4).indexOf(label) < 0) {
        throw new IllegalArgumentException(
            "EinsumDense(\"%s\"): axis \"%s\" of the output is neither the input's nor the kernel's"
                .formatted(equation, label));
      }
    }
    for (int i = 0; i < parts.group(4).length(); i++) {
      char label = parts.group(4).charAt(i);
      if (parts.group(2).indexOf(label) < 0 && out.indexOf(label) < 0) {
        throw new IllegalArgumentException(
            "EinsumDense(\"%s\"): axis \"%s\" of the kernel is neither the input's nor the output's"
                .formatted(equation, label));
      }
    }
  }

  private static Matcher parts(String equation) {
    Matcher parts = EQUATION.matcher(equation);
    if (!parts.matches()) {
      throw malformed(equation);
    }
    return parts;
  }

  private static IllegalArgumentException malformed(String equation) {
    return new IllegalArgumentException(
        "EinsumDense(\"%s\"): write x,k->y, ...x,k->...y or x...,k->y... with letters for axes"
            .formatted(equation));
  }

  /** Without bias and activation, with Glorot's uniform kernel. */
  public static EinsumDense of(String equation, int... outputShape) {
    return new EinsumDense(
        equation,
        IntStream.of(outputShape).boxed().toList(),
        Activations.LINEAR,
        "",
        WeightOptions.of(Initializers.GLOROT_UNIFORM),
        WeightOptions.of(Initializers.ZEROS),
        null);
  }

  public EinsumDense withActivation(ActivationFunction activation) {
    return new EinsumDense(
        equation, outputShape, activation, biasAxes, kernel, bias, activityRegularizer);
  }

  public EinsumDense withBiasAxes(String biasAxes) {
    return new EinsumDense(
        equation, outputShape, activation, biasAxes, kernel, bias, activityRegularizer);
  }

  public EinsumDense withKernel(WeightOptions kernel) {
    return new EinsumDense(
        equation, outputShape, activation, biasAxes, kernel, bias, activityRegularizer);
  }

  public EinsumDense withBias(WeightOptions bias) {
    return new EinsumDense(
        equation, outputShape, activation, biasAxes, kernel, bias, activityRegularizer);
  }

  public EinsumDense withActivityRegularizer(@Nullable Regularizer regularizer) {
    return new EinsumDense(equation, outputShape, activation, biasAxes, kernel, bias, regularizer);
  }

  @Override
  public Masking masking() {
    return Masking.PASSED;
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    return call(scope, (sum, x, spec) -> sum.apply(x, scope.weight(spec)), inputs);
  }

  /** A way of multiplying by the kernel. */
  interface Product {
    /**
     * The product without bias.
     *
     * @param sum the equation in which the ellipsis has become letters
     */
    Node of(Einsum sum, Node x, WeightSpec kernel);
  }

  /** The output by a way of multiplying that a wrapping layer chooses. */
  Node call(Scope scope, Product product, Node... inputs) {
    Node x = Inputs.atLeastRank(2, inputs);
    var axes = new Axes(x.shape());
    WeightSpec spec = axes.kernelOptions().spec("kernel", axes.kernelShape());
    Node out = product.of(new Einsum(axes.in, axes.kernel, axes.out), x, spec);
    if (!biasAxes.isEmpty()) {
      out = out.add(scope.weight("bias", axes.biasShape(), bias));
    }
    return scope.activity(activityRegularizer, activation.apply(out));
  }

  /** The equation's axes for an input: the ellipsis has become letters. */
  private final class Axes {
    final Shape input;
    final String in;
    final String kernel;
    final String out;
    final int elidedLeft;
    final int elidedRight;

    Axes(Shape input) {
      Matcher parts = parts(equation);
      int elided = input.rank() - parts.group(2).length();
      boolean left = parts.group(1) != null;
      boolean right = parts.group(3) != null;
      if (elided < 0 || (elided > 0 && !left && !right)) {
        throw new IllegalArgumentException(
            "equation \"%s\" doesn't fit an input of shape %s".formatted(equation, input));
      }
      this.input = input;
      this.kernel = parts.group(4);
      this.elidedLeft = left ? elided : 0;
      this.elidedRight = right ? elided : 0;
      String letters = unused(elided);
      this.in = (left ? letters : "") + parts.group(2) + (right ? letters : "");
      this.out = (left ? letters : "") + parts.group(6) + (right ? letters : "");
    }

    private static String unused(int count) {
      // Letters that no equation has.
      return IntStream.range(0, count)
          .mapToObj(i -> String.valueOf((char) (0x430 + i)))
          .reduce("", String::concat);
    }

    private int length(char label) {
      int inInput = in.indexOf(label);
      int known = inInput < 0 ? Shape.UNKNOWN : input.dim(inInput);
      int wanted = wanted(out.indexOf(label));
      if (wanted != Shape.UNKNOWN && known != Shape.UNKNOWN && wanted != known) {
        throw new IllegalArgumentException(
            "axis \"%s\" of \"%s\" is %d in the input of shape %s, but %d in the output shape %s"
                .formatted(label, equation, known, input, wanted, outputShape));
      }
      int length = wanted == Shape.UNKNOWN ? known : wanted;
      if (length == Shape.UNKNOWN) {
        throw new IllegalArgumentException(
            "needs to know the length of axis \"%s\" of \"%s\"; give it in the output shape, which is %s"
                .formatted(label, equation, outputShape));
      }
      return length;
    }

    /** The length that the output shape gives for an axis of the output. */
    private int wanted(int axis) {
      // The batch and the ellipsis aren't part of it, which the ellipsis may be made of.
      int before = Math.max(1, elidedLeft);
      int at = axis - before;
      return axis < 0 || at < 0 || at >= outputShape.size() || axis >= out.length() - elidedRight
          ? Shape.UNKNOWN
          : outputShape.get(at);
    }

    Shape kernelShape() {
      return Shape.of(kernel.chars().map(c -> length((char) c)).toArray());
    }

    WeightOptions kernelOptions() {
      List<Integer> inputs = new ArrayList<>();
      List<Integer> outputs = new ArrayList<>();
      for (int i = 0; i < kernel.length(); i++) {
        (out.indexOf(kernel.charAt(i)) >= 0 ? outputs : inputs).add(i);
      }
      WeightOptions options = EinsumDense.this.kernel;
      return options.withInitializer(VarianceScaling.along(options.initializer(), inputs, outputs));
    }

    Shape biasShape() {
      int first = biasAxes.chars().map(out::indexOf).min().orElseThrow();
      return Shape.of(
          out.chars()
              .skip(first)
              .map(c -> biasAxes.indexOf(c) >= 0 ? length((char) c) : 1)
              .toArray());
    }
  }
}
