package dev.inlay.checkpoint;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and the like (SIGINT, SIGTERM) while something is trained or written: lets it be saved, or
 * what is unfinished deleted, before the process ends, for which there is half a minute. Open one
 * where work begins, close it when nothing is left to do.
 */
public final class Interruption implements AutoCloseable {
  private static final int SECONDS = 30;

  /** How long the thread that was at work may take to say good-bye. */
  private static final int LAST_WORDS_MILLIS = 1_000;

  private final Thread worker = Thread.currentThread();
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook = new Thread(this::await, "inlay-interruption");
  private volatile boolean asked;

  private Interruption() {}

  /** Watches from now on; whoever is at work on this thread asks {@link #isAsked}. */
  public static Interruption watch() {
    var interruption = new Interruption();
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  private void await() {
    asked = true;
    try {
      if (done.await(SECONDS, TimeUnit.SECONDS)) {
        worker.join(LAST_WORDS_MILLIS);
      } else {
        System.getLogger(Interruption.class.getName())
            .log(System.Logger.Level.WARNING, "what was under way didn''t end in {0} s", SECONDS);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the process is to end. */
  public boolean isAsked() {
    return asked;
  }

  /** Says that all is done. */
  @Override
  public void close() {
    done.countDown();
    if (!asked) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException _) {
        // It has been asked since; the hook sees that all is done.
      }
    }
  }
}
