package dev.inlay.data;

import org.jspecify.annotations.Nullable;

/** What becomes of rows, each of which is treated by itself. */
public interface RowMap {
  /** What becomes of some rows. */
  Batch apply(Batch rows);

  /**
   * What becomes of all rows of a batch that stays in memory: those that are picked of it, in each
   * epoch anew, need only be copied then.
   *
   * @param rows the same object each time
   * @return null to have {@link #apply} asked for rows as they are picked
   */
  @Nullable Batch all(Batch rows);
}
