package dev.inlay.data;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A function of elements one after the other, computed for some of them ahead and at the same time.
 * Results and exceptions come in the order of the elements.
 */
final class Ordered<A, B> {
  /** One more than can run, so that a result is ready while the next ones are made. */
  private static final int AHEAD = Runtime.getRuntime().availableProcessors() + 1;

  private final Supplier<@Nullable A> source;
  private final Function<A, B> function;
  private final Queue<ForkJoinTask<B>> running = new ArrayDeque<>();
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
    while (!ended && running.size() < AHEAD) {
      start();
    }
    ForkJoinTask<B> first = running.poll();
    if (first != null) {
      return first.join();
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
        running.add(ForkJoinPool.commonPool().submit(() -> function.apply(element)));
      }
    } catch (RuntimeException e) {
      // Its turn comes after the results of what was read before.
      broken = e;
      ended = true;
    }
  }
}
