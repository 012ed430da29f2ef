package dev.inlay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.inlay.engine.Networks.Network;
import dev.inlay.engine.Slots.Sparse;
import dev.inlay.kernel.Kernels;
import dev.inlay.tensor.Value;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A step that is warm allocates nothing, on any thread. */
class AllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final int STEPS = 200;

  /** The Vector API makes objects for as long as its code is interpreted. */
  private static final long LONGEST_WARM_UP = TimeUnit.SECONDS.toNanos(15);

  @ParameterizedTest
  @CsvSource({
    "scalar, 1, 8, LAZY",
    "scalar, 2, 700, LAZY",
    "scalar, 2, 700, EXACT",
    "scalar, 2, 300, DENSE",
    "best, 1, 8, LAZY",
    "best, 2, 700, EXACT",
    "best, 2, 300, DENSE"
  })
  void aWarmStepAllocatesNothing(String kernels, int threads, int rows, Sparse sparse) {
    Network network = Networks.mlp(8, 30);
    Workers workers = Workers.of(threads);
    Kernels chosen = kernels.equals("best") ? Kernels.best() : Kernels.scalar();
    Run run = Plan.compile(network.program(), workers, chosen, Sharding.USUAL).newRun();
    Slots slots = Networks.momentum(network.variables(), sparse);
    List<Value> batch = Networks.batch(rows, 1);
    List<Thread> others = workers.threads();
    long start = System.nanoTime();
    long least = Long.MAX_VALUE;
    while (least > 0 && System.nanoTime() - start < LONGEST_WARM_UP) {
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
