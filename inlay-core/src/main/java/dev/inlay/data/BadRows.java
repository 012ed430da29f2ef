package dev.inlay.data;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * What becomes of records that can't be read: damaged ones, and those whose fields don't suit. One
 * policy may serve several data sets; it counts over all their walks.
 */
public final class BadRows {
  private final boolean fails;
  private final Consumer<String> notes;
  private final AtomicLong count = new AtomicLong();

  private BadRows(boolean fails, Consumer<String> notes) {
    this.fails = fails;
    this.notes = notes;
  }

  /** The first one ends the walk with an error that says where it stands. The default. */
  public static BadRows fail() {
    return new BadRows(true, _ -> {});
  }

  /** They are left out and counted. */
  public static BadRows skip() {
    return new BadRows(false, _ -> {});
  }

  /**
   * They are left out, counted and told of.
   *
   * @param notes takes the place and the reason of each; called by whatever thread reads
   */
  public static BadRows collect(Consumer<String> notes) {
    return new BadRows(false, notes);
  }

  /** How many there have been. */
  public long count() {
    return count.get();
  }

  /**
   * One more.
   *
   * @throws IllegalArgumentException the failure itself, if bad rows are not to be left out
   */
  void add(IllegalArgumentException failure) {
    count.incrementAndGet();
    if (fails) {
      throw failure;
    }
    notes.accept(String.valueOf(failure.getMessage()));
  }
}
