package dev.inlay.kernel;

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
 * when it is fast; until then its scalar twin does the work, which gives the same bits and is
 * compiled in no time. The thread ends when nothing is left to rehearse.
 */
final class Warmup {
  /**
   * Runs a loop once, on the elements {@code at} to {@code at + n} of {@link #A} to {@link #E}:
   * once with less than a vector, once with whole vectors, once with a rest that ends with the
   * array. The JIT leaves out what it has not seen, and starts anew when it comes.
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

  /** A loop that has not become fast by now never will. */
  private static final long LONGEST = TimeUnit.SECONDS.toNanos(10);

  /** Rehearsals of one loop before it is the next one's turn. */
  private static final int RUNS = 20;

  /**
   * What the three runs of one loop take at most when the last compiler has seen it: 50 to 400 with
   * vectors of 16 floats. With what the first compiler makes of it, which puts each vector on the
   * heap, they take 2,000 at least; a loop used so early may stay like that for good, as the last
   * compiler goes by what it sees used, and calls what is rare there.
   */
  private static final long FAST_NANOS = 800;

  private record Order(Rehearsal rehearsal, int loops, Runnable whenFast, long asked) {
    boolean isFast() {
      long begin = System.nanoTime();
      for (int i = 0; i < RUNS; i++) {
        rehearsal.run(0, 5);
        rehearsal.run(0, 32);
        rehearsal.run(LENGTH - N, N);
      }
      return System.nanoTime() - begin < FAST_NANOS * RUNS * loops;
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
   * @param loops how many loops one run goes through
   * @param whenFast called, on another thread, when the loop is compiled
   */
  synchronized void ask(Rehearsal rehearsal, int loops, Runnable whenFast) {
    waiting.add(new Order(rehearsal, loops, whenFast, System.nanoTime()));
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
      if (order.isFast() || System.nanoTime() - order.asked > LONGEST) {
        order.whenFast.run();
      } else {
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
