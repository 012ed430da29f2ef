package dev.inlay.data;

import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** A walk over slices that hands them out as batches. */
final class Walk implements BatchIterator {
  private final Stage.Slices slices;
  private @Nullable Slice ahead;
  private boolean ended;

  Walk(Stage.Slices slices) {
    this.slices = slices;
  }

  @Override
  public boolean hasNext() {
    if (ahead == null && !ended) {
      ahead = slices.next();
      if (ahead == null) {
        close();
      }
    }
    return ahead != null;
  }

  @Override
  public Batch next() {
    if (!hasNext() || ahead == null) {
      throw new NoSuchElementException("no more data");
    }
    Batch batch = ahead.toBatch();
    ahead = null;
    return batch;
  }

  @Override
  public void close() {
    ended = true;
    ahead = null;
    slices.close();
  }
}
