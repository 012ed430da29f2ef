package dev.inlay.layer;

import static dev.inlay.layer.Traced.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.inlay.graph.Node;
import dev.inlay.graph.Window.Padding;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Layers over sequences of embeddings, against numbers of Keras 3. */
class SequenceLayersTest {
  private static final Tensor EMBEDDED = Tensor.of(Shape.of(1, 4, 2), 1, 2, 3, 5, 7, 11, 1, 2);

  /** Rows of ids through an embedding and another layer. */
  private record Embedded(Layer then) implements Layer {
    @Override
    public Node call(Scope scope, Node... inputs) {
      Node rows = scope.apply(Embedding.of(3, 2).withMaskZero(true), inputs);
      return scope.apply(then, rows);
    }

    @Override
    public Masking masking() {
      return Masking.CONSUMED;
    }
  }

  private static final Map<String, Tensor> SMALL =
      Map.of(
          "embeddings", Tensor.of(Shape.of(3, 2), 1, 2, 3, 5, 7, 11),
          "kernel", Tensor.full(Shape.of(2, 4), 0.1f),
          "recurrent_kernel", Tensor.full(Shape.of(1, 4), 0.2f));

  @Test
  void convolutionKeepsTheLengthOrSeesOnlyThePast() {
    var half = WeightOptions.of(Constant.of(0.5f));
    Conv1D conv = Conv1D.of(1, 2).withKernel(half);
    assertClose(
        "same",
        new Traced(conv.withPadding(Padding.SAME), EMBEDDED).run().output(),
        Tensor.of(Shape.of(1, 4, 1), 5.5f, 13, 10.5f, 1.5f),
        1e-6);
    assertClose(
        "causal",
        new Traced(conv.withPadding(Padding.CAUSAL).withDilationRate(2), EMBEDDED).run().output(),
        Tensor.of(Shape.of(1, 4, 1), 1.5f, 4, 10.5f, 5.5f),
        1e-6);
  }

  @Test
  void lstmSkipsMaskedSteps() {
    Tensor ids = Tensor.of(Shape.of(3, 3), 1, 2, 0, 0, 1, 2, 0, 0, 0);
    Tensor expected = Tensor.of(Shape.of(3, 1), 0.73574471f, 0.73574471f, 0);
    assertClose(
        "lstm",
        new Traced(new Embedded(LSTM.of(1)), ids).assign(SMALL).run().output(),
        expected,
        1e-6);
  }

  /** A recurrence is one op with the usual activations, else one step after the other. */
  @Test
  void unrolledIsFused() {
    Tensor sequences =
        Tensor.of(Shape.of(3, 3, 2), 1, 2, 3, 5, 7, 1, 2, 1, 0, 1, 3, 3, 1, 0, 2, 4, 1, 1);
    Tensor mask = Tensor.of(new float[][] {{0, 1, 1}, {1, 0, 1}, {0, 0, 0}});
    ActivationFunction tanh = x -> x.tanh();
    var random = WeightOptions.of(RandomUniform.of(-0.5f, 0.5f));
    Map<Layer, Layer> pairs =
        Map.of(
            LSTM.of(2).withReturnState(true),
            LSTM.of(2).withReturnState(true).withActivation(tanh),
            GRU.of(2).withBias(random).withReturnSequences(true).withGoBackwards(true),
            GRU.of(2)
                .withBias(random)
                .withReturnSequences(true)
                .withGoBackwards(true)
                .withActivation(tanh),
            GRU.of(2).withResetAfter(false).withReturnSequences(true),
            GRU.of(2).withResetAfter(false).withReturnSequences(true).withActivation(tanh),
            GRU.of(2).withUseBias(false),
            GRU.of(2).withUseBias(false).withActivation(tanh),
            SimpleRNN.of(2).withReturnSequences(true),
            SimpleRNN.of(2).withReturnSequences(true).withActivation(tanh));
    pairs.forEach(
        (fused, unrolled) -> {
          for (Tensor m : Arrays.asList(null, mask)) {
            List<Tensor> one = new Traced(fused, sequences).masked(m).run().outputs();
            List<Tensor> other = new Traced(unrolled, sequences).masked(m).run().outputs();
            assertThat(one).hasSameSizeAs(other);
            for (int i = 0; i < one.size(); i++) {
              assertClose(fused.kind(), other.get(i), one.get(i), 1e-6);
            }
          }
        });
  }

  @Test
  void lstmGoesOnFromGivenStates() {
    LSTM lstm = LSTM.of(2).withReturnState(true);
    var whole = new Traced(lstm, EMBEDDED);
    List<Tensor> wanted = whole.run().outputs();
    Map<String, Tensor> weights = new java.util.HashMap<>();
    whole.weights.all().forEach(v -> weights.put(Traced.lastOf(v.path()), v.read()));

    Tensor first = Tensor.of(Shape.of(1, 2, 2), 1, 2, 3, 5);
    Tensor second = Tensor.of(Shape.of(1, 2, 2), 7, 11, 1, 2);
    List<Tensor> half = new Traced(lstm, first).assign(weights).run().outputs();
    assertThat(half).hasSize(3);
    List<Tensor> rest =
        new Traced(lstm, second, half.get(1), half.get(2)).assign(weights).run().outputs();
    for (int i = 0; i < 3; i++) {
      assertClose("state", rest.get(i), wanted.get(i), 1e-6);
    }
  }

  @Test
  void lstmRemembersAtFirst() {
    var traced = new Traced(LSTM.of(2), EMBEDDED);
    traced.run();
    assertThat(traced.weights.get("lstm/lstm_cell/bias").values().array())
        .containsExactly(0, 0, 1, 1, 0, 0, 0, 0);
  }

  @Test
  void averageIsOverStepsThatCount() {
    Tensor ids = Tensor.of(Shape.of(2, 3), 1, 2, 0, 0, 0, 0);
    assertClose(
        "mean",
        new Traced(new Embedded(GlobalAveragePooling1D.of()), ids).assign(SMALL).run().output(),
        Tensor.of(Shape.of(2, 2), 5, 8, Float.NaN, Float.NaN),
        1e-6);
  }

  @Test
  void masksAreNotDroppedInSilence() {
    Tensor ids = Tensor.of(Shape.of(1, 3), 1, 2, 0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Traced(new Embedded(Permute.of(2, 1)), ids).run())
        .withMessageContaining("permute\": would mix masked steps with others");
  }

  @Test
  void unknownLengthsAreFine() {
    Symbol steps = Input.of("steps", DType.FLOAT32, -1, 2);
    assertThat(steps.to(LSTM.of(3)).shape()).isEqualTo(Shape.of(-1, 3));
    var relu = LSTM.of(3).withActivation(Activations.RELU).withReturnSequences(true);
    assertThat(steps.to(relu).shape()).isEqualTo(Shape.of(-1, -1, 3));
    assertThat(steps.to(Bidirectional.of(relu)).shape()).isEqualTo(Shape.of(-1, -1, 6));
    assertThat(steps.to(TimeDistributed.of(Dense.of(4))).shape()).isEqualTo(Shape.of(-1, -1, 4));
  }
}
