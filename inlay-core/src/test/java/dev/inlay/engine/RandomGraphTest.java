package dev.inlay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.Seeds;
import dev.inlay.graph.Program;
import dev.inlay.kernel.Kernels;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Value;
import java.util.List;
import java.util.Random;

/** Random programs in a plan against the interpreter, and against other numbers of threads. */
class RandomGraphTest {
  /** Shards of a few rows, so that small batches have many. */
  private static final Sharding SMALL = new Sharding(1, 0, 4);

  private static final Workers ONE = Workers.of(1);
  private static final Workers THREE = Workers.of(3);

  @Seeds(80)
  void aPlanAgreesWithTheInterpreter(long seed) {
    Program program = RandomGraph.of(seed, new Random(seed).nextInt(1, 41));
    Run run = Plan.compile(program, THREE, Kernels.best(), SMALL).newRun();
    for (int rows : new int[] {7, 1, 33}) {
      PlanCheck.agrees(run, program, RandomGraph.batch(program, rows, seed), seed);
    }
  }

  @Seeds(25)
  void anyNumberOfThreadsGivesTheSameBits(long seed) {
    Program program = RandomGraph.of(seed, 20);
    List<Value> batch = RandomGraph.batch(program, 100, seed);
    assertThat(results(program, batch, THREE)).isEqualTo(results(program, batch, ONE));
  }

  private static List<Tensor> results(Program program, List<Value> batch, Workers workers) {
    return PlanCheck.results(Plan.compile(program, workers, Kernels.best(), SMALL), batch, 3);
  }
}
