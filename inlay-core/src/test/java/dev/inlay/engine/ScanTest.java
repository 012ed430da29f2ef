package dev.inlay.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.inlay.Garbage;
import dev.inlay.Seeds;
import dev.inlay.graph.Autodiff;
import dev.inlay.graph.Graph;
import dev.inlay.graph.Loop;
import dev.inlay.graph.Node;
import dev.inlay.graph.Program;
import dev.inlay.graph.Random.Distribution;
import dev.inlay.graph.Scan;
import dev.inlay.graph.Unary;
import dev.inlay.graph.Variable;
import dev.inlay.kernel.Kernels;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.TensorSpec;
import dev.inlay.tensor.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Loops of random bodies in a plan: against the interpreter, other threads, and unrolled. */
class ScanTest {
  /** Shards of a few rows, so that small batches have many. */
  private static final Sharding SMALL = new Sharding(1, 0, 4);

  private static final Workers ONE = Workers.of(1);
  private static final Workers THREE = Workers.of(3);

  @Seeds(40)
  void aPlanAgreesWithTheInterpreter(long seed) {
    Program program = new RandomLoop(seed).program();
    Run run = Plan.compile(program, THREE, Kernels.best(), SMALL).newRun();
    for (int rows : new int[] {7, 1, 21}) {
      PlanCheck.agrees(run, program, batch(program, rows, seed), seed);
    }
  }

  @Seeds(15)
  void anyNumberOfThreadsGivesTheSameBits(long seed) {
    Program program = new RandomLoop(seed).program();
    List<Value> batch = batch(program, 50, seed);
    assertThat(results(program, batch, THREE)).isEqualTo(results(program, batch, ONE));
  }

  /** Lengths that are known when a batch comes only. */
  @Test
  void anyNumberOfSteps() {
    Graph graph = new Graph();
    Node x = graph.input(TensorSpec.of("x", DType.FLOAT32, Shape.of(-1, -1, 3)));
    Variable kernel = variable("kernel", 3, 3);
    Node first = x.slice(1, 0, 1).reshape(0, 3).mul(0);
    Loop loop = Loop.over(List.of(x), List.of(first));
    Node h = loop.steps().getFirst();
    h = h.add(loop.states().getFirst().matMul(graph.weight(kernel))).tanh();
    Node all = loop.close(List.of(h), List.of()).states().getFirst();
    Node loss = all.square().sum();
    Program program =
        new Program(
            graph,
            graph.inputs(),
            List.of(all),
            Autodiff.gradients(loss, List.of(kernel)),
            Map.of());
    Run run = Plan.compile(program, THREE, Kernels.best(), SMALL).newRun();
    Random random = new Random(3);
    for (int steps : new int[] {5, 1, 9}) {
      Shape shape = Shape.of(6, steps, 3);
      PlanCheck.agrees(run, program, List.of(Tensor.of(shape, floats(random, shape.intSize()))), 1);
    }
  }

  /** What a step makes of nodes around the loop alone is made once, outside. */
  @Test
  void whatStaysTheSameIsOutside() {
    Graph graph = new Graph();
    Node x = graph.input(TensorSpec.of("x", DType.FLOAT32, Shape.batchOf(4, 2)));
    Node kernel = graph.weight(variable("kernel", 2, 2));
    Loop loop = Loop.over(List.of(x), List.of());
    Node y = loop.steps().getFirst().matMul(kernel.square().add(1));
    loop.close(List.of(), List.of(y));
    Scan scan =
        (Scan) graph.nodes().stream().filter(n -> n.op() instanceof Scan).findFirst().get().op();
    assertThat(scan.body().graph().nodes()).hasSize(3);
    assertThat(scan.states()).isZero();
  }

