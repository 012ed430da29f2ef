package dev.inlay.data;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A function of elements one after the other, computed for some of them ahead and at the same time:
 * by the common pool, and by the thread that asks for results while there is none. Results and
 * exceptions come in the order of the elements.
 */
final class Ordered<A, B> {
  /** One more than can run, so that a result is ready while the next ones are made. */
  private static final int AHEAD = Runtime.getRuntime().availableProcessors() + 1;

  private final Supplier<@Nullable A> source;
  private final Function<A, B> function;
  // A task is run once, by whoever comes first; to run it again does nothing.
  private final Queue<FutureTask<B>> tasks = new ArrayDeque<>();
  private @Nullable RuntimeException broken;
  private boolean ended;

  /**
   * @param source gives elements on the thread that asks for results; null at the end
   * @param function for any thread
   */
  Ordered(Supplier<@Nullable A> source, Function<A, B> function) {
    this.source = source;
    this.function = function;
  }

  /** The next result, or null at the end. */
  @Nullable B next() {
    while (!ended && tasks.size() < AHEAD) {
      start();
    }
    FutureTask<B> first = tasks.poll();
    if (first != null) {
      first.run();
      for (FutureTask<B> later : tasks) {
        if (first.isDone()) {
          break;
        }
        later.run();
      }
      return result(first);
    }
    if (broken != null) {
      throw broken;
    }
    return null;
  }

  private void start() {
    try {
      A element = source.get();
      if (element == null) {
        ended = true;
      } else {
        var task = new FutureTask<B>(() -> function.apply(element));
        tasks.add(task);
        ForkJoinPool.commonPool().execute(task);
      }
    } catch (RuntimeException e) {
      // Its turn comes after the results of what was read before.
      broken = e;
      ended = true;
    }
  }

  private static <B> B result(FutureTask<B> task) {
    try {
      return task.get();
    } catch (ExecutionException _) {
      throw Prefetch.rethrown(task.exceptionNow());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for data", e);
    }
  }
}
