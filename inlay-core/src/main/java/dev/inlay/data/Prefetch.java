package dev.inlay.data;

import java.lang.ref.Cleaner;
import org.jspecify.annotations.Nullable;

/**
 * A walk that another thread makes ahead. The thread holds no reference to this object, so that a
 * walk that was dropped before its end is found by the garbage collector, which stops the thread.
 */
final class Prefetch implements Stage.Slices {
  private static final Cleaner CLEANER = Cleaner.create();

  /** What the queue carries. */
  private sealed interface Item {
    record Ready(Slice slice) implements Item {}

    record Failed(Throwable cause) implements Item {}

    record End() implements Item {}
  }

  private final Handover<Item> queue;
  private final Cleaner.Cleanable stop;
  private boolean ended;

  Prefetch(Stage source, long pass, int ahead) {
    this.queue = new Handover<>(ahead);
    Handover<Item> shared = queue;
    Thread thread =
        Thread.ofPlatform().daemon().name("inlay-prefetch").start(() -> run(source, pass, shared));
    this.stop = CLEANER.register(this, thread::interrupt);
  }

  private static void run(Stage source, long pass, Handover<Item> queue) {
    try {
      Item last = new Item.End();
      try (Stage.Slices slices = source.open(pass)) {
        for (Slice s = slices.next(); s != null; s = slices.next()) {
          queue.put(new Item.Ready(Slice.of(s.toBatch())));
        }
      } catch (InterruptedException e) {
        throw e;
      } catch (Throwable e) {
        last = new Item.Failed(e);
      }
      queue.put(last);
    } catch (InterruptedException _) {
      // Nobody wants more of this walk: the thread ends here.
    }
  }

  @Override
  public @Nullable Slice next() {
    if (ended) {
      return null;
    }
    try {
      return switch (queue.take()) {
        case Item.Ready(Slice slice) -> slice;
        case Item.End() -> {
          ended = true;
          yield null;
        }
        case Item.Failed(Throwable cause) -> {
          ended = true;
          throw rethrown(cause);
        }
      };
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for data", e);
    }
  }

  /** What another thread met, for the one that walks. */
  static RuntimeException rethrown(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException e ? e : new IllegalStateException(cause);
  }

  @Override
  public void close() {
    ended = true;
    stop.clean();
  }
}
