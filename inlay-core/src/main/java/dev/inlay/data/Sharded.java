package dev.inlay.data;

import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;

/**
 * Rows in parts that can be read each by itself, in any order: files, most often. {@link Shards}
 * walks over them.
 */
public interface Sharded {
  /**
   * A part.
   *
   * @param name for messages; a file's path
   * @param rows starts reading; an iterator that is {@link AutoCloseable} is closed when it is left
   */
  record Part(String name, Supplier<Iterator<Batch>> rows) {}

  /** The parts in their order. Columns and types are settled here, the same for all parts. */
  List<Part> parts();

  /** What becomes of rows that can't be read. */
  BadRows badRows();
}
