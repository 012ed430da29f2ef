package dev.inlay.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.inlay.graph.Autodiff;
import dev.inlay.graph.CrossEntropy.SparseSoftmaxCrossEntropy;
import dev.inlay.graph.Graph;
import dev.inlay.graph.Movement.Slice;
import dev.inlay.graph.Node;
import dev.inlay.graph.Program;
import dev.inlay.graph.Random.Distribution;
import dev.inlay.graph.Recurrent;
import dev.inlay.graph.Variable;
import dev.inlay.graph.Window;
import dev.inlay.kernel.Kernels;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.TensorSpec;
import dev.inlay.tensor.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A model over sequences: convolution, batch norm with moving state, dropout, LSTM, classes. */
@Tag("twin")
class PlanModelsTest {
  private static final int VOCABULARY = 20;
  private static final int CLASSES = 3;
  private static final int CHANNELS = 5;
  private static final int UNITS = 4;

  private final Graph graph = new Graph();
  private final Random random = new Random(3);
  private final List<Variable> variables = new ArrayList<>();
  private final Variable mean = new Variable("mean", Shape.of(CHANNELS), false);

  private Node weight(int... dims) {
    Variable variable = new Variable("w" + variables.size(), Shape.of(dims), true);
    float[] values = variable.values().array();
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    variables.add(variable);
    return graph.weight(variable);
  }

  /** The model, for sequences of a fixed or an unknown length. */
  private Program model(int time) {
    Node ids = graph.input(TensorSpec.of("ids", DType.INT32, Shape.batchOf(time)));
    Node labels = graph.input(TensorSpec.of("labels", DType.INT32, Shape.batchOf()));
    Node x = weight(VOCABULARY, 6).gather(ids);
    var conv = new Window.Conv(List.of(1), Window.Padding.SAME, List.of(1), 1);
    x = graph.add(conv, x, weight(3, 6, CHANNELS)).add(weight(CHANNELS)).relu();
    Node average = x.mean(0, 1);
    Node centered = x.sub(average);
    x = centered.div(centered.square().mean(0, 1).add(1e-3f).sqrt()).mul(weight(CHANNELS));
    Node drawn = graph.add(new dev.inlay.graph.Random(Distribution.UNIFORM, 4), x);
    x = drawn.less(0.8f).mul(1.25f).mul(x);
    Node z = x.matMul(weight(CHANNELS, 4 * UNITS)).add(weight(4 * UNITS));
    Node mask = ids.cast(DType.FLOAT32).greater(1);
    Node none = z.slice(1, 0, 1).reshape(0, 4 * UNITS).slice(1, 0, UNITS).mul(0f);
    Node states =
        graph.add(new Recurrent.Lstm(true), z, weight(UNITS, 4 * UNITS), none, none, mask);
    Node last = states.slice(1, -1, Slice.END).slice(2, 5 * UNITS, Slice.END).reshape(0, UNITS);
    Node logits = last.matMul(weight(UNITS, CLASSES)).add(weight(CLASSES));
    Node loss = graph.add(new SparseSoftmaxCrossEntropy(), logits, labels).mean();
    Node moved = graph.weight(mean).mul(0.9f).add(average.mul(0.1f));
    return new Program(
        graph,
        graph.inputs(),
        List.of(loss, logits.softmax()),
        Autodiff.gradients(loss, variables),
        Map.of(mean, moved));
  }

  private static List<Value> batch(int rows, int time) {
    Random random = new Random(rows * 31L + time);
    int[] ids = new int[rows * time];
    int[] labels = new int[rows];
    Arrays.setAll(ids, _ -> random.nextInt(VOCABULARY));
    Arrays.setAll(labels, _ -> random.nextInt(CLASSES));
    return List.of(Tensor.of(Shape.of(rows, time), ids), Tensor.of(labels));
  }

  @Test
  void agreesWithTheInterpreterForAnyBatch() {
    Program program = model(7);
    Run run = Plan.compile(program, Workers.of(3), Kernels.best(), new Sharding(1, 0, 8)).newRun();
    for (int rows : new int[] {7, 1, 33}) {
      PlanCheck.agrees(run, program, batch(rows, 7), rows);
    }
  }

  @Test
  void agreesWithTheInterpreterForSequencesOfAnyLength() {
    Program program = model(Shape.UNKNOWN);
    Run run = Plan.compile(program, Workers.shared()).newRun();
    for (int time : new int[] {4, 9, 2, 9, 4, 3, 1, 5, 6, 9}) {
      PlanCheck.agrees(run, program, batch(5, time), time);
    }
  }

  @Test
  void statesChangeOnlyWhenAssigned() {
    Run run = Plan.compile(model(5), Workers.shared()).newRun();
    run.execute(batch(4, 5), 0);
    assertThat(mean.read().data()).containsOnly(0);
    run.assign();
    assertThat(mean.read().data()).doesNotContain(0);
  }

  @Test
  void aLabelThatIsNoClassIsNamed() {
    Run run = Plan.compile(model(5), Workers.shared()).newRun();
    List<Value> batch = batch(4, 5);
    ((Tensor.IntTensor) batch.getLast()).data()[2] = -1;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run.execute(batch, 0))
        .withMessage(
            "input \"labels\", row 2: label -1 is none of the classes, which run from 0 to 2");
  }
}
