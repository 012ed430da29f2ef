package dev.inlay.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.inlay.engine.Networks.Network;
import dev.inlay.engine.Slots.Sparse;
import dev.inlay.graph.Graph;
import dev.inlay.graph.Node;
import dev.inlay.graph.Program;
import dev.inlay.graph.Variable;
import dev.inlay.kernel.Kernels;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.TensorSpec;
import dev.inlay.tensor.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("twin")
class PlanTest {
  @Test
  void onePlanRunsBatchesOfAnySize() {
    Network network = Networks.mlp(8, 20, 10);
    Run run = Plan.compile(network.program(), Workers.shared()).newRun();
    for (int rows : new int[] {7, 1, 1000, 33, 1000, 1}) {
      PlanCheck.agrees(run, network.program(), Networks.batch(rows, rows), 0);
    }
  }

  @Test
  void rowsThatAreStackedOutliveTheirShard() {
    Graph graph = new Graph();
    Node x = graph.input(TensorSpec.of("x", DType.FLOAT32, Shape.batchOf(3)));
    Node stacked = Node.concat(0, x.square().reshape(1, -1, 3), x.tanh().reshape(1, -1, 3));
    Node later = x;
    for (int i = 0; i < 8; i++) {
      later = later.tanh().add(later.exp().mul(0.01f));
    }
    Program program = Program.of(graph, List.of(stacked, later));
    Tensor rows = Tensor.of(new float[][] {{0.1f, 0.2f, 0.3f}, {-0.4f, 0.5f, -0.6f}});
    PlanCheck.agrees(program, List.of(rows), 0);
  }

  @Test
  void anEmptyBatchHasNoGradient() {
    Network network = Networks.mlp(8, 20);
    Run run = Plan.compile(network.program(), Workers.shared()).newRun();
    run.execute(Networks.batch(5, 0), 0);
    run.execute(Networks.batch(0, 0), 0);
    assertThat(run.output(1).shape()).isEqualTo(Shape.of(0, 1));
    for (Variable v : network.variables()) {
      assertThat(run.gradient(v).data()).containsOnly(0);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 8})
  void anyNumberOfThreadsGivesTheSameBits(int threads) {
    assertThat(trained(threads, Sparse.LAZY)).isEqualTo(trained(1, Sparse.LAZY));
  }

  private static List<Tensor> trained(int threads, Sparse sparse) {
    Network network = Networks.mlp(16, 300, 200);
    Run run = Plan.compile(network.program(), Workers.of(threads)).newRun();
    Slots slots = Networks.momentum(network.variables(), sparse);
    for (int step = 0; step < 5; step++) {
      run.execute(Networks.batch(1500, step), 0, slots);
      run.apply(slots);
    }
    return network.weights();
  }

  @ParameterizedTest
  @EnumSource(names = {"EXACT", "DENSE"})
  void sparseModesEqualADenseUpdate(Sparse sparse) {
    Network network = Networks.mlp(4, 10);
    Network reference = Networks.mlp(4, 10);
    Run run = Plan.compile(network.program(), Workers.shared()).newRun();
    Run referenceRun = Plan.compile(reference.program(), Workers.shared()).newRun();
    Slots slots = Networks.momentum(network.variables(), sparse);
    Slots referenceSlots = Networks.momentum(reference.variables(), Sparse.LAZY);
    for (int step = 0; step < 20; step++) {
      List<Value> batch = Networks.batch(6, step);
      run.execute(batch, 0, slots);
      run.apply(slots);
      referenceRun.execute(batch, 0);
      for (Slots.Entry entry : referenceSlots.entries()) {
        float[] w = entry.variable().values().array();
        float[][] slot = {entry.slots().getFirst().array()};
        float[] g = referenceRun.gradient(entry.variable()).data();
        entry.rule().update(w, slot, 0, g, 0, g.length, entry.hyper());
      }
    }
    slots.flush(Workers.shared());
    for (int i = 0; i < network.variables().size(); i++) {
      float[] got = network.variables().get(i).values().array();
      float[] wanted = reference.variables().get(i).values().array();
      assertThat(got).containsExactly(wanted, Offset.offset(1e-6f));
    }
  }

  @Test
  void manyRunsOfOnePlanExecuteAtOnce() throws Exception {
    Network network = Networks.mlp(8, 200);
    Plan plan = Plan.compile(network.program(), Workers.of(2));
    Run alone = plan.newRun();
    try (var threads = Executors.newFixedThreadPool(6)) {
      List<Future<Tensor>> results = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        int seed = i;
        results.add(
            threads.submit(
                () -> {
                  Run run = plan.newRun();
                  run.execute(Networks.batch(500 + seed, seed), 0);
                  return run.output(1);
                }));
      }
      for (int i = 0; i < results.size(); i++) {
        alone.execute(Networks.batch(500 + i, i), 0);
        assertThat(results.get(i).get()).isEqualTo(alone.output(1));
      }
    }
  }

  @Test
  void anIdBeyondItsTableIsNamed() {
    Network network = Networks.mlp(8, 20);
    Run run = Plan.compile(network.program(), Workers.shared()).newRun();
    List<Value> batch = Networks.batch(9, 1);
    ((Tensor.IntTensor) batch.getFirst()).data()[7 * Networks.IDS + 1] = 50;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run.execute(batch, 0))
        .withMessageContaining("input \"ids\", row 7: id 50")
        .withMessageContaining("from 0 to 49");
  }

  @Test
  void inputsOfTheWrongKindAreRefused() {
    Network network = Networks.mlp(8, 20);
    Run run = Plan.compile(network.program(), Workers.shared()).newRun();
    List<Value> good = Networks.batch(4, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run.execute(good.subList(0, 2), 0))
        .withMessage("the program has 3 inputs, got 2 values");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run.execute(List.of(good.get(1), good.get(1), good.get(2)), 0))
        .withMessage("input \"ids\" wants INT32 of shape (None, 3), got FLOAT32 of shape (4, 4)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run.execute(List.of(good.get(0), good.get(1).rows(0, 3), good.get(2)), 0))
        .withMessageContaining("input \"numbers\" has 3 rows, those before it have 4");
  }

  @Test
  void aLargeKernelIsLaidOutOnceForAllShards() {
    Network network = Networks.mlp(40, 300);
    Sharding small = new Sharding(1, 0, 16);
    List<Value> batch = Networks.batch(70, 4);
    for (Kernels kernels : kernels()) {
      Run run = Plan.compile(network.program(), Workers.of(3), kernels, small).newRun();
      PlanCheck.agrees(run, network.program(), batch, 1);
      // One shard lays nothing out.
      PlanCheck.agrees(run, network.program(), Networks.batch(3, 5), 1);
    }
  }

  private static List<Kernels> kernels() {
    return Kernels.hasSimd()
        ? List.of(Kernels.scalar(), Kernels.simd())
        : List.of(Kernels.scalar());
  }
}
