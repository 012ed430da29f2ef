package dev.inlay.layer;

import static dev.inlay.layer.Traced.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.engine.PlanCheck;
import dev.inlay.graph.Graph;
import dev.inlay.graph.Node;
import dev.inlay.graph.Program;
import dev.inlay.graph.Scan;
import dev.inlay.graph.Variable;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.TensorSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Recurrences that are loops, against the same ones written out step by step. */
class LoopedRecurrenceTest {
  private static final Tensor SEQUENCES =
      Tensor.of(
          Shape.of(3, 4, 2),
          0.1f,
          0.2f,
          0.3f,
          -0.5f,
          0.7f,
          0.1f,
          0.2f,
          0.1f,
          0,
          0.1f,
          -0.3f,
          0.3f,
          0.1f,
          0,
          0.2f,
          0.4f,
          0.1f,
          0.6f,
          -0.7f,
          0.9f,
          0.2f,
          -0.2f,
          0.5f,
          0.3f);

  private static final Tensor MASK =
      Tensor.of(new float[][] {{0, 1, 1, 0}, {1, 0, 1, 1}, {0, 0, 0, 0}});

  /** Its output is not one of its states, and its first state isn't zero. */
  private record Averaging(int units) implements RNNCell {
    @Override
    public List<Integer> stateSizes() {
      return List.of(units, 1);
    }

    @Override
    public List<Node> firstStates(Scope scope, Node step) {
      return RNNCell.super.firstStates(scope, step).stream().map(zero -> zero.add(0.5f)).toList();
    }

    @Override
    public List<Node> outputs(Scope scope, Node... inputs) {
      Node x = scope.apply(Dense.of(units), inputs[0]);
      Node decay = scope.weight("decay", Shape.of(units), Initializers.ZEROS).sigmoid();
      Node mean = inputs[1].mul(decay).add(x.mul(decay.neg().add(1)));
      return List.of(mean.mul(inputs[2]).tanh(), mean, inputs[2].add(1));
    }
  }

  /** It counts how often it was used, which a loop can't. */
  private record Counting() implements RNNCell {
    @Override
    public List<Integer> stateSizes() {
      return List.of(2);
    }

    @Override
    public List<Node> outputs(Scope scope, Node... inputs) {
      Node used = scope.state("used", Shape.SCALAR, Initializers.ZEROS);
      scope.update(used, used.add(1));
      Node h = inputs[0].add(inputs[1]);
      return List.of(h, h);
    }
  }

  /** It looks at all rows of the batch. */
  private record Centering() implements RNNCell {
    @Override
    public List<Integer> stateSizes() {
      return List.of(2);
    }

    @Override
    public List<Node> outputs(Scope scope, Node... inputs) {
      Node h = inputs[0].sub(inputs[0].mean(0)).add(inputs[1]);
      return List.of(h, h);
    }
  }

