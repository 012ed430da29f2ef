package dev.inlay.engine;

/**
 * How a batch is cut into shards. It depends on the program and the batch size alone: results must
 * not change with the number of threads.
 *
 * @param flops floating point operations that are worth a shard of their own
 * @param rows rows below which a matrix product is mostly overhead
 * @param manyRows rows below which adding up the shards' sums costs more than it gains, if they are
 *     large
 */
record Sharding(double flops, int rows, int manyRows) {
  private static final int LARGE_SUMS = 1 << 16;

  static final Sharding USUAL = new Sharding(2e6, 64, 256);

  /**
   * How many rows each shard has (the last may have fewer).
   *
   * @param sums floats that each shard adds up
   */
  int rows(int batch, double flopsPerRow, int sums) {
    double byWork = Math.ceil(flops / Math.max(1, flopsPerRow));
    double fewest = Math.max(byWork, sums > LARGE_SUMS ? manyRows : rows);
    int shards = (int) Math.max(1, batch / fewest);
    return Math.max(1, Math.ceilDiv(batch, shards));
  }
}
