package dev.inlay.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.inlay.Golden;
import dev.inlay.Golden.Case;
import dev.inlay.engine.Plan;
import dev.inlay.engine.Run;
import dev.inlay.engine.Workers;
import dev.inlay.graph.Autodiff;
import dev.inlay.graph.Graph;
import dev.inlay.graph.Node;
import dev.inlay.graph.Program;
import dev.inlay.graph.Variable;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.TensorSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Twenty steps of a small wide and deep model go as they went in Keras. */
class TrainingGoldenTest {
  private static final int BATCH = 8;
  private static final int ROWS = 32;

  static Stream<Case> cases() {
    return Golden.cases("keras_training_oracle.json").stream();
  }

  @Test
  void thereAreEnoughCases() {
    assertThat(cases()).hasSizeGreaterThan(3);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void goesAsInKeras(Case golden) {
    Map<String, Variable> weights = new LinkedHashMap<>();
    for (Map<String, ?> array : golden.<Map<String, ?>>list("initial_weights")) {
      Tensor value = Golden.tensor(new Case(array));
      Variable variable = new Variable((String) array.get("path"), value.shape(), true);
      variable.assign(value);
      weights.put(variable.path(), variable);
    }
    Graph graph = new Graph();
    Node cat = graph.input(TensorSpec.of("cat", DType.INT32, Shape.of(-1, 2)));
    Node num = graph.input(TensorSpec.of("num", DType.FLOAT32, Shape.of(-1, 3)));
    Node yTrue = graph.input(TensorSpec.of("y", DType.FLOAT32, Shape.of(-1, 1)));
    Node yPred = model(graph, weights, cat, num);
    Node loss = Loss.BINARY_CROSSENTROPY.of(yTrue, yPred);
    var gradients = Autodiff.gradients(loss, weights.values());
    Program program = new Program(graph, graph.inputs(), List.of(loss, yPred), gradients, Map.of());
    Run run = Plan.compile(program, Workers.of(1)).newRun();
    OptimizerState state =
        GoldenSettings.optimizer(golden.object("optimizer"))
            .withRows(Rows.KERAS_ON_TENSORFLOW)
            .start(gradients);

    Tensor ids = ids(golden.tensor("cat"));
    List<Tensor> data = List.of(ids, golden.tensor("num"), golden.tensor("y"));
    List<List<Number>> expected =
        golden.list("expected_per_step_[loss,accuracy,auc]_before_update");
    for (int step = 0; step < expected.size(); step++) {
      int from = BATCH * (step % (ROWS / BATCH));
      List<Tensor> batch = data.stream().map(t -> t.rows(from, from + BATCH)).toList();
      run.execute(batch, 0, state.slots());
      assertMeasures(run, batch.getLast(), expected.get(step));
      state.step(run::apply);
    }
    state.flush();

    for (Map<String, ?> array : golden.<Map<String, ?>>list("expected_final_weights")) {
      Variable variable = weights.get((String) array.get("path"));
      float[] values = Golden.tensor(new Case(array)).toFloats().data();
      assertThat(variable.read().data()).as(variable.path()).containsExactly(values, within(2e-5f));
    }
    run.execute(data, 0);
    assertMeasures(run, data.getLast(), golden.list("expected_evaluate_[loss,accuracy,auc]"));
    assertThat(run.output(1).toFloats().data())
        .containsExactly(golden.tensor("expected_predictions").toFloats().data(), within(1e-5f));
  }

  private static Node model(Graph graph, Map<String, Variable> weights, Node cat, Node num) {
    Node deep = graph.weight(weights.get("emb/embeddings")).gather(cat).reshape(0, 8);
    Node hidden =
        Node.concat(1, deep, num)
            .matMul(graph.weight(weights.get("d1/kernel")))
            .add(graph.weight(weights.get("d1/bias")))
            .relu();
    Node wide = graph.weight(weights.get("wide/embeddings")).gather(cat).sum(1);
    return hidden
        .matMul(graph.weight(weights.get("d2/kernel")))
        .add(graph.weight(weights.get("d2/bias")))
        .add(wide)
        .sigmoid();
  }

  private static Tensor ids(Tensor numbers) {
    long[] longs = ((Tensor.LongTensor) numbers).data();
    int[] ids = new int[longs.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = Math.toIntExact(longs[i]);
    }
    return Tensor.of(numbers.shape(), ids);
  }

  private static void assertMeasures(Run run, Tensor labels, List<Number> expected) {
    Tensor predictions = run.output(1);
    double[] measures = new double[3];
    measures[0] = run.output(0).toFloats().data()[0];
    List<Metric> metrics = List.of(Metric.ACCURACY, Metric.AUC);
    for (int i = 0; i < metrics.size(); i++) {
      Metric.Accumulator accumulator = metrics.get(i).start();
      accumulator.update(labels, predictions, null);
      measures[i + 1] = accumulator.result();
    }
    double[] wanted = expected.stream().mapToDouble(Number::doubleValue).toArray();
    assertThat(measures).containsExactly(wanted, within(1e-5));
  }
}
