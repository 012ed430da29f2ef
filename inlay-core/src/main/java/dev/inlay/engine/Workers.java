package dev.inlay.engine;

import dev.inlay.kernel.Kernels;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A fixed set of threads that share out the numbered parts of a task. The caller works too. Parts
 * are taken in order by whoever is free, so a task's result must not depend on who does which.
 *
 * <p>If a second thread comes while the workers are busy, it does its parts alone: no queue, no
 * waiting, the same result.
 */
public final class Workers {
  /** A task of numbered parts. */
  @FunctionalInterface
  public interface Task {
    /**
     * Does one part.
     *
     * @param worker who does it: 0 is the caller, others are below {@link Workers#size}; parts of
     *     one worker are done one after the other
     */
    void run(int part, int worker);
  }

  /**
   * How long a worker looks for new work before it sleeps: some hundred microseconds, longer than
   * the caller is alone between two tasks of a step. To wake a thread takes as long again.
   */
  private static final int SPINS = 5_000;

  /** Floats that one thread moves before another that is awake has taken a part of them. */
  static final long LITTLE = 1 << 15;

  /** Floats that one thread moves before another has woken up. */
  static final long LITTLE_FOR_SLEEPERS = 1 << 18;

  /**
   * Threads that stand back while loops in vectors are rehearsed: one for who runs them and one for
   * the JIT, whose work makes the loops many times faster.
   */
  private static final int WARMING_UP = 2;

  private static final long LEFT = 0xFFFF_FFFFL;

  private final Thread[] threads;
  private final AtomicBoolean busy = new AtomicBoolean();

  /** The number of the round in the upper half; how many parts nobody has taken in the lower. */
  private final AtomicLong tickets = new AtomicLong();

  private final AtomicInteger done = new AtomicInteger();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final AtomicIntegerArray asleep;

  // Written before a round's first ticket is out, and stable until its last part is done.
  private volatile @Nullable Task task;
  private volatile int parts;

  private Workers(int size) {
    threads = new Thread[size - 1];
    asleep = new AtomicIntegerArray(size - 1);
    for (int i = 0; i < threads.length; i++) {
      int index = i;
      threads[i] =
          Thread.ofPlatform()
              .daemon()
              .name("inlay-worker-" + (i + 1))
              .unstarted(() -> serve(index));
    }
    for (Thread t : threads) {
      t.start();
    }
  }

  private static final class Shared {
    static final Workers INSTANCE = new Workers(Runtime.getRuntime().availableProcessors());
  }

  /** The workers that everybody shares: as many as the machine has processors. */
  public static Workers shared() {
    return Shared.INSTANCE;
  }

  /**
   * New workers; their threads live as long as the process.
   *
   * @param size how many work at once, the caller among them
   */
  public static Workers of(int size) {
    if (size < 1) {
      throw new IllegalArgumentException(size + " workers; it takes one at least");
    }
    return new Workers(size);
  }

  /** How many work at once, the caller among them. */
  public int size() {
    return threads.length + 1;
  }

  /** The threads besides the caller: a test watches what they allocate. */
  List<Thread> threads() {
    return List.of(threads);
  }

  /**
   * Does all parts of a task, alone if they are little work: to hand it over takes as long as to
   * move some ten thousand weights, ten times that if everybody sleeps.
   *
   * @param floats about how many floats the parts move in all
   */
  void run(int parts, Task task, long floats) {
    if (floats < LITTLE || (floats < LITTLE_FOR_SLEEPERS && areAsleep())) {
      alone(parts, task);
    } else {
      run(parts, task);
    }
  }

  private static void alone(int parts, Task task) {
    for (int part = 0; part < parts; part++) {
      task.run(part, 0);
    }
  }

  private boolean areAsleep() {
    for (int i = 0; i < threads.length; i++) {
      if (asleep.get(i) == 0) {
        return false;
      }
    }
    return true;
  }

  /** Does all parts of a task; returns when the last is done, and throws what a part threw. */
  public void run(int parts, Task task) {
    int helpers = helpers(parts);
    if (helpers == 0 || !busy.compareAndSet(false, true)) {
      alone(parts, task);
      return;
    }
    try {
      share(parts, task, helpers);
    } finally {
      busy.set(false);
    }
    Throwable thrown = failure.getAndSet(null);
    if (thrown instanceof RuntimeException e) {
      throw e;
    } else if (thrown instanceof Error e) {
      throw e;
    }
  }

  /** How many of the threads a task is worth, besides the caller. */
  private int helpers(int parts) {
    int helpers = Math.min(threads.length, parts - 1);
    return Kernels.areWarmingUp() ? Math.max(0, helpers - WARMING_UP) : helpers;
  }

  private void share(int parts, Task task, int helpers) {
    this.task = task;
    this.parts = parts;
    done.set(0);
    tickets.set((tickets.get() | LEFT) + 1 + parts);
    for (int i = 0; i < helpers; i++) {
      if (asleep.get(i) == 1) {
        LockSupport.unpark(threads[i]);
      }
    }
    work(0);
    for (int spins = 0; done.get() < parts; spins++) {
      if (spins < SPINS) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
    this.task = null;
  }

  /** Takes parts of the present round until none is left. */
  private void work(int worker) {
    while (true) {
      long ticket = tickets.get();
      int left = (int) (ticket & LEFT);
      if (left == 0) {
        return;
      }
      Task present = task;
      int part = parts - left;
      // If this succeeds, the round isn't over, so what was read above belongs to it.
      if (present != null && tickets.compareAndSet(ticket, ticket - 1)) {
        try {
          present.run(part, worker);
        } catch (Throwable t) {
          failure.compareAndSet(null, t);
        } finally {
          done.incrementAndGet();
        }
      }
    }
  }

  private void serve(int index) {
    long seen = 0;
    while (true) {
      for (int spins = 0; round() == seen && spins < SPINS; spins++) {
        Thread.onSpinWait();
      }
      if (round() == seen) {
        asleep.set(index, 1);
        while (round() == seen) {
          LockSupport.park(this);
        }
        asleep.set(index, 0);
      }
      seen = round();
      work(index + 1);
    }
  }

  private long round() {
    return tickets.get() >>> 32;
  }
}
