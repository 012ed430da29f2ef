package dev.inlay.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.inlay.graph.Window.Padding;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Layers over space: lengths that aren't known, and settings that don't go together. */
class SpaceLayersTest {
  private static void refused(String message, ThrowingCallable call) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessageContaining(message);
  }

  @Test
  void lengthsMayBeUnknown() {
    Symbol steps = Input.of("steps", DType.FLOAT32, -1, 4);
    Symbol image = Input.of("image", DType.FLOAT32, -1, -1, 2);
    assertThat(steps.to(Conv1D.of(3, 5)).shape()).isEqualTo(Shape.of(-1, -1, 3));
    assertThat(steps.to(Conv1DTranspose.of(3, 5)).shape()).isEqualTo(Shape.of(-1, -1, 3));
    assertThat(steps.to(SeparableConv1D.of(3, 5)).shape()).isEqualTo(Shape.of(-1, -1, 3));
    assertThat(steps.to(MaxPooling1D.of(2)).shape()).isEqualTo(Shape.of(-1, -1, 4));
    assertThat(steps.to(UpSampling1D.of(2)).shape()).isEqualTo(Shape.of(-1, -1, 4));
    assertThat(steps.to(Cropping1D.of(2)).shape()).isEqualTo(Shape.of(-1, -1, 4));
    assertThat(steps.to(ZeroPadding1D.of(2)).shape()).isEqualTo(Shape.of(-1, -1, 4));
    assertThat(image.to(Conv2D.of(3, 5)).shape()).isEqualTo(Shape.of(-1, -1, -1, 3));
    assertThat(image.to(GlobalMaxPooling2D.of()).shape()).isEqualTo(Shape.of(-1, 2));
    assertThat(image.to(Flatten.of()).shape()).isEqualTo(Shape.of(-1, -1));
    refused(
        "layer \"adaptive_max_pooling1d\": needs to know axis 1 of shape (None, None, 4)",
        () -> steps.to(AdaptiveMaxPooling1D.of(2)));
    refused(
        "needs to know axis -1 of shape (None, 3, 3, None) before a batch arrives",
        () -> Input.of("x", DType.FLOAT32, 3, 3, -1).to(Conv2D.of(3, 2)));
  }

  @Test
  void settingsThatDoNotGoTogetherAreRefused() {
    refused(
        "strides [2] and dilation rate [3]: as in Keras, one of them is 1",
        () -> Conv1D.of(1, 2).withStrides(2).withDilationRate(3));
    refused(
        "Conv2D(filters 3, groups 2): the groups share the filters evenly",
        () -> Conv2D.of(3, 2).withGroups(2));
    refused("filters is 0; give 1 or more", () -> Conv3D.of(0, 1));
    refused("sizes are [0, 0]; give 1 or more", () -> Conv2D.of(1, 0));
    refused(
        "strides are [1, 2, 3]; give one for each of 2 axes, or one for all",
        () -> Conv2D.of(1, 2).withStrides(1, 2, 3));
    refused(
        "CAUSAL padding is for steps; over 2 axes take SAME or VALID",
        () -> Conv2D.of(1, 2).withPadding(Padding.CAUSAL));
    refused(
        "a pool has no CAUSAL padding; use VALID or SAME",
        () -> MaxPooling1D.of(2).withPadding(Padding.CAUSAL));
    refused(
        "output padding [2] with strides [2]: give each axis a length from 0 to stride - 1",
        () -> Conv1DTranspose.of(1, 2).withStrides(2).withOutputPadding(2));
    refused("dims are [1, 3]; name each axis from 1 to 2 once", () -> Permute.of(1, 3));
    refused("-1 before and 0 after; give 0 or more", () -> Cropping1D.of(-1, 0));
    refused("n is 0; give 1 or more", () -> RepeatVector.of(0));
  }

  @Test
  void inputsThatDoNotSuitAreNamed() {
    Symbol steps = Input.of("steps", DType.FLOAT32, 5, 4);
    refused(
        "layer \"conv2d\": wants 4 axes [batch, height, width, channels], got shape (None, 5, 4)",
        () -> steps.to(Conv2D.of(1, 2)));
    refused(
        "layer \"conv1d\": 3 groups can't share 4 channels evenly",
        () -> steps.to(Conv1D.of(3, 2).withGroups(3)));
    refused(
        "layer \"conv1d\": a window of 6 doesn't fit into 5 steps",
        () -> steps.to(Conv1D.of(3, 6)));
    refused(
        "layer \"cropping1d\": 2 and 3 can't be cut off an axis of 5; something has to be left",
        () -> steps.to(Cropping1D.of(2, 3)));
    refused(
        "layer \"permute\": wants 3 axes after the batch, got shape (None, 5, 4)",
        () -> steps.to(Permute.of(2, 1, 3)));
  }

  @Test
  void whatKerasTwoWroteOfPlainConvolutionsDoesNotMatter() {
    Map<String, ?> config =
        Map.of("kernel_size", List.of(3, 3), "groups", 1, "kernel_initializer", "glorot_uniform");
    assertThat(KerasConfig.layer("DepthwiseConv2D", config)).isEqualTo(DepthwiseConv2D.of(3));
  }

  @Test
  void kerasMayWriteMarginsInShort() {
    assertThat(KerasConfig.layer("ZeroPadding2D", Map.of("padding", 2)))
        .isEqualTo(ZeroPadding2D.of(2));
    assertThat(KerasConfig.layer("Cropping2D", Map.of("cropping", List.of(1, List.of(0, 2)))))
        .isEqualTo(new Cropping2D(Margin.of(1), new Margin(0, 2)));
    assertThat(KerasConfig.layer("Cropping1D", Map.of())).isEqualTo(Cropping1D.of(1));
    refused(
        "cropping [1, 2, 3]; give one number or two for each of 2 axes",
        () -> KerasConfig.layer("Cropping2D", Map.of("cropping", List.of(1, 2, 3))));
  }
}
