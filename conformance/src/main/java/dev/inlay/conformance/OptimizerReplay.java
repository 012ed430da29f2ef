package dev.inlay.conformance;

import dev.inlay.engine.Plan;
import dev.inlay.engine.Run;
import dev.inlay.engine.Workers;
import dev.inlay.graph.Gradient;
import dev.inlay.graph.Graph;
import dev.inlay.graph.Node;
import dev.inlay.graph.Program;
import dev.inlay.graph.Variable;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.TensorSpec;
import dev.inlay.train.KerasOptimizers;
import dev.inlay.train.Optimizer;
import dev.inlay.train.OptimizerState;
import dev.inlay.train.TensorFlowOptimizers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Optimizers, step by step. The engine moves the variables as it would in training: the gradients
 * are inputs of its program, so that each step is given them as the case has them.
 */
final class OptimizerReplay {
  private final List<Variable> variables = new ArrayList<>();
  private final OptimizerState state;
  private final Run run;
  private final boolean rows;

  private OptimizerReplay(Optimizer optimizer, List<Tensor> init, boolean rows) {
    var graph = new Graph();
    Map<Variable, Gradient> gradients = new LinkedHashMap<>();
    for (Tensor values : init) {
      int i = variables.size();
      Shape shape = values.shape();
      var variable = new Variable("variable_" + i, shape, true);
      variable.assign(values);
      variables.add(variable);
      gradients.put(variable, rows ? rows(graph, i, shape) : dense(graph, i, shape));
    }
    this.rows = rows;
    state = optimizer.start(gradients);
    var program = new Program(graph, graph.inputs(), List.of(), gradients, Map.of());
    run = Plan.compile(program, Workers.shared()).newRun();
  }

  private static Gradient dense(Graph graph, int i, Shape shape) {
    return new Gradient.Dense(graph.input(TensorSpec.of("gradient_" + i, DType.FLOAT32, shape)));
  }

  private static Gradient rows(Graph graph, int i, Shape shape) {
    Node ids = graph.input(TensorSpec.of("ids_" + i, DType.INT32, Shape.of(Shape.UNKNOWN)));
    Node values =
        graph.input(TensorSpec.of("values_" + i, DType.FLOAT32, shape.withDim(0, Shape.UNKNOWN)));
    return new Gradient.Rows(List.of(new Gradient.Gathered(ids, values)));
  }

  private void step(List<Case> gradients) {
    List<Tensor> inputs = new ArrayList<>();
    for (Case gradient : gradients) {
      if (rows) {
        inputs.add(Encoded.forGraph(Encoded.tensor(gradient.get("indices"))));
      }
      inputs.add(
          Encoded.tensor(gradient.has("values") ? gradient.get("values") : gradient.fields())
              .toFloats());
    }
    run.execute(inputs, 1, state.slots());
    state.stepScaled(run::apply);
    state.flush();
  }

  /** Kind {@code optimizer}: one variable, checked at each step, or several, at some. */
  static void keras(Case golden) {
    Optimizer optimizer = KerasOptimizers.read(golden.subject(), golden.object("config").fields());
    if (golden.has("variable_init")) {
      each(golden, optimizer);
      return;
    }
    List<Tensor> init = Encoded.tensors(golden.get("variables_init"));
    List<List<Case>> steps = new ArrayList<>();
    for (Object step : golden.list("gradients_per_step")) {
      steps.add(gradients(step));
    }
    boolean rows = !steps.isEmpty() && steps.getFirst().stream().anyMatch(OptimizerReplay::isRows);
    if (steps.stream().flatMap(List::stream).anyMatch(g -> isRows(g) != rows)) {
      throw new UnsupportedOperationException("gradients of which some are in rows");
    }
    var replay = new OptimizerReplay(optimizer, init, rows);
    Map<Integer, List<Case>> expected = new HashMap<>();
    for (Case one : golden.objects("expected")) {
      expected.computeIfAbsent(one.integer("after_step"), step -> new ArrayList<>()).add(one);
    }
    for (int step = 0; step <= steps.size(); step++) {
      if (step > 0) {
        replay.step(steps.get(step - 1));
      }
      for (Case one : expected.getOrDefault(step, List.of())) {
        replay.check(Tolerance.of(one), one.integer("var"), step, one.get("expected"));
      }
    }
  }

  private static List<Case> gradients(@Nullable Object step) {
    if (!(step instanceof List<?> list)) {
      throw new IllegalArgumentException("wanted a list of gradients for each step");
    }
    List<Case> gradients = new ArrayList<>();
    for (Object gradient : list) {
      if (gradient == null) {
        throw new UnsupportedOperationException("a step without a gradient for each variable");
      }
      gradients.add(
          gradient instanceof Map
              ? Case.of("a gradient", gradient)
              : new Case("a gradient", Map.of("values", gradient)));
    }
    return gradients;
  }

  private static boolean isRows(Case gradient) {
    return gradient.has("indices");
  }

  /** Kind {@code optimizer_tfv1}. */
  static void estimator(Case golden) {
    Case settings = golden.object("optimizer");
    each(golden, TensorFlowOptimizers.read(settings.text("class"), settings.fields()));
  }

  private static void each(Case golden, Optimizer optimizer) {
    List<Case> gradients = golden.objects("gradients_per_step");
    boolean rows = gradients.stream().anyMatch(OptimizerReplay::isRows);
    var replay =
        new OptimizerReplay(optimizer, List.of(Encoded.tensor(golden.get("variable_init"))), rows);
    List<@Nullable Object> expected = golden.list("expected_after_step");
    for (int step = 1; step <= gradients.size(); step++) {
      replay.step(List.of(gradients.get(step - 1)));
      replay.check(Tolerance.of(golden), 0, step, expected.get(step - 1));
    }
  }

  private void check(Tolerance tolerance, int variable, int step, @Nullable Object expected) {
    tolerance.check(
        "variable %d after step %d".formatted(variable, step),
        Answer.of(variables.get(variable).read()),
        Answer.of(expected));
  }
}