  static List<RecurrentLayer<?>> layers() {
    return List.of(
        LSTM.of(2).withActivation(Activations.RELU).withReturnState(true),
        LSTM.of(2).withRecurrentDropout(0.4).withDropout(0.3).withReturnSequences(true),
        GRU.of(3).withRecurrentActivation(Activations.HARD_SIGMOID).withReturnSequences(true),
        GRU.of(3).withResetAfter(false).withRecurrentDropout(0.3),
        SimpleRNN.of(3).withActivation(Activations.SOFTSIGN).withGoBackwards(true),
        ConvLSTM1D.of(2, 2),
        RNN.of(new Averaging(3)).withReturnSequences(true).withReturnState(true),
        RNN.of(List.of(LSTMCell.of(3), new Averaging(2), GRUCell.of(2))).withReturnState(true));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void aLoopIsWhatItsStepsAre(RecurrentLayer<?> layer) {
    Tensor x =
        layer instanceof ConvLSTM1D
            ? Tensor.of(Shape.of(3, 2, 4, 1), ((Tensor.FloatTensor) SEQUENCES).data())
            : SEQUENCES;
    Tensor mask =
        layer instanceof ConvLSTM1D ? Tensor.of(new float[][] {{0, 1}, {1, 0}, {1, 1}}) : MASK;
    for (boolean training : new boolean[] {false, true}) {
      for (Tensor m : Arrays.asList(null, mask)) {
        Traced looped = new Traced(layer, x).masked(m).training(training);
        Traced steps = new Traced(layer.withUnroll(true), x).masked(m).training(training);
        List<Tensor> outputs = looped.run().outputs();
        List<Tensor> ones = outputs.stream().map(LoopedRecurrenceTest::cotangent).toList();
        Program program = looped.program(ones);
        // Without its dropout, a recurrence may be one op.
        if (training) {
          assertThat(program.graph().nodes()).anyMatch(n -> n.op() instanceof Scan);
        }
        assertThat(steps.program(ones).graph().nodes()).noneMatch(n -> n.op() instanceof Scan);
        Traced.Result one = looped.run(ones);
        Traced.Result other = steps.run(ones);
        for (int i = 0; i < outputs.size(); i++) {
          assertClose("output " + i, one.outputs().get(i), other.outputs().get(i), 1e-5);
        }
        assertClose("dx", one.inputGradients().get(0), other.inputGradients().get(0), 1e-5);
        Map<String, Tensor> wanted = byPath(other.weightGradients());
        Map<String, Tensor> got = byPath(one.weightGradients());
        assertThat(got.keySet()).isEqualTo(wanted.keySet()).isNotEmpty();
        wanted.forEach((path, g) -> assertClose(path, got.get(path), g, 1e-5));
        PlanCheck.agrees(program, looped.values(), Traced.KEY);
      }
    }
  }

  private static Tensor cotangent(Tensor like) {
    Tensor.FloatTensor c = Tensor.zeros(like.shape());
    for (int i = 0; i < c.data().length; i++) {
      c.data()[i] = (float) Math.cos(i);
    }
    return c;
  }

  private static Map<String, Tensor> byPath(Map<Variable, Tensor.FloatTensor> gradients) {
    Map<String, Tensor> byPath = new TreeMap<>();
    gradients.forEach((variable, g) -> byPath.put(variable.path(), g));
    return byPath;
  }

  @Test
  void theGraphDoesNotGrowWithTheSteps() {
    assertThat(nodes(LSTM.of(8).withRecurrentDropout(0.2), 200))
        .isEqualTo(nodes(LSTM.of(8).withRecurrentDropout(0.2), 2))
        .isLessThan(200);
    assertThat(nodes(RNN.of(new Averaging(3)), 200)).isEqualTo(nodes(RNN.of(new Averaging(3)), 3));
    assertThat(nodes(RNN.of(new Averaging(3)).withUnroll(true), 200)).isGreaterThan(2000);
  }

  /** How many nodes a layer's graph has, with those of loops' bodies. */
  private static long nodes(Layer layer, int steps) {
    Graph graph = new Graph();
    Scope scope = Scope.root(graph, new Weights(1), true);
    Node x = graph.input(TensorSpec.of("x", DType.FLOAT32, Shape.batchOf(steps, 4)));
    scope.apply(layer, x);
    return graph.nodes().stream()
        .mapToLong(n -> n.op() instanceof Scan s ? 1 + s.body().graph().nodes().size() : 1)
        .sum();
  }

  @Test
  void whatALoopCannotDoIsWrittenOut() {
    Traced counting = new Traced(RNN.of(new Counting()), SEQUENCES).training(true);
    assertThat(counting.run().states().values()).singleElement().isEqualTo(Tensor.scalar(1f));
    Traced centering = new Traced(RNN.of(new Centering()), SEQUENCES);
    assertThat(centering.program(List.of()).graph().nodes())
        .noneMatch(node -> node.op() instanceof Scan);
    float sum = 0;
    for (float v : centering.run().output().toFloats().data()) {
      sum += v;
    }
    assertThat(sum).isCloseTo(0, org.assertj.core.data.Offset.offset(1e-5f));
  }
}
