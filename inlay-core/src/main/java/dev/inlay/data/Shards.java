package dev.inlay.data;

import java.util.OptionalLong;

/**
 * A way through the parts of a source: {@code
 * Shards.of(Csv.of(DataFiles.matching("part-*.csv.gz"))).withCycle(4, 256).withShuffle(10_000,
 * 42).dataset()} reads four files at a time, in another order of files on each walk, and shuffles
 * their rows within a buffer. The order depends on these numbers and the number of the walk alone.
 *
 * @param source what is read
 * @param cycleLength how many parts are read in turns; 1 for one after the other
 * @param blockRows how many rows of a part come before it is the next part's turn
 * @param bufferRows how many rows are held to be shuffled; 1 for rows in the order of their parts
 * @param seed by which the parts and the rows are shuffled; empty for their own order
 */
public record Shards(
    Sharded source, int cycleLength, int blockRows, int bufferRows, OptionalLong seed) {
  /**
   * @throws IllegalArgumentException if a number is smaller than 1
   */
  public Shards {
    if (cycleLength < 1 || blockRows < 1 || bufferRows < 1) {
      throw new IllegalArgumentException(
          "%d parts in turns, %d rows of each, a buffer of %d; give 1 or more of each"
              .formatted(cycleLength, blockRows, bufferRows));
    }
  }

  /** One part after the other. */
  public static Shards of(Sharded source) {
    return new Shards(source, 1, Interleave.CHUNK_ROWS, 1, OptionalLong.empty());
  }

  /** Several parts in turns, as TensorFlow's {@code interleave}; each is read by its own thread. */
  public Shards withCycle(int cycleLength, int blockRows) {
    return new Shards(source, cycleLength, blockRows, bufferRows, seed);
  }

  /** Parts in random order, and rows too as far as the buffer reaches. */
  public Shards withShuffle(int bufferRows, long seed) {
    return new Shards(source, cycleLength, blockRows, bufferRows, OptionalLong.of(seed));
  }

  /**
   * The rows, read anew in each walk, some chunks ahead on other threads. Columns and types are
   * settled now.
   */
  public Dataset dataset() {
    var parts = source.parts();
    Dataset rows =
        Dataset.ofStage(
            pass -> new Interleave(parts, source.badRows(), cycleLength, blockRows, seed, pass),
            seed.isPresent());
    Dataset ahead = rows.prefetch(2);
    return seed.isPresent() && bufferRows > 1 ? ahead.shuffle(bufferRows, seed.getAsLong()) : ahead;
  }
}
