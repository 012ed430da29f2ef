package dev.inlay.engine;

/**
 * How a batch is cut into shards. It depends on the program and the batch size alone: results must
 * not change with the number of threads.
 *
 * @param flops floating point operations that are worth a shard of their own
 * @param flopsForSum floating point operations that a shard should do for each float of the sums
 *     that it adds to those of others, so that adding takes a tenth of its time at most
 * @param rows rows below which matrix products are mostly overhead
 */
record Sharding(double flops, double flopsForSum, int rows) {
  static final Sharding USUAL = new Sharding(2e6, 150, 64);

  /** Sums of more floats than this don't stay in a core's cache, and cost more. */
  private static final int LARGE_SUMS = 1 << 16;

  /** How much more: with every shard all shards have more to bring from memory. */
  private static final int LARGE = 10;

  /** How much more if there are {@value #FEW} shards at most. */
  private static final int LARGE_OF_FEW = 2;

  /** Shards that a few cores need: rather so many, and some more to add up, than idle cores. */
  private static final int FEW = 4;

  /** With so much work, a shard is worth while though its rows are few. */
  private static final double MUCH_WORK = 16e6;

  /**
   * Floating point operations that a shard should do for each float of the large matrices that it
   * multiplies by, so that reading these takes a thirtieth of its time, unless there would be fewer
   * than {@link #MANY} shards.
   */
  private static final double FLOPS_FOR_WEIGHT = 150;

  private static final int MANY = 32;

  private static final int FEW_ROWS = 8;

  /**
   * How many rows each shard has (the last may have fewer).
   *
   * @param sums floats that each shard adds up
   * @param weights floats of large matrices that each shard reads
   */
  int rows(int batch, double flopsPerRow, int sums, long weights) {
    double few = Math.min(FEW, shards(batch, flopsPerRow, sums, weights, LARGE_OF_FEW));
    double shards = Math.max(few, shards(batch, flopsPerRow, sums, weights, LARGE));
    return Math.max(1, Math.ceilDiv(batch, even(shards)));
  }

  /**
   * How many shards are worth while.
   *
   * @param large how many times as much large sums cost
   */
  private double shards(int batch, double flopsPerRow, int sums, long weights, int large) {
    double each = Math.max(1, flopsPerRow);
    double forSums = flopsForSum * sums * (sums > LARGE_SUMS ? large : 1);
    double byWork = batch * each / Math.max(flops, forSums);
    double forWeights =
        Math.min(Math.ceil(FLOPS_FOR_WEIGHT * weights / each), (double) batch / MANY);
    double fewest = Math.max(Math.ceil(MUCH_WORK / each), forWeights);
    return Math.min(byWork, batch / Math.min(rows, Math.max(FEW_ROWS, fewest)));
  }

  /** Of few the nearest power of two: other numbers leave some of two, four or more cores idle. */
  private static int even(double shards) {
    return shards > MANY ? (int) shards : Integer.highestOneBit((int) Math.max(1, shards * 4 / 3));
  }
}
