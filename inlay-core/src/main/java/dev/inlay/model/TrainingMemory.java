package dev.inlay.model;

import dev.inlay.data.Dataset;
import dev.inlay.tensor.TensorSpec;
import java.util.List;
import java.util.Locale;

/**
 * The most memory that a training holds at a time, in bytes. The JVM adds its own code and garbage
 * that is not collected yet, and evaluation between epochs has its own activations; rows of
 * different lengths are taken to have one entry each, and the ids of a batch to be all different.
 *
 * @param batchSize rows of a batch
 * @param weights weights and states
 * @param optimizer what the optimizer remembers of them
 * @param gradients sums for each shard of a batch, and whole tables of them if all rows are moved
 * @param activations what layers give, as long as it is needed
 * @param data batches that are encoded and not trained on yet
 */
public record TrainingMemory(
    int batchSize, long weights, long optimizer, long gradients, long activations, long data) {
  /** Batches between the thread that encodes and the one that trains, both ends included. */
  private static final int BATCHES_AHEAD = Dataset.AHEAD + 2;

  private static final List<String> UNITS = List.of("B", "KB", "MB", "GB", "TB");

  /** The bytes of the batches of a pass that are in memory. */
  static long data(List<TensorSpec> inputs, int batchSize) {
    long numbers = 0;
    for (TensorSpec input : inputs) {
      int rank = input.shape().rank();
      numbers += input.ragged() || rank == 0 ? 2 : input.shape().size(1, rank);
    }
    return BATCHES_AHEAD * Float.BYTES * numbers * batchSize;
  }

  /** All of it. */
  public long total() {
    return weights + optimizer + gradients + activations + data;
  }

  /** A line of a summary. */
  @Override
  public String toString() {
    int unit = 0;
    for (long size = total(); size >= 1024 && unit < UNITS.size() - 1; size /= 1024) {
      unit++;
    }
    double one = Math.pow(1024, unit);
    return String.format(
        Locale.ROOT,
        "Peak memory for training with batches of %,d: %.1f %s (weights %.1f, optimizer %.1f,"
            + " gradients %.1f, activations %.1f, data %.1f)",
        batchSize,
        total() / one,
        UNITS.get(unit),
        weights / one,
        optimizer / one,
        gradients / one,
        activations / one,
        data / one);
  }
}
