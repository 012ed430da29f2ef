package dev.inlay.feature;

import java.util.HashMap;
import java.util.Map;

/**
 * How often each hash of 64 bits comes. Of more than a million different ones, a part is kept whose
 * share is known: those whose first bits are zero.
 */
final class HashedValues {
  private static final int MOST = 1 << 20;

  /** One value. */
  static final class Seen {
    final String text;
    long count;

    Seen(String text) {
      this.text = text;
    }
  }

  private final Map<Long, Seen> kept = new HashMap<>();
  private long total;
  private int zeroBits;

  /** Counts a value; {@code text} is what it is called in a report, empty for no name. */
  void add(long hash, String text) {
    total++;
    if (!isKept(hash)) {
      return;
    }
    kept.computeIfAbsent(hash, _ -> new Seen(text)).count++;
    while (kept.size() > MOST) {
      zeroBits++;
      kept.keySet().removeIf(other -> !isKept(other));
    }
  }

  private boolean isKept(long hash) {
    return zeroBits == 0 || hash >>> (Long.SIZE - zeroBits) == 0;
  }

  Map<Long, Seen> kept() {
    return kept;
  }

  long total() {
    return total;
  }

  /** How many different ones there are; about so many if not all are kept. */
  long distinct() {
    return (long) kept.size() << zeroBits;
  }

  boolean isSampled() {
    return zeroBits > 0;
  }
}
