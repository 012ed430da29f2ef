package dev.inlay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.graph.Interpreter;
import dev.inlay.graph.Program;
import dev.inlay.graph.Variable;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Value;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;

/** Holds a plan against what its program means. */
public final class PlanCheck {
  private static final double TOLERANCE = 2e-5;

  private PlanCheck() {}

  /** Runs a program both ways and compares all that a run gives. */
  public static void agrees(Program program, List<Value> inputs, long key) {
    agrees(Plan.compile(program, Workers.shared()).newRun(), program, inputs, key);
  }

  /** Runs a program, compiled once, both ways for several batches. */
  public static void agreesForEach(Program program, List<List<Value>> batches, long key) {
    Run run = Plan.compile(program, Workers.shared()).newRun();
    for (List<Value> batch : batches) {
      agrees(run, program, batch, key);
    }
  }

  static void agrees(Run run, Program program, List<Value> inputs, long key) {
    Interpreter.Run wanted = Interpreter.run(program, inputs, key);
    run.execute(inputs, key);
    for (int i = 0; i < program.outputs().size(); i++) {
      close("output " + i + " " + program.outputs().get(i), wanted.outputs().get(i), run.output(i));
    }
    for (Variable variable : program.gradients().keySet()) {
      close("gradient of " + variable, wanted.gradients().get(variable), run.gradient(variable));
    }
    run.assign();
    wanted
        .assignments()
        .forEach((variable, value) -> close("state " + variable, value, variable.read()));
  }

  /** All that a run of a plan gives: outputs, then gradients. */
  static List<Tensor> results(Plan plan, List<? extends Value> inputs, long key) {
    Run run = plan.newRun();
    run.execute(inputs, key);
    List<Tensor> results = new ArrayList<>();
    for (int i = 0; i < plan.program().outputs().size(); i++) {
      results.add(run.output(i));
    }
    plan.program().gradients().keySet().forEach(variable -> results.add(run.gradient(variable)));
    return results;
  }

  private static void close(String what, Tensor wanted, Tensor got) {
    assertThat(got.dtype()).as(what).isEqualTo(wanted.dtype());
    assertThat(got.shape()).as(what).isEqualTo(wanted.shape());
    float[] w = wanted.toFloats().data();
    float[] g = got.toFloats().data();
    double scale = 1;
    for (float v : w) {
      scale = Float.isFinite(v) ? Math.max(scale, Math.abs(v)) : scale;
    }
    for (int i = 0; i < w.length; i++) {
      if (Float.isFinite(w[i])) {
        assertThat((double) g[i])
            .as("%s, element %d of %d", what, i, w.length)
            .isCloseTo(w[i], Offset.offset(TOLERANCE * scale));
      } else {
        assertThat(g[i]).as("%s, element %d of %d", what, i, w.length).isEqualTo(w[i]);
      }
    }
  }
}
