package dev.inlay.conformance;

import dev.inlay.graph.Autodiff;
import dev.inlay.graph.Gradient;
import dev.inlay.graph.Graph;
import dev.inlay.graph.Node;
import dev.inlay.graph.Program;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.TensorSpec;
import dev.inlay.train.KerasLosses;
import dev.inlay.train.Labels;
import dev.inlay.train.Loss;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Losses and their gradients. */
final class LossReplay {
  private LossReplay() {}

  /** Kind {@code loss}: arguments of a call, or labels, predictions and weights by name. */
  static void loss(Case golden) {
    Loss loss = KerasLosses.read(golden.subject(), golden.object("config").fields());
    check(golden, loss);
  }

  /** Kind {@code loss_function}: the settings are arguments, and nothing is summed up. */
  static void function(Case golden) {
    Map<String, @Nullable Object> config =
        new LinkedHashMap<>(golden.object("inputs").object("kwargs").fields());
    config.putAll(golden.object("config").fields());
    config.keySet().removeAll(List.of("y_true", "y_pred"));
    config.put("reduction", "none");
    check(golden, KerasLosses.read(golden.subject(), config));
  }

  private static void check(Case golden, Loss loss) {
    Compared given = Compared.of(golden);
    Tensor predictions = given.yPred().toFloats();
    Labels wanted = loss.labels(batch(predictions.shape()));
    Tensor labels = wanted.conform("labels", given.yTrue());
    var graph = new Graph();
    Node yTrue = graph.input(wanted.spec("y_true"));
    Node yPred =
        graph.input(TensorSpec.of("y_pred", predictions.dtype(), batch(predictions.shape())));
    List<Tensor> inputs = new ArrayList<>(List.of(labels, predictions));
    Node weight = null;
    if (given.sampleWeight() != null) {
      Tensor weights = given.sampleWeight().toFloats();
      weight = graph.input(TensorSpec.of("sample_weight", weights.dtype(), batch(weights.shape())));
      inputs.add(weights);
    }
    Node value = loss.of(yTrue, yPred, weight, null);
    List<Node> wantedNodes = new ArrayList<>(List.of(value));
    if (golden.has("expected_grad_y_pred_of_sum")) {
      Node sum = value.shape().rank() == 0 ? value : value.sum();
      Gradient gradient = Autodiff.gradients(sum, List.of(yPred)).get(yPred);
      if (!(gradient instanceof Gradient.Dense(Node node))) {
        throw new Mismatch("the loss doesn't depend on the predictions");
      }
      wantedNodes.add(node);
    }
    Tolerance tolerance = Tolerance.of(golden);
    for (Machine machine : Machine.values()) {
      List<Tensor> outputs = machine.run(Program.of(graph, wantedNodes), inputs).outputs();
      tolerance.check(
          machine.of("loss"), Answer.of(outputs.getFirst()), Answer.of(golden.get("expected")));
      if (outputs.size() > 1) {
        tolerance.check(
            machine.of("gradient"),
            Answer.of(outputs.getLast()),
            Answer.of(golden.get("expected_grad_y_pred_of_sum")));
      }
    }
  }

  private static Shape batch(Shape shape) {
    return shape.rank() == 0 ? shape : shape.withDim(0, Shape.UNKNOWN);
  }
}
