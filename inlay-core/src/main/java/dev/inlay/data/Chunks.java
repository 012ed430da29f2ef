package dev.inlay.data;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Chunks of rows from a source that gives them one by one. */
public final class Chunks implements Iterator<Batch>, AutoCloseable {
  /** Where chunks come from. */
  public interface Source extends AutoCloseable {
    /** The next chunk, or null at the end; it isn't asked again then. */
    @Nullable Batch next();

    @Override
    void close();
  }

  private final Source source;
  private @Nullable Batch ahead;
  private boolean ended;

  /** The chunks of a source, which is closed with them. */
  public Chunks(Source source) {
    this.source = source;
  }

  @Override
  public boolean hasNext() {
    if (ahead == null && !ended) {
      ahead = source.next();
      ended = ahead == null;
    }
    return ahead != null;
  }

  @Override
  public Batch next() {
    if (!hasNext() || ahead == null) {
      throw new NoSuchElementException("no more rows");
    }
    Batch next = ahead;
    ahead = null;
    return next;
  }

  @Override
  public void close() {
    source.close();
  }
}
