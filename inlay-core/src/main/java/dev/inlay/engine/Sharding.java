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

  /** Sums of more floats than this don't stay in a core's cache, and cost ten times as much. */
  private static final int LARGE_SUMS = 1 << 16;

  private static final int LARGE = 10;

  /**
   * With so much work, a shard is worth while though its rows are few, unless there are {@link
   * #MANY} already: each shard reads all weights, for 64 rows a twentieth of the work.
   */
  private static final double MUCH_WORK = 16e6;

  private static final int MANY = 32;

  private static final int FEW_ROWS = 8;

  /**
   * How many rows each shard has (the last may have fewer).
   *
   * @param sums floats that each shard adds up
   */
  int rows(int batch, double flopsPerRow, int sums) {
    double each = Math.max(1, flopsPerRow);
    double forSums = flopsForSum * sums * (sums > LARGE_SUMS ? LARGE : 1);
    double byWork = Math.ceil(Math.max(flops, forSums) / each);
    double few = Math.max(Math.ceil(MUCH_WORK / each), (double) batch / MANY);
    double byRows = Math.min(rows, Math.max(FEW_ROWS, few));
    int shards = (int) Math.max(1, batch / Math.max(byWork, byRows));
    return Math.max(1, Math.ceilDiv(batch, shards));
  }
}
