package dev.inlay.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.Golden;
import dev.inlay.Golden.Case;
import dev.inlay.graph.Autodiff;
import dev.inlay.graph.Gradient;
import dev.inlay.graph.Graph;
import dev.inlay.graph.Interpreter;
import dev.inlay.graph.Node;
import dev.inlay.graph.Program;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Losses and their gradients equal those that Keras gave. */
class LossGoldenTest {
  static Stream<Case> cases() {
    return Stream.of("keras_losses_oracle.json", "keras_losses_more.json")
        .flatMap(file -> Golden.cases(file).stream());
  }

  @Test
  void thereAreEnoughCases() {
    assertThat(cases()).hasSizeGreaterThan(180);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void lossAndGradientAreKerass(Case golden) {
    Loss loss = GoldenSettings.loss(golden);
    Tensor predictions = golden.tensor("y_pred");
    Labels wanted = loss.labels(predictions.shape().withDim(0, Shape.UNKNOWN));
    Tensor labels = wanted.conform("labels", golden.tensor("y_true"));
    Graph graph = new Graph();
    Node yTrue = graph.input(wanted.spec("y_true"));
    Node yPred = graph.input(TensorSpec.of("y_pred", predictions.dtype(), wildcard(predictions)));
    List<Tensor> inputs = new ArrayList<>(List.of(labels, predictions));
    Node weight = null;
    if (golden.fields().get("sample_weight") != null) {
      Tensor weights = golden.tensor("sample_weight");
      weight = graph.input(TensorSpec.of("weight", weights.dtype(), wildcard(weights)));
      inputs.add(weights);
    }

    Node value = loss.of(yTrue, yPred, weight, null);
    Node sum = value.shape().rank() == 0 ? value : value.sum();
    Map<Node, Gradient> gradients = Autodiff.gradients(sum, List.of(yPred));
    Node gradient = ((Gradient.Dense) gradients.get(yPred)).value();
    List<Tensor> outputs =
        Interpreter.run(Program.of(graph, List.of(value, gradient)), inputs, 0).outputs();

    assertClose(outputs.get(0), golden.tensor("expected"));
    assertClose(outputs.get(1), golden.tensor("expected_grad_y_pred_of_sum"));
  }

  private static Shape wildcard(Tensor tensor) {
    return tensor.shape().withDim(0, Shape.UNKNOWN);
  }

  static void assertClose(Tensor actual, Tensor expected) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    float[] a = actual.toFloats().data();
    float[] e = expected.toFloats().data();
    for (int i = 0; i < e.length; i++) {
      assertThat((double) a[i])
          .as("element %d of %s, expected %s", i, actual, expected)
          .isCloseTo(e[i], org.assertj.core.data.Offset.offset(1e-6 + 2e-5 * Math.abs(e[i])));
    }
  }
}
