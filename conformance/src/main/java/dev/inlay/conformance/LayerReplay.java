package dev.inlay.conformance;

import dev.inlay.graph.Node;
import dev.inlay.graph.Variable;
import dev.inlay.layer.PreprocessingLayer;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import java.util.List;
import java.util.Map;

/** Layers: outputs, gradients, states and masks. */
final class LayerReplay {
  private LayerReplay() {}

  /** Kind {@code layer}: an output that a test expects, or a run with its gradients. */
  static void layer(Case golden) {
    PreprocessingLayer preprocessing = PreprocessingReplay.layerOf(golden);
    if (preprocessing != null) {
      PreprocessingReplay.layer(golden, preprocessing);
      return;
    }
    var traced = TracedLayer.of(golden);
    for (Machine machine : Machine.values()) {
      TracedLayer.Result result = traced.run(machine);
      if (golden.has("expected_outputs")) {
        checkRun(golden, machine, traced, result);
      } else {
        int index = golden.has("output_index") ? golden.integer("output_index") : 0;
        checkOutput(golden, machine, result.outputs(), index, golden.get("expected"));
      }
    }
  }

  private static void checkOutput(
      Case golden, Machine machine, List<Tensor> outputs, int index, Object expected) {
    if (index >= outputs.size()) {
      throw new Mismatch("there is no output %d, only %d".formatted(index, outputs.size()));
    }
    Tolerance.of(golden)
        .check(machine.of("output " + index), Answer.of(outputs.get(index)), Answer.of(expected));
  }

  private static void checkRun(
      Case golden, Machine machine, TracedLayer traced, TracedLayer.Result result) {
    Tolerance tolerance = Tolerance.of(golden);
    List<Tensor> outputs = Encoded.tensors(golden.get("expected_outputs"));
    for (int i = 0; i < outputs.size(); i++) {
      tolerance.check(
          machine.of("output " + i), Answer.of(result.outputs().get(i)), Answer.of(outputs.get(i)));
    }
    List<Tensor> gradients = Encoded.tensors(golden.fields().get("expected_grad_inputs"));
    int given = result.inputGradients().size();
    // What is given by name, masks and states, stands behind the inputs and has none in the case.
    if (golden.has("call_kwargs") ? gradients.size() > given : gradients.size() != given) {
      throw new Mismatch(
          "there are gradients of %d inputs, not of %d".formatted(given, gradients.size()));
    }
    for (int i = 0; i < gradients.size(); i++) {
      tolerance.check(
          machine.of("gradient of input " + i),
          Answer.of(result.inputGradients().get(i)),
          Answer.of(gradients.get(i)));
    }
    for (Case expected : golden.objects("expected_grad_weights")) {
      if (expected.has("grad")) {
        String path = expected.text("path");
        tolerance.check(
            machine.of("gradient of " + path),
            of(traced.weight(path), result.weightGradients()),
            Answer.of(expected.get("grad")));
      }
    }
    for (Case expected : golden.objects("weights_changed_after_call")) {
      String path = expected.text("path");
      tolerance.check(
          machine.of("state " + path),
          of(traced.weight(path), result.states()),
          Answer.of(expected.fields()));
    }
  }

  /** A weight's gradient or new state; zeros for a weight that the output doesn't depend on. */
  private static Answer of(Variable variable, Map<Variable, FloatTensor> values) {
    FloatTensor value = values.get(variable);
    return Answer.of(value == null ? Tensor.zeros(variable.shape()) : value);
  }

  /** Kind {@code layer_compute_mask}. */
  static void mask(Case golden) {
    var traced = TracedLayer.ofMasks(golden);
    Node mask = traced.scope().mask(traced.outputs().getFirst());
    if ((mask != null) != golden.has("expected")) {
      throw new Mismatch(mask == null ? "no mask comes out" : "a mask comes out");
    }
    if (mask == null) {
      return;
    }
    for (Machine machine : Machine.values()) {
      checkOutput(
          golden, machine, List.of(traced.compute(machine, mask)), 0, golden.get("expected"));
    }
  }
}
