package dev.inlay.conformance;

import dev.inlay.engine.Plan;
import dev.inlay.engine.Run;
import dev.inlay.engine.Workers;
import dev.inlay.graph.Interpreter;
import dev.inlay.graph.Program;
import dev.inlay.graph.Variable;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What runs a program: the definition of the ops, and the engine. Both have to be right. */
enum Machine {
  INTERPRETER {
    @Override
    Interpreter.Run run(Program program, List<? extends Value> inputs) {
      return Interpreter.run(program, inputs, KEY);
    }
  },
  ENGINE {
    @Override
    Interpreter.Run run(Program program, List<? extends Value> inputs) {
      Run run = Plan.compile(program, Workers.shared()).newRun();
      run.execute(inputs, KEY);
      List<Tensor> outputs = new ArrayList<>();
      for (int i = 0; i < program.outputs().size(); i++) {
        outputs.add(run.output(i));
      }
      Map<Variable, FloatTensor> gradients = new LinkedHashMap<>();
      program.gradients().keySet().forEach(v -> gradients.put(v, run.gradient(v)));
      return new Interpreter.Run(outputs, gradients, assignments(program, run));
    }

    // The engine writes states in place: they are read, and put back.
    private Map<Variable, FloatTensor> assignments(Program program, Run run) {
      Map<Variable, FloatTensor> before = new LinkedHashMap<>();
      program.assignments().keySet().forEach(state -> before.put(state, state.read()));
      run.assign();
      Map<Variable, FloatTensor> after = new LinkedHashMap<>();
      before.forEach(
          (state, values) -> {
            after.put(state, state.read());
            state.assign(values);
          });
      return after;
    }
  };

  private static final long KEY = 1;

  /** Runs a program; variables keep their values. */
  abstract Interpreter.Run run(Program program, List<? extends Value> inputs);

  /** A name for messages. */
  String of(String what) {
    return "%s (%s)".formatted(what, name().toLowerCase(Locale.ROOT));
  }
}
