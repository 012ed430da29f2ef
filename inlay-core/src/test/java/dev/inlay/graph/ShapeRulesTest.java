package dev.inlay.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.inlay.graph.Window.Conv;
import dev.inlay.graph.Window.Padding;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.TensorSpec;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What ops say of shapes and types, known or not, and which they refuse. */
class ShapeRulesTest {
  private final Graph graph = new Graph();

  private Node floats(int... dims) {
    return input(DType.FLOAT32, dims);
  }

  private Node ints(int... dims) {
    return input(DType.INT32, dims);
  }

  private Node input(DType dtype, int... dims) {
    return graph.input(TensorSpec.of("x" + graph.inputs().size(), dtype, Shape.of(dims)));
  }

  private static void refused(String message, ThrowingCallable call) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }

  @Test
  void unknownAxesPassThrough() {
    Node x = floats(-1, 3, 4);
    assertThat(x.add(floats(4)).shape()).isEqualTo(Shape.of(-1, 3, 4));
    assertThat(x.matMul(floats(4, 5)).shape()).isEqualTo(Shape.of(-1, 3, 5));
    assertThat(x.mean(0).shape()).isEqualTo(Shape.of(3, 4));
    assertThat(x.reshape(0, 12).shape()).isEqualTo(Shape.of(-1, 12));
    assertThat(x.reshape(-1, 4).shape()).isEqualTo(Shape.of(-1, 4));
    assertThat(x.transpose(1, 0, 2).shape()).isEqualTo(Shape.of(3, -1, 4));
    assertThat(Node.concat(0, x, floats(2, 3, 4)).shape()).isEqualTo(Shape.of(-1, 3, 4));
    assertThat(floats(9, 4).gather(ints(-1, 2)).shape()).isEqualTo(Shape.of(-1, 2, 4));
  }

  @Test
  void slicesCountFromBothEnds() {
    Node x = floats(5, -1);
    assertThat(x.slice(0, 1, -1).shape().dim(0)).isEqualTo(3);
    assertThat(x.slice(0, -2, Movement.Slice.END).shape().dim(0)).isEqualTo(2);
    assertThat(x.slice(1, 1, 3).shape().dim(1)).isEqualTo(2);
    assertThat(x.slice(1, -3, -1).shape().dim(1)).isEqualTo(2);
    assertThat(x.slice(1, 1, -1).shape().dim(1)).isEqualTo(Shape.UNKNOWN);
    refused("slice 2 to 6 of axis 0 of shape (5, None)", () -> x.slice(0, 2, 6));
    refused("slice 3 to 2 of axis 1 of shape (5, None)", () -> x.slice(1, 3, 2));
    refused(
        "slice -6 to its end of axis 0 of shape (5, None)",
        () -> x.slice(0, -6, Integer.MAX_VALUE));
  }

  @Test
  void windowsKeepToTheirPadding() {
    Node x = floats(-1, 7, 2);
    Node kernel = floats(3, 2, 4);
    assertThat(graph.add(conv(Padding.VALID, 2), x, kernel).shape()).isEqualTo(Shape.of(-1, 3, 4));
    assertThat(graph.add(conv(Padding.SAME, 2), x, kernel).shape()).isEqualTo(Shape.of(-1, 4, 4));
    assertThat(graph.add(conv(Padding.CAUSAL, 1), x, kernel).shape()).isEqualTo(Shape.of(-1, 7, 4));
    refused(
        "a window of 3 doesn't fit into 2 steps; pad the input or use a smaller kernel",
        () -> graph.add(conv(Padding.VALID, 1), floats(-1, 2, 2), kernel));
    refused(
        "strides are [0]; give one length of 1 or more for each of the 1 to 3 axes of space",
        () -> conv(Padding.SAME, 0));
  }

  /** Lengths as Keras's compute_conv_transpose_output_shape gives them. */
  @Test
  void windowsAreSpreadAsFarAsKerasSpreadsThem() {
    Node x = floats(-1, 5, 2);
    Node kernel = floats(3, 4, 2);
    assertThat(graph.add(transposed(Padding.VALID, 2), x, kernel).shape())
        .isEqualTo(Shape.of(-1, 11, 4));
    assertThat(graph.add(transposed(Padding.VALID, 4), x, kernel).shape())
        .isEqualTo(Shape.of(-1, 20, 4));
    assertThat(graph.add(transposed(Padding.SAME, 2), x, kernel).shape())
        .isEqualTo(Shape.of(-1, 10, 4));
    assertThat(graph.add(transposed(Padding.SAME, 4, 2), x, kernel).shape())
        .isEqualTo(Shape.of(-1, 19, 4));
    assertThat(graph.add(transposed(Padding.SAME, 2), floats(-1, -1, 2), kernel).shape())
        .isEqualTo(Shape.of(-1, -1, 4));
    refused(
        "output padding is [2] with strides [2]; give a length from 0 to stride - 1 for each axis,"
            + " or none",
        () -> transposed(Padding.SAME, 2, 2));
    refused(
        "ConvTranspose with CAUSAL padding; use VALID or SAME",
        () -> transposed(Padding.CAUSAL, 1));
    refused(
        "SAME padding, a window of 2 and output padding 0 leave no room for the last window; give 1"
            + " or more",
        () -> graph.add(transposed(Padding.SAME, 2, 0), x, floats(2, 4, 2)));
  }

  private static Window.ConvTranspose transposed(Padding padding, int stride, Integer... more) {
    return new Window.ConvTranspose(conv(padding, stride), List.of(more));
  }

  private static Conv conv(Padding padding, int stride) {
    return new Conv(List.of(stride), padding, List.of(1), 1);
  }

  @Test
  void shapesThatDoNotGoTogetherAreNamed() {
    refused(
        "shapes (2, 3) and (4,) don't go together: axis -1 is 3 in one and 4 in the other",
        () -> floats(2, 3).add(floats(4)));
    refused(
        "MatMul of shapes (None, 3) and (4, 5): inner axes are 3 and 4",
        () -> floats(-1, 3).matMul(floats(4, 5)));
    refused(
        "can't concatenate shapes [(None, 2, 3), (None, 4, 3)] along axis 2: all other axes must be"
            + " equal",
        () -> Node.concat(2, floats(-1, 2, 3), floats(-1, 4, 3)));
    refused(
        "shape (2, 3) can't be reshaped to [4, -1]: 6 elements are not 4 times a whole number",
        () -> floats(2, 3).reshape(4, -1));
    refused(
        "transpose by [0, 0] of shape (2, 3); name each axis once",
        () -> floats(2, 3).transpose(0, 0));
    refused("axis 2 of shape (2, 3), which has axes -2 to 1", () -> floats(2, 3).sum(2));
    refused(
        "SparseSoftmaxCrossEntropy wants class labels of shape (None,), got (None, 1)",
        () -> graph.add(new CrossEntropy.SparseSoftmaxCrossEntropy(), floats(-1, 5), ints(-1, 1)));
    refused(
        "Lstm wants a first c of shape (None, 2), got (None, 3)",
        () ->
            graph.add(
                new Recurrent.Lstm(false),
                floats(-1, 4, 8),
                floats(2, 8),
                floats(-1, 2),
                floats(-1, 3)));
  }

  @Test
  void choicesNeedEnoughToChooseFrom() {
    assertThat(floats(-1, -1).topK(3).values().shape()).isEqualTo(Shape.of(-1, 3));
    refused(
        "TopK(3) of shape (4, 2): its last axis has 2 elements only", () -> floats(4, 2).topK(3));
    refused("k is 0; give 1 or more", () -> floats(4, 2).topK(0));
    refused(
        "GatherElements wants places of shape (4, None), got (3, 1)",
        () -> floats(4, 2).gatherElements(ints(3, 1)));
  }

  @Test
  void typesThatDoNotFitAreNamed() {
    refused("RELU takes [FLOAT32], got [INT32]; cast what differs", () -> ints(3).relu());
    refused("ADD of FLOAT32 and INT32; cast one of them", () -> floats(3).add(ints(3)));
    refused(
        "Gather takes [FLOAT32, INT32], got [FLOAT32, FLOAT32]; cast what differs",
        () -> floats(3, 2).gather(floats(1)));
  }

  @Test
  void raggedInputsGoIntoBagsOnly() {
    Node ragged = graph.input(TensorSpec.ragged("tags", DType.INT32));
    refused(
        "Cast of input \"tags\" (None, None), whose rows differ in length; look it up with Bag or"
            + " MultiHot",
        () -> ragged.cast(DType.FLOAT32));
    Node dense = graph.input(TensorSpec.of("ids", DType.INT32, Shape.of(4)));
    refused(
        "MultiHot wants a ragged input, got input \"ids\" (4,); make it one, or use Gather or"
            + " OneHot",
        () -> graph.add(new Lookup.MultiHot(3, false), dense));
  }
}
