package dev.inlay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.Garbage;
import dev.inlay.graph.Autodiff;
import dev.inlay.graph.Graph;
import dev.inlay.graph.Movement;
import dev.inlay.graph.Node;
import dev.inlay.graph.Program;
import dev.inlay.graph.Variable;
import dev.inlay.graph.Window.Conv;
import dev.inlay.graph.Window.Padding;
import dev.inlay.graph.Window.Pool;
import dev.inlay.graph.Window.Pooling;
import dev.inlay.kernel.Kernels;
import dev.inlay.tensor.CounterRandom;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.TensorSpec;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Convolutions of many rows, which the engine takes in pieces that don't end with a row. */
class ConvolutionPlanTest {
  private static final int ROWS = 150;
  private static final int STEPS = 40;
  private static final int CHANNELS = 6;
  private static final int FILTERS = 10;
  private static final int SIZE = 5;

  private final Graph graph = new Graph();
  private final Node x =
      graph.input(TensorSpec.of("x", DType.FLOAT32, Shape.batchOf(STEPS, CHANNELS)));
  private final Variable kernel = variable("kernel", SIZE, CHANNELS, FILTERS);
  private final Variable scale = variable("scale", CHANNELS);
  private final Variable each = variable("each", 3, 1, FILTERS);

  private static Variable variable(String name, int... dims) {
    Variable variable = new Variable(name, Shape.of(dims), true);
    variable.values().fill(i -> CounterRandom.normal(dims.length, i) / 4);
    return variable;
  }

  private static List<Tensor> batch() {
    float[] data = new float[ROWS * STEPS * CHANNELS];
    for (int i = 0; i < data.length; i++) {
      data[i] = CounterRandom.normal(9, i);
    }
    return List.of(Tensor.of(Shape.of(ROWS, STEPS, CHANNELS), data));
  }

  /** The kernel's places one by one: a product of all steps with each, moved and added up. */
  private Node byPlaces(Node scaled) {
    Node padded = graph.add(new Movement.Pad(1, SIZE - 1, 0), scaled);
    Node weights = graph.weight(kernel);
    Node sum = null;
    for (int i = 0; i < SIZE; i++) {
      Node place = weights.slice(0, i, i + 1).reshape(CHANNELS, FILTERS);
      Node product = padded.slice(1, i, i + STEPS).matMul(place);
      sum = sum == null ? product : sum.add(product);
    }
    return sum == null ? scaled : sum;
  }

  private Program program(Node y) {
    Node loss = y.square().mean();
    List<Variable> variables = List.of(kernel, scale, each);
    return new Program(
        graph, List.of(x), List.of(y), Autodiff.gradients(loss, variables), Map.of());
  }

  private static List<Tensor> results(Program program, int threads) {
    return PlanCheck.results(Plan.compile(program, Workers.of(threads)), batch(), 0);
  }

  @Test
  void inPiecesIsPlaceByPlace() {
    Node scaled = x.mul(graph.weight(scale));
    var causal = new Conv(List.of(1), Padding.CAUSAL, List.of(1), 1);
    List<Tensor> got = results(program(graph.add(causal, scaled, graph.weight(kernel))), 1);
    List<Tensor> wanted = results(program(byPlaces(scaled)), 1);
    for (int i = 0; i < wanted.size(); i++) {
      assertThat(got.get(i).toFloats().data())
          .containsExactly(wanted.get(i).toFloats().data(), Offset.offset(1e-4f));
    }
  }

  /** A convolution of all channels, one of each, and a pool. */
  private Program network() {
    var all = new Conv(List.of(2), Padding.SAME, List.of(1), 1);
    var single = new Conv(List.of(1), Padding.VALID, List.of(2), FILTERS);
    var pool = new Pool(Pooling.MAX, List.of(3), List.of(2), Padding.SAME);
    Node wide = graph.add(all, x.mul(graph.weight(scale)), graph.weight(kernel)).relu();
    return program(graph.add(pool, graph.add(single, wide, graph.weight(each))));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 8})
  void anyNumberOfThreadsGivesTheSameBits(int threads) {
    assertThat(results(network(), threads)).isEqualTo(results(network(), 1));
  }

  @Test
  void aWarmStepAllocatesNothing() {
    Run run = Plan.compile(network(), Workers.of(1), Kernels.scalar(), Sharding.USUAL).newRun();
    List<Tensor> batch = batch();
    assertThat(Garbage.least(100, () -> run.execute(batch, 0))).isZero();
  }
}
