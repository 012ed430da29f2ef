package dev.inlay.data;

import org.jspecify.annotations.Nullable;

/** A step of a data set's recipe: opened anew for each walk over the data. */
@FunctionalInterface
interface Stage {
  /**
   * Starts a walk.
   *
   * @param pass the number of the walk; stages that draw random numbers draw others for each
   */
  Slices open(long pass);

  /** A walk: slices one after the other. Where elements are batches, each slice is one. */
  interface Slices extends AutoCloseable {
    /** The next slice, which has at least one row, or null at the end. */
    @Nullable Slice next();

    @Override
    default void close() {}
  }
}