  @Test
  void aBodyThatMixesRowsIsRefused() {
    Graph graph = new Graph();
    Node x = graph.input(TensorSpec.of("x", DType.FLOAT32, Shape.batchOf(4, 2)));
    Loop loop = Loop.over(List.of(x), List.of());
    Node step = loop.steps().getFirst();
    Node centered = step.sub(step.mean(0));
    assertThat(loop.suits(List.of(step))).isTrue();
    assertThat(loop.suits(List.of(centered))).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loop.close(List.of(), List.of(centered)))
        .withMessageContaining("computes each row of the batch by itself, but")
        .withMessageContaining("takes all together");
  }

  @Test
  void statesKeepTheirShape() {
    Graph graph = new Graph();
    Node x = graph.input(TensorSpec.of("x", DType.FLOAT32, Shape.batchOf(4, 2)));
    Loop loop = Loop.over(List.of(x), List.of(x.slice(1, 0, 1).reshape(0, 2)));
    Node wide = Node.concat(1, loop.steps().getFirst(), loop.states().getFirst());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loop.close(List.of(wide), List.of()))
        .withMessageContaining("FLOAT32 (None, 2) before a step and FLOAT32 (None, 4) after it");
  }

  @Test
  void aWarmStepAllocatesNothing() {
    Program program = new RandomLoop(1).program();
    Run run = Plan.compile(program, ONE, Kernels.scalar(), SMALL).newRun();
    List<Value> batch = batch(program, 20, 1);
    Runnable steps =
        () -> {
          for (int i = 0; i < 10; i++) {
            run.execute(batch, i);
          }
        };
    assertThat(Garbage.least(500, steps)).isZero();
  }

  private static List<Tensor> results(Program program, List<Value> batch, Workers workers) {
    return PlanCheck.results(Plan.compile(program, workers, Kernels.best(), SMALL), batch, 3);
  }

  private static List<Value> batch(Program program, int rows, long seed) {
    return RandomGraph.batch(program, rows, seed);
  }

  private static Variable variable(String name, int... dims) {
    Variable variable = new Variable(name, Shape.of(dims), true);
    Shape shape = variable.shape();
    variable.assign(Tensor.of(shape, floats(new Random(5), shape.intSize())));
    return variable;
  }

  private static float[] floats(Random random, int n) {
    float[] floats = new float[n];
    for (int i = 0; i < n; i++) {
      floats[i] = random.nextFloat() - 0.5f;
    }
    return floats;
  }

  /** A loop of random ops over states, sequences, values by row, weights and random numbers. */
  private static final class RandomLoop {
    private final Random random;
    private final Graph graph = new Graph();
    private final List<Variable> variables = new ArrayList<>();

    RandomLoop(long seed) {
      random = new Random(seed);
    }

    Program program() {
      int time = 1 + random.nextInt(5);
      Node x = graph.input(TensorSpec.of("x", DType.FLOAT32, Shape.batchOf(time, 3)));
      Node wide = graph.input(TensorSpec.of("wide", DType.FLOAT32, Shape.batchOf(time, 2, 2)));
      Node row = graph.input(TensorSpec.of("row", DType.FLOAT32, Shape.batchOf(4))).tanh();
      // With an inner loop, sequences of each step are sequences of the inner one.
      Node h = x.slice(1, 0, 1).reshape(0, 3).matMul(weight(3, 5));
      Node matrix = wide.slice(1, -1, Integer.MAX_VALUE).reshape(0, 2, 2);
      Loop loop = Loop.over(List.of(x.slice(2, 1, 3), wide), List.of(h, matrix));
      List<Node> pool = new ArrayList<>(loop.steps());
      pool.addAll(loop.states());
      pool.add(row);
      if (random.nextBoolean()) {
        Node drawn =
            graph.add(new dev.inlay.graph.Random(Distribution.UNIFORM, 3), loop.states().get(0));
        pool.add(drawn.greater(0.3f).mul(loop.states().get(0)));
      }
      for (int i = 0; i < 2 + random.nextInt(8); i++) {
        pool.add(next(pool));
      }
      Node state =
          flat(pool.getLast()).matMul(weight((int) flat(pool.getLast()).shape().last(), 5));
      Node other = flat(pick(pool));
      Node second = other.matMul(weight(other.shape().last(), 4)).reshape(0, 2, 2).tanh();
      Node swapped = loop.states().get(1).add(second).mul(0.5f);
      Loop.Result result =
          loop.close(
              List.of(state.add(loop.states().get(0)).tanh(), swapped), List.of(other, state));
      Node loss = graph.constant(0f);
      List<Node> outputs = new ArrayList<>(result.states());
      outputs.addAll(result.outputs());
      for (Node output : outputs) {
        loss = loss.add(output.tanh().square().mean());
      }
      return new Program(
          graph, graph.inputs(), outputs, Autodiff.gradients(loss, variables), Map.of());
    }

    private Node next(List<Node> pool) {
      Node a = pick(pool);
      Node b = flat(pick(pool));
      Node x = flat(a);
      int width = x.shape().last();
      return switch (random.nextInt(9)) {
        case 0 -> x.apply(List.of(Unary.TANH, Unary.SIGMOID, Unary.SIN).get(random.nextInt(3)));
        case 1, 2 -> x.matMul(weight(width, 1 + random.nextInt(6))).add(weight(1));
        case 3 -> x.mul(weight(width).sigmoid());
        case 4 -> Node.concat(1, x, b);
        case 5 -> x.softmax();
        case 6 -> a.shape().rank() == 3 ? a.matMul(weight(a.shape().last(), 2)).tanh() : x.square();
        case 7 -> x.slice(1, 0, 1).mul(b).greater(0).where(b, b.mul(0.2f));
        default -> x.sub(x.meanKeepingDims(1)).mul(graph.constant(0.7f));
      };
    }

    private Node pick(List<Node> pool) {
      return pool.get(random.nextInt(pool.size()));
    }

    private static Node flat(Node x) {
      return x.shape().rank() == 2 ? x : x.reshape(-1, (int) x.shape().size(1, x.shape().rank()));
    }

    private Node weight(int... dims) {
      Variable variable = new Variable("w" + variables.size(), Shape.of(dims), true);
      Shape shape = variable.shape();
      variable.assign(Tensor.of(shape, floats(random, shape.intSize())));
      variables.add(variable);
      return graph.weight(variable);
    }
  }
}
