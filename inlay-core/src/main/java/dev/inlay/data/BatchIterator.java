package dev.inlay.data;

import java.util.Iterator;

/**
 * A walk over a data set. Close it when you leave before the end; one that is simply dropped is
 * tidied up when the garbage collector finds it.
 */
public interface BatchIterator extends Iterator<Batch>, AutoCloseable {
  /** Stops the threads that run ahead and closes files. */
  @Override
  void close();
}
