package dev.inlay.model;

import dev.inlay.data.Batch;
import dev.inlay.data.BatchIterator;
import dev.inlay.data.Dataset;
import dev.inlay.tensor.CounterRandom;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The batches of one pass through data after the other. For one thread. */
sealed interface Batches extends AutoCloseable {
  /** How many batches a pass has; -1 if nobody knows. */
  int count();

  /** Begins a pass: the same number gives the same order. */
  void begin(int pass);

  /** The next batch, good until the one after it is asked for; null at the end of the pass. */
  @Nullable Feed next();

  @Override
  void close();

  /** Batches of data in memory, encoded and checked at once. */
  static Batches of(
      Batch data, long firstRow, Learner learner, int batchSize, boolean shuffle, long seed) {
    Batch encoded = learner.built().feeder().encode(data);
    return new InMemory(learner.feed(encoded, firstRow), batchSize, shuffle, seed);
  }

  /** Batches to be walked over in order; rows in memory are encoded and checked only once. */
  static Batches once(Learner learner, Dataset data, int batchSize) {
    if (data.isInfinite()) {
      throw new IllegalArgumentException("the data never ends; take(n) of it");
    }
    return !data.isBatched() && data.cardinality().isPresent()
        ? of(data.toBatch(), 0, learner, batchSize, false, 0)
        : of(data, batchSize, learner, Map.of());
  }

  /** Batches of a data set, read and encoded ahead on another thread. */
  static Batches of(
      Dataset data, int batchSize, Learner learner, Map<Integer, Float> classWeights) {
    return new Streamed(data, batchSize, learner, classWeights);
  }

  /** All rows in arrays. */
  final class InMemory implements Batches {
    private final Columns columns;
    private final int batchSize;
    private final boolean shuffle;
    private final long seed;
    private final int[] order;
    private int at;

    private InMemory(Feed all, int batchSize, boolean shuffle, long seed) {
      this.columns = new Columns(all);
      this.batchSize = batchSize;
      this.shuffle = shuffle;
      this.seed = seed;
      this.order = new int[all.rows()];
      this.at = order.length;
    }

    @Override
    public int count() {
      return Math.ceilDiv(order.length, batchSize);
    }

    @Override
    public void begin(int pass) {
      at = 0;
      for (int i = 0; i < order.length; i++) {
        order[i] = i;
      }
      if (shuffle) {
        // Fisher and Yates, with random numbers by place: any pass can be begun at once.
        long stream = CounterRandom.seed(seed, pass);
        for (int i = order.length - 1; i > 0; i--) {
          int j = (int) Math.unsignedMultiplyHigh(CounterRandom.bits(stream, i), i + 1L);
          int swapped = order[i];
          order[i] = order[j];
          order[j] = swapped;
        }
      }
    }

    @Override
    public @Nullable Feed next() {
      if (at >= order.length) {
        return null;
      }
      int from = at;
      at = Math.min(order.length, from + batchSize);
      return columns.take(order, from, at);
    }

    @Override
    public void close() {}
  }

  /** Rows as they come. */
  final class Streamed implements Batches {
    private final Dataset data;
    private final Learner learner;
    private final int count;
    private @Nullable BatchIterator walk;
    private long row;

    private Streamed(
        Dataset data, int batchSize, Learner learner, Map<Integer, Float> classWeights) {
      Dataset batched = data.isBatched() ? data : data.batch(batchSize);
      OptionalLong known = batched.cardinality();
      this.count = known.isPresent() ? Math.toIntExact(known.getAsLong()) : -1;
      this.learner = learner;
      this.data =
          batched
              .map(batch -> learner.built().feeder().encode(Weighting.byClass(batch, classWeights)))
              .prefetch();
    }

    @Override
    public int count() {
      return count;
    }

    @Override
    public void begin(int pass) {
      close();
      walk = data.iterator(pass);
      row = 0;
    }

    @Override
    public @Nullable Feed next() {
      while (walk != null && walk.hasNext()) {
        Batch batch = walk.next();
        if (batch.rows() > 0) {
          Feed feed = learner.feed(batch, row);
          row += feed.rows();
          return feed;
        }
      }
      return null;
    }

    @Override
    public void close() {
      if (walk != null) {
        walk.close();
        walk = null;
      }
    }
  }
}
