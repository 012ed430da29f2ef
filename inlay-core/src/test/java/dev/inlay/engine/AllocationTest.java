package dev.inlay.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import dev.inlay.ChildJvm;
import dev.inlay.engine.Networks.Network;
import dev.inlay.engine.Slots.Sparse;
import dev.inlay.kernel.Kernels;
import dev.inlay.kernel.Rehearsed;
import dev.inlay.tensor.Value;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A step that is warm allocates nothing, on any thread. */
class AllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final int STEPS = 200;

  /**
   * The Vector API makes objects for as long as its code is interpreted; a busy machine compiles
   * late.
   */
  private static final long LONGEST_WARM_UP = TimeUnit.SECONDS.toNanos(60);

  @ParameterizedTest
  @CsvSource({"1, 8, LAZY", "2, 700, LAZY", "2, 700, EXACT", "2, 300, DENSE"})
  void aWarmStepAllocatesNothing(int threads, int rows, Sparse sparse) {
    assertThat(least(Kernels.scalar(), threads, rows, sparse, null)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"1, 8, LAZY", "2, 700, EXACT", "2, 300, DENSE"})
  void aWarmStepUnderAStopwatchAllocatesNothing(int threads, int rows, Sparse sparse) {
    assertThat(least(Kernels.scalar(), threads, rows, sparse, new Stopwatch())).isZero();
  }

  /**
   * In vectors, in a JVM of its own: what others have made the JIT see decides whether vectors stay
   * in registers or become objects.
   */
  @ParameterizedTest
  @CsvSource({"1, 8, LAZY", "2, 700, EXACT", "2, 300, DENSE"})
  void aWarmStepInVectorsAllocatesNothing(int threads, int rows, Sparse sparse)
      throws IOException, InterruptedException {
    assumeTrue(Kernels.hasSimd(), "no Vector API");
    assertThat(ChildJvm.outputOfThree("0", AllocationTest.class, threads, rows, sparse))
        .isEqualTo("0");
  }

  /** Prints how many bytes the steps of a warm run allocate at least. */
  public static void main(String[] args) {
    int threads = Integer.parseInt(args[0]);
    int rows = Integer.parseInt(args[1]);
    System.out.println(least(Kernels.best(), threads, rows, Sparse.valueOf(args[2]), null));
  }

  private static long least(
      Kernels kernels, int threads, int rows, Sparse sparse, @Nullable Stopwatch watch) {
    Network network = Networks.mlp(8, 30);
    Workers workers = Workers.of(threads);
    Run run = Plan.compile(network.program(), workers, kernels, Sharding.USUAL).newRun();
    run.watch(watch);
    Slots slots = Networks.momentum(network.variables(), sparse);
    List<Value> batch = Networks.batch(rows, 1);
    List<Thread> others = workers.threads();
    if (kernels.name().equals("simd")) {
      Rehearsed.after(() -> steps(run, batch, slots, STEPS));
    }
    long start = System.nanoTime();
    long least = Long.MAX_VALUE;
    while (least > 0 && System.nanoTime() - start < LONGEST_WARM_UP) {
      long before = allocated(others);
      steps(run, batch, slots, STEPS);
      least = Math.min(least, allocated(others) - before);
    }
    return least;
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
