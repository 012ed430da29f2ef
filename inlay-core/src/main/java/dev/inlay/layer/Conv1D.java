package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.graph.Window;
import dev.inlay.graph.Window.Padding;
import dev.inlay.tensor.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Filters that slide over the steps of {@code [batch, steps, channels]}: {@code activation(conv(x,
 * kernel) + bias)}.
 *
 * @param filters the number of output channels
 * @param kernelSize the steps that a filter sees at once
 * @param strides the steps it moves by
 * @param padding what lies beyond the ends
 * @param dilationRate the distance between the steps that it sees
 * @param groups into how many groups channels and filters are cut, each connected within itself
 * @param activation applied at the end
 * @param useBias whether a bias is added
 * @param kernel the weight {@code [kernelSize, channels / groups, filters]}
 * @param bias the weight {@code [filters]}
 * @param activityRegularizer a penalty on the output, divided by the number of rows; or null
 */
public record Conv1D(
    int filters,
    int kernelSize,
    int strides,
    Padding padding,
    int dilationRate,
    int groups,
    ActivationFunction activation,
    boolean useBias,
    WeightOptions kernel,
    WeightOptions bias,
    @Nullable Regularizer activityRegularizer)
    implements Layer {
  public Conv1D {
    if (Math.min(Math.min(filters, kernelSize), Math.min(strides, dilationRate)) < 1) {
      throw new IllegalArgumentException(
          "Conv1D(filters %d, kernelSize %d, strides %d, dilationRate %d): all are 1 or more"
              .formatted(filters, kernelSize, strides, dilationRate));
    }
    if (strides > 1 && dilationRate > 1) {
      throw new IllegalArgumentException(
          "Conv1D(strides %d, dilationRate %d): as in Keras, one of them is 1"
              .formatted(strides, dilationRate));
    }
    if (groups < 1 || filters % groups != 0) {
      throw new IllegalArgumentException(
          "Conv1D(filters %d, groups %d): the groups share the filters evenly"
              .formatted(filters, groups));
    }
  }

  /** Linear, stride 1, no padding. */
  public static Conv1D of(int filters, int kernelSize) {
    return of(filters, kernelSize, Activations.LINEAR);
  }

  /** With an activation. */
  public static Conv1D of(int filters, int kernelSize, ActivationFunction activation) {
    return new Conv1D(
        filters,
        kernelSize,
        1,
        Padding.VALID,
        1,
        1,
        activation,
        true,
        WeightOptions.of(Initializers.GLOROT_UNIFORM),
        WeightOptions.of(Initializers.ZEROS),
        null);
  }

  public Conv1D withStrides(int strides) {
    return window(strides, padding, dilationRate, groups);
  }

  public Conv1D withPadding(Padding padding) {
    return window(strides, padding, dilationRate, groups);
  }

  public Conv1D withDilationRate(int dilationRate) {
    return window(strides, padding, dilationRate, groups);
  }

  public Conv1D withGroups(int groups) {
    return window(strides, padding, dilationRate, groups);
  }

  public Conv1D withUseBias(boolean useBias) {
    return weights(useBias, kernel, bias, activityRegularizer);
  }

  public Conv1D withKernel(WeightOptions kernel) {
    return weights(useBias, kernel, bias, activityRegularizer);
  }

  public Conv1D withBias(WeightOptions bias) {
    return weights(useBias, kernel, bias, activityRegularizer);
  }

  public Conv1D withActivityRegularizer(@Nullable Regularizer regularizer) {
    return weights(useBias, kernel, bias, regularizer);
  }

  private Conv1D window(int strides, Padding padding, int dilationRate, int groups) {
    return new Conv1D(
        filters,
        kernelSize,
        strides,
        padding,
        dilationRate,
        groups,
        activation,
        useBias,
        kernel,
        bias,
        activityRegularizer);
  }

  private Conv1D weights(
      boolean useBias, WeightOptions kernel, WeightOptions bias, @Nullable Regularizer activity) {
    return new Conv1D(
        filters,
        kernelSize,
        strides,
        padding,
        dilationRate,
        groups,
        activation,
        useBias,
        kernel,
        bias,
        activity);
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    Node x = Inputs.ofRank(3, "[batch, steps, channels]", inputs);
    int channels = Inputs.known(x, -1);
    if (channels % groups != 0) {
      throw new IllegalArgumentException(
          "%d groups can't share %d channels evenly".formatted(groups, channels));
    }
    Shape shape = Shape.of(kernelSize, channels / groups, filters);
    var conv = new Window.Conv(List.of(strides), padding, List.of(dilationRate), groups);
    Node out = scope.graph().add(conv, x, scope.weight("kernel", shape, kernel));
    if (useBias) {
      out = out.add(scope.weight("bias", Shape.of(filters), bias));
    }
    return scope.activity(activityRegularizer, activation.apply(out));
  }
}
