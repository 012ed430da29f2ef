package dev.inlay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.inlay.engine.Networks.Network;
import dev.inlay.engine.Slots.Sparse;
import dev.inlay.kernel.Kernels;
import dev.inlay.tensor.Value;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A step that is warm allocates nothing, on any thread. With the scalar kernels, as the Vector API
 * makes objects for as long as its code is interpreted.
 */
class AllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final int STEPS = 200;
  private static final int MOST_ROUNDS = 20;

  @ParameterizedTest
  @CsvSource({"1, 8, LAZY", "2, 700, LAZY", "2, 700, EXACT", "2, 300, DENSE"})
  void aWarmStepAllocatesNothing(int threads, int rows, Sparse sparse) {
    Network network = Networks.mlp(8, 30);
    Workers workers = Workers.of(threads);
    Run run = Plan.compile(network.program(), workers, Kernels.scalar(), Sharding.USUAL).newRun();
    Slots slots = Networks.momentum(network.variables(), sparse);
    List<Value> batch = Networks.batch(rows, 1);
    List<Thread> others = workers.threads();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < MOST_ROUNDS && least > 0; round++) {
      long before = allocated(others);
      steps(run, batch, slots, STEPS);
      least = Math.min(least, allocated(others) - before);
    }
    assertThat(least).isZero();
  }

  private static void steps(Run run, List<Value> batch, Slots slots, int count) {
    for (int i = 0; i < count; i++) {
      run.execute(batch, i, slots);
      run.apply(slots);
    }
  }

  private static long allocated(List<Thread> others) {
    long bytes = THREADS.getThreadAllocatedBytes(Thread.currentThread().threadId());
    for (int i = 0; i < others.size(); i++) {
      bytes += THREADS.getThreadAllocatedBytes(others.get(i).threadId());
    }
    return bytes;
  }
}
