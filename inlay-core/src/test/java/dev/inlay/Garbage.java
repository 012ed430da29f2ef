package dev.inlay;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** How many bytes work allocates on the thread that does it. */
public final class Garbage {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Garbage() {}

  /** Bytes of all objects that are made, what is made only once among them. */
  public static long of(Runnable work) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    work.run();
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  /** The least of so many rounds, or 0 as soon as one makes nothing. */
  public static long least(int rounds, Runnable work) {
    long least = of(work);
    for (int round = 1; round < rounds && least > 0; round++) {
      least = Math.min(least, of(work));
    }
    return least;
  }
}
