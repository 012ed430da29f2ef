package dev.inlay.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.Golden;
import dev.inlay.Golden.Case;
import dev.inlay.engine.Plan;
import dev.inlay.engine.Run;
import dev.inlay.engine.Workers;
import dev.inlay.graph.Gradient;
import dev.inlay.graph.Graph;
import dev.inlay.graph.Node;
import dev.inlay.graph.Program;
import dev.inlay.graph.Variable;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.TensorSpec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Optimizers go where those of Keras and of TensorFlow's estimators went. */
class OptimizerGoldenTest {
  static Stream<Case> keras() {
    return Stream.of("keras_optimizers_oracle.json", "keras_optimizers_more.json")
        .flatMap(file -> Golden.cases(file).stream())
        .filter(golden -> golden.text("kind").equals("optimizer"))
        .filter(golden -> golden.fields().containsKey("variable_init"));
  }

  static Stream<Case> schedules() {
    return Golden.cases("keras_optimizers_oracle.json").stream()
        .filter(golden -> golden.text("kind").equals("schedule"));
  }

  static Stream<Case> estimators() {
    return Golden.cases("tf_v1_optimizers.json").stream();
  }

  @Test
  void thereAreEnoughCases() {
    assertThat(keras()).hasSizeGreaterThan(50);
    assertThat(schedules()).hasSizeGreaterThan(8);
    assertThat(estimators()).hasSizeGreaterThan(15);
  }

  @ParameterizedTest
  @MethodSource
  void keras(Case golden) {
    Tensor start = golden.tensor("variable_init");
    Variable variable = new Variable("variable_0", start.shape(), true);
    variable.assign(start);
    Graph graph = new Graph();
    Node g = graph.input(TensorSpec.of("g", DType.FLOAT32, start.shape()));
    Map<Variable, Gradient> gradient = Map.of(variable, new Gradient.Dense(g));
    Program program = new Program(graph, graph.inputs(), List.of(), gradient, Map.of());
    Run run = Plan.compile(program, Workers.of(1)).newRun();
    OptimizerState state = GoldenSettings.optimizer(golden).start(gradient);
    List<Map<String, ?>> gradients = golden.list("gradients_per_step");
    List<Map<String, ?>> expected = golden.list("expected_after_step");
    for (int step = 0; step < gradients.size(); step++) {
      run.execute(List.of(Golden.tensor(new Case(gradients.get(step))).toFloats()), 0);
      state.stepScaled(run::apply);
      assertClose(step, variable.read().data(), floats(expected.get(step)));
    }
  }

  @ParameterizedTest
  @MethodSource
  void schedules(Case golden) {
    LearningRate schedule = GoldenSettings.schedule(golden);
    List<Number> steps = golden.list("steps");
    float[] actual = new float[steps.size()];
    for (int i = 0; i < actual.length; i++) {
      actual[i] = schedule.at(steps.get(i).intValue());
    }
    assertClose(0, actual, floats(golden.list("expected")));
  }

  @ParameterizedTest
  @MethodSource
  void estimators(Case golden) {
    Optimizer optimizer = GoldenSettings.firstGeneration(golden.object("optimizer"));
    Tensor start = golden.tensor("variable_init");
    int width = start.shape().last();
    Moved table = new Moved(optimizer, start.toFloats().data(), width);
    List<Map<String, ?>> gradients = golden.list("gradients_per_step");
    List<Map<String, ?>> expected = golden.list("expected_after_step");
    for (int step = 0; step < gradients.size(); step++) {
      Case gradient = new Case(gradients.get(step));
      float[] values = gradient.tensor("values").toFloats().data();
      if (gradient.fields().containsKey("indices")) {
        var rows = summed(gradient.list("indices"), values, width);
        if (optimizer instanceof Adam) {
          // TensorFlow's sparse Adam moves all rows.
          table.exact(rows);
          table.flush();
        } else {
          table.lazy(rows);
        }
      } else {
        table.dense(values);
      }
      assertClose(step, table.values.array(), floats(expected.get(step)));
    }
  }

  private static Map<Integer, float[]> summed(List<Number> ids, float[] values, int width) {
    Map<Integer, float[]> rows = new TreeMap<>();
    for (int i = 0; i < ids.size(); i++) {
      float[] row = rows.computeIfAbsent(ids.get(i).intValue(), id -> new float[width]);
      for (int j = 0; j < width; j++) {
        row[j] += values[i * width + j];
      }
    }
    return rows;
  }

  private static float[] floats(List<Number> numbers) {
    float[] floats = new float[numbers.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = numbers.get(i).floatValue();
    }
    return floats;
  }

  private static float[] floats(Map<String, ?> array) {
    return Golden.tensor(new Case(array)).toFloats().data();
  }

  private static void assertClose(int step, float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) actual[i])
          .as("element %d after step %d", i, step + 1)
          .isCloseTo(expected[i], Offset.offset(1e-6 + 1e-5 * Math.abs(expected[i])));
    }
  }
}
