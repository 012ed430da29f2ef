package dev.inlay.engine;

/**
 * How much memory a run takes for batches of some size, in bytes, once it is warm. Variables and
 * their slots are not among it. Rows of different lengths are taken to have one entry each.
 *
 * @param activations what nodes give, as long as somebody reads it, and what kernels need meanwhile
 * @param gradients sums over the rows of each shard, and rows of tables summed by id
 */
public record Footprint(long activations, long gradients) {
  /** The memory of a bound plan. */
  static Footprint of(Bound bound, int rows, Plan plan) {
    int shardRows = bound.shardRows(rows);
    int shards = Math.max(1, Math.ceilDiv(rows, shardRows));
    int most = plan.workers().size();
    int frames = shards > 1 || bound.movedFloats(rows) >= Workers.LITTLE ? most : 1;
    long values = bound.factorInputs.size() * (long) rows + (shards > 1 ? bound.rightFloats : 0);
    values += bound.storedFloats(rows);
    long worker = bound.workerFloats(shardRows, plan.kernels().matMul());
    return new Footprint(
        Float.BYTES * (values + frames * worker),
        Float.BYTES * (shards * bound.sumFloats() + frames * bound.rowSumFloats(rows)));
  }
}
