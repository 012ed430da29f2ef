package dev.inlay.kernel;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs loops on small arrays, in the background, until the JIT has compiled them.
 *
 * <p>The Vector API is some hundred times slower before the JIT's last compiler has seen a loop
 * than after. So the first caller of a loop in vectors has it rehearsed here, and it is used from
 * when it makes no garbage; until then its scalar twin does the work, which gives the same bits and
 * is compiled in no time. The thread ends when nothing is left to rehearse.
 */
final class Warmup {
  /**
   * Runs a loop once, on the elements {@code at} to {@code at + n} of {@link #A} to {@link #E}:
   * once with less than a vector, once with whole vectors, once with a rest that ends with the
   * array. The JIT leaves out what it has not seen, and starts anew when it comes. A run makes no
   * objects but the vectors.
   */
  @FunctionalInterface
  interface Rehearsal {
    void run(int at, int n);
  }

  /** The longest run. */
  static final int N = 37;

  /** The arrays' length: room for the six parts of a recurrent cell. */
  static final int LENGTH = 6 * N;

  static final float[] A = halves();
  static final float[] B = halves();
  static final float[] C = halves();
  static final float[] D = halves();
  static final float[] E = halves();

  /**
   * Processor time after which a loop that still makes garbage is left to its plain twin for good:
   * a JIT without vectors leaves them on the heap, where they are slower than plain loops.
   */
  private static final long LONGEST = TimeUnit.SECONDS.toNanos(30);

  /** Rehearsals of one loop before it is the next one's turn. */
  private static final int RUNS = 20;

  /** A loop that waits for its turn. */
  private static final class Order {
    /** Takes the JVM some 30 ms to come by, so that short programs do without it. */
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Rehearsal rehearsal;
    private final Runnable whenCompiled;

    /** The rehearsing thread's time when this had its first turn, or below 0. */
    private long begin = -1;

    Order(Rehearsal rehearsal, Runnable whenCompiled) {
      this.rehearsal = rehearsal;
      this.whenCompiled = whenCompiled;
    }

    /**
     * Whether vectors stay in registers, which they do in what the last compiler makes of a loop.
     * One used earlier may be slow for good, as that compiler goes by what it sees used, and calls
     * what is rare there.
     */
    boolean isCompiled() {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < RUNS; i++) {
        rehearsal.run(0, 5);
        rehearsal.run(0, 32);
        rehearsal.run(LENGTH - N, N);
      }
      return before >= 0 && THREADS.getCurrentThreadAllocatedBytes() == before;
    }

    boolean isHopeless() {
      long now = THREADS.getCurrentThreadCpuTime();
      if (begin < 0) {
        begin = now;
      }
      return now - begin > LONGEST;
    }
  }

  private final Queue<Order> waiting = new ArrayDeque<>();
  private final Outlook outlook = new Outlook();
  private volatile @Nullable Thread thread;

  private static float[] halves() {
    float[] array = new float[LENGTH];
    Arrays.fill(array, 0.5f);
    return array;
  }

  /**
   * Asks for a rehearsal.
   *
   * @param whenCompiled called, on another thread, when the loop is compiled
   */
  synchronized void ask(Rehearsal rehearsal, Runnable whenCompiled) {
    waiting.add(new Order(rehearsal, whenCompiled));
    if (thread == null) {
      thread = Thread.ofPlatform().daemon().name("inlay-warmup").start(this::work);
    }
  }

  /** What says when a loop is worth to be rehearsed. */
  Outlook outlook() {
    return outlook;
  }

  /** Whether some loop is still slow. */
  boolean isBusy() {
    return thread != null;
  }

  /** Takes turns, so that the JIT compiles some loops while others run up to its thresholds. */
  private void work() {
    for (Order order = next(); order != null; order = next()) {
      if (order.isCompiled()) {
        order.whenCompiled.run();
      } else if (!order.isHopeless()) {
        again(order);
      }
    }
  }

  private synchronized @Nullable Order next() {
    Order next = waiting.poll();
    if (next == null) {
      thread = null;
    }
    return next;
  }

  private synchronized void again(Order order) {
    waiting.add(order);
  }
}
