package dev.inlay.kernel;

import java.util.concurrent.TimeUnit;

/** Waits for loops in vectors: plain ones, which never make garbage, do their work at first. */
public final class Rehearsed {
  private static final long LONGEST = TimeUnit.SECONDS.toNanos(120);

  private Rehearsed() {}

  /**
   * Does some work until its loops have been rehearsed.
   *
   * @throws IllegalStateException if none is
   */
  public static void after(Runnable work) {
    long end = System.nanoTime() + LONGEST;
    for (boolean begun = false; !begun || Kernels.areWarmingUp(); begun |= Kernels.areWarmingUp()) {
      work.run();
      if (System.nanoTime() > end) {
        if (!begun) {
          throw new IllegalStateException("no loop was rehearsed");
        }
        return;
      }
    }
  }
}
