package dev.inlay.layer;

import static dev.inlay.layer.Traced.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.inlay.graph.Node;
import dev.inlay.graph.Window.Padding;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Layers over steps don't see what is in masked steps, and say which of theirs count. */
class SpaceMasksTest {
  /** Two rows of four steps, of which three and none count. */
  private static final Tensor MASK = Tensor.of(new float[][] {{1, 1, 1, 0}, {0, 0, 0, 0}});

  private static final Tensor STEPS = Tensor.of(Shape.of(2, 4, 1), 1f, 5, 2, 9, 8, 8, 8, 8);

  /** A layer, and the mask of its output behind it. */
  private record WithMask(Layer layer) implements Layer {
    @Override
    public Node call(Scope scope, Node... inputs) {
      return outputs(scope, inputs).getFirst();
    }

    @Override
    public List<Node> outputs(Scope scope, Node... inputs) {
      Node out = scope.apply(layer, inputs);
      @Nullable Node mask = scope.mask(out);
      return mask == null ? List.of(out) : List.of(out, mask);
    }

    @Override
    public Masking masking() {
      return Masking.CONSUMED;
    }
  }

  private static List<Tensor> run(Layer layer, Tensor steps) {
    return new Traced(new WithMask(layer), steps).masked(MASK).run().outputs();
  }

  static Stream<Layer> layers() {
    Conv1D conv = Conv1D.of(1, 2).withKernelInitializer(Initializers.ONES);
    return Stream.of(
        conv,
        conv.withPadding(Padding.CAUSAL).withDilationRate(2),
        DepthwiseConv1D.of(2).withPadding(Padding.SAME),
        SeparableConv1D.of(2, 2),
        MaxPooling1D.of(2),
        AveragePooling1D.of(3).withPadding(Padding.SAME),
        GlobalMaxPooling1D.of(),
        Flatten.of());
  }

  @ParameterizedTest
  @MethodSource("layers")
  void whatIsInAMaskedStepDoesNotMatter(Layer layer) {
    Tensor other = Tensor.of(Shape.of(2, 4, 1), 1f, 5, 2, -70, 0, 4, Float.NaN, -3);
    List<Tensor> outputs = run(layer, STEPS);
    List<Tensor> others = run(layer, other);
    for (int i = 0; i < outputs.size(); i++) {
      assertThat(others.get(i)).isEqualTo(outputs.get(i));
    }
  }

  @Test
  void aWindowCountsIfItSeesAStepThatDoes() {
    Conv1D conv = Conv1D.of(1, 2).withKernelInitializer(Initializers.ONES);
    check(conv, new float[] {6, 7, 2, 0, 0, 0}, new float[] {1, 1, 1, 0, 0, 0});
    check(conv.withStrides(2), new float[] {6, 2, 0, 0}, new float[] {1, 1, 0, 0});
    check(
        conv.withPadding(Padding.CAUSAL),
        new float[] {1, 6, 7, 2, 0, 0, 0, 0},
        new float[] {1, 1, 1, 0, 0, 0, 0, 0});
    check(MaxPooling1D.of(2), new float[] {5, 2, 0, 0}, new float[] {1, 1, 0, 0});
    check(AveragePooling1D.of(2), new float[] {3, 2, 0, 0}, new float[] {1, 1, 0, 0});
  }

  private static void check(Layer layer, float[] wanted, float[] mask) {
    List<Tensor> outputs = run(layer, STEPS);
    int steps = wanted.length / 2;
    assertClose("output", outputs.get(0), Tensor.of(Shape.of(2, steps, 1), wanted), 1e-6);
    assertThat(outputs.get(1)).isEqualTo(Tensor.of(Shape.of(2, steps), mask));
  }

  @Test
  void wholeRowsAreFoldedOverStepsThatCount() {
    assertThat(run(GlobalMaxPooling1D.of(), STEPS))
        .containsExactly(Tensor.of(Shape.of(2, 1), 5f, 0));
    assertThat(run(GlobalMaxPooling1D.of().withKeepDims(true), STEPS))
        .containsExactly(Tensor.of(Shape.of(2, 1, 1), 5f, 0));
    assertThat(run(Flatten.of(), STEPS))
        .containsExactly(Tensor.of(Shape.of(2, 4), 1f, 5, 2, 0, 0, 0, 0, 0));
  }

  @Test
  void masksMoveWithTheirSteps() {
    assertThat(run(Cropping1D.of(1, 0), STEPS).get(1))
        .isEqualTo(Tensor.of(new float[][] {{1, 1, 0}, {0, 0, 0}}));
    assertThat(run(ZeroPadding1D.of(1, 0), STEPS).get(1))
        .isEqualTo(Tensor.of(new float[][] {{0, 1, 1, 1, 0}, {0, 0, 0, 0, 0}}));
    assertThat(run(UpSampling1D.of(2), STEPS).get(1))
        .isEqualTo(Tensor.of(new float[][] {{1, 1, 1, 1, 1, 1, 0, 0}, {0, 0, 0, 0, 0, 0, 0, 0}}));
  }

  static Stream<Layer> layersThatKeepPlaces() {
    Conv1D conv = Conv1D.of(2, 3, Activations.TANH);
    return Stream.of(
        conv.withPadding(Padding.SAME),
        conv.withPadding(Padding.CAUSAL).withDilationRate(2),
        SeparableConv1D.of(2, 3).withPadding(Padding.SAME),
        MaxPooling1D.of(3).withStrides(1).withPadding(Padding.SAME),
        GlobalMaxPooling1D.of(),
        GlobalAveragePooling1D.of());
  }

  @ParameterizedTest
  @MethodSource("layersThatKeepPlaces")
  void aRowGivesWhatItGivesWithoutItsPadding(Layer layer) {
    Tensor steps = Tensor.of(Shape.of(1, 3, 1), 1f, 5, 2);
    Tensor alone = new Traced(new WithMask(layer), steps).run().output();
    Tensor padded = run(layer, STEPS).getFirst().rows(0, 1);
    float[] wanted = alone.toFloats().data();
    assertThat(Arrays.copyOf(padded.toFloats().data(), wanted.length)).isEqualTo(wanted);
  }

  @Test
  void whereStepsWouldMixAMaskIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run(Conv1DTranspose.of(1, 2), STEPS))
        .withMessageContaining("conv1d_transpose\": would mix masked steps with others");
  }
}
