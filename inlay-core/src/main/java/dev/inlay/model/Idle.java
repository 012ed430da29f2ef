package dev.inlay.model;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Things that wait for the next thread that needs one. A thread looks first where it has left its
 * last one, so that threads rarely meet; none ever waits for another.
 */
final class Idle<T> {
  /** A power of two, so that threads spread over the places by a mask. */
  private static final int PLACES = 64;

  private final AtomicReferenceArray<T> places = new AtomicReferenceArray<>(PLACES);

  /** One that nobody else has; null if all are in use. */
  @Nullable T borrow() {
    int start = (int) Thread.currentThread().threadId();
    for (int i = 0; i < PLACES; i++) {
      int place = (start + i) & (PLACES - 1);
      if (places.getPlain(place) != null) {
        T found = places.getAndSet(place, null);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  /** Leaves one for whoever comes next; it is forgotten if there are many already. */
  void giveBack(T used) {
    int start = (int) Thread.currentThread().threadId();
    for (int i = 0; i < PLACES; i++) {
      if (places.compareAndSet((start + i) & (PLACES - 1), null, used)) {
        return;
      }
    }
  }
}
