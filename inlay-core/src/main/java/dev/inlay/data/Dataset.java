package dev.inlay.data;

import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Value;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A recipe for a sequence of rows or batches, in the manner of TensorFlow's tf.data: immutable, run
 * only when walked over, and walked as often as one likes.
 *
 * <p>Before {@link #batch} the elements are rows, after it batches; {@code take}, {@code skip},
 * {@code shuffle}, {@code shard} and {@code split} count elements. A usual recipe is {@code
 * Dataset.of(features, label).shuffle(42).batch(32).prefetch(2)}.
 *
 * <p>The order of elements depends on the recipe, its seeds and the number of the walk alone, never
 * on threads.
 */
public final class Dataset implements Iterable<Batch> {
  /** So many batches ahead, the thread that makes them is rarely woken. */
  public static final int AHEAD = 8;

  private static final long UNKNOWN = -1;
  private static final long INFINITE = Long.MAX_VALUE;

  private final Stage stage;
  private final boolean batched;
  private final boolean shuffled;
  private final long size;
  private final AtomicLong passes = new AtomicLong();

  private Dataset(Stage stage, boolean batched, boolean shuffled, long size) {
    this.stage = stage;
    this.batched = batched;
    this.shuffled = shuffled;
    this.size = size;
  }

  /** The rows of a batch. */
  public static Dataset of(Batch rows) {
    return new Dataset(Selection.all(rows), false, false, rows.rows());
  }

  /** Rows without labels, from columns by name. */
  public static Dataset of(Map<String, ? extends Value> features) {
    return of(Batch.of(features));
  }

  /** Rows from columns by name, with a label. */
  public static Dataset of(Map<String, ? extends Value> features, Value label) {
    return of(Batch.of(features, label));
  }

  /** Rows from columns by name, with a label and how much each row weighs. */
  public static Dataset of(
      Map<String, ? extends Value> features, Value label, FloatTensor sampleWeights) {
    Batch batch = Batch.of(features, label);
    return of(new Batch(batch.features(), batch.labels(), sampleWeights));
  }

  /** Rows of a single unnamed input, which stands under the name {@code "x"}, with a label. */
  public static Dataset of(Value x, Value y) {
    return of(Batch.of(Map.of("x", x), y));
  }

  /**
   * Rows from Java records: a column for each component. Numbers and truth values become numbers,
   * texts and enums text, arrays and lists multi-valued columns; null is a missing value. Name the
   * label with {@link #withLabel}.
   *
   * @throws IllegalArgumentException if there are no records, or a component's type can't be a
   *     column
   */
  public static <R extends Record> Dataset ofRecords(List<R> records, Class<R> type) {
    return of(Rows.ofRecords(records, type));
  }

  /**
   * Rows from maps: a column for each key of the first row, typed by the first value that is not
   * null. Values are as for {@link #ofRecords}; a key that a row lacks is a missing value.
   *
   * @throws IllegalArgumentException if there are no rows, a row has a key that the first lacks, or
   *     values of one key differ in type
   */
  public static Dataset ofMaps(List<? extends Map<String, ?>> rows) {
    return of(Rows.ofMaps(rows));
  }

  /**
   * Rows that come in chunks of any size, from a file or another engine. The supplier is asked anew
   * for each walk; an iterator that is {@link AutoCloseable} is closed at the end.
   */
  public static Dataset ofChunks(Supplier<? extends Iterator<Batch>> chunks) {
    return new Dataset(Selection.chunks(chunks), false, false, UNKNOWN);
  }

  /** Rows as a stage gives them; a shuffled one gives another order in each walk. */
  static Dataset ofStage(Stage stage, boolean shuffled) {
    return new Dataset(stage, false, shuffled, UNKNOWN);
  }

  /** Whether elements are batches, not rows. */
  public boolean isBatched() {
    return batched;
  }

  /** Whether it never ends: {@link #repeat()} is in the recipe, and no {@link #take} after it. */
  public boolean isInfinite() {
    return size == INFINITE;
  }

  /** The number of elements; empty if it is not known before a walk, or infinite. */
  public OptionalLong cardinality() {
    return size == UNKNOWN || size == INFINITE ? OptionalLong.empty() : OptionalLong.of(size);
  }

  /**
   * Each batch changed by a function; on rows, the function is given many rows at a time, however
   * they come, and must treat each by itself. It may change columns, and also the number of rows.
   */
  public Dataset map(Function<Batch, Batch> change) {
    return with(Selection.map(stage, batched, change));
  }

  /**
   * Each row changed by a function that treats it by itself; of rows that stay in memory, all at
   * once if the function likes.
   */
  public Dataset mapRows(RowMap change) {
    return with(Selection.mapRows(stage, batched, change));
  }

  /** Only the rows that meet a condition; a batch that is left with none disappears. */
  public Dataset filter(Predicate<Row> condition) {
    return new Dataset(
        Selection.filter(stage, condition), batched, shuffled, size == INFINITE ? size : UNKNOWN);
  }

  /**
   * Each row completed with what a table has under the key that one of its features names: {@code
   * ratings.join(SideTable.of(movies, "id"), "movie_id")}.
   *
   * @throws IllegalArgumentException in a walk: naming row and key, if the table lacks one and
   *     isn't told what to do then; or if both have a column of the same name
   */
  public Dataset join(SideTable table, String feature) {
    return new Dataset(
        Selection.join(stage, batched, table, feature),
        batched,
        shuffled,
        size == INFINITE || table.keepsAll() ? size : UNKNOWN);
  }

  /** With one of the features as the label. */
  public Dataset withLabel(String feature) {
    return with(Selection.map(stage, batched, batch -> batch.withLabel(feature)));
  }

  /** With one of the features as the rows' weights. */
  public Dataset withSampleWeights(String feature) {
    return with(Selection.map(stage, batched, batch -> batch.withSampleWeights(feature)));
  }

  /** With one of the features as the rows' weights for one of a model's outputs. */
  public Dataset withOutputWeights(String output, String feature) {
    return with(Selection.map(stage, batched, batch -> batch.withOutputWeights(output, feature)));
  }

  /** In random order, another on each walk. Holds all the data in memory. */
  public Dataset shuffle(long seed) {
    return shuffle(Integer.MAX_VALUE, seed);
  }

  /**
   * In random order, another on each walk, holding at most {@code bufferSize} elements: none comes
   * more than that much ahead of its place.
   *
   * @throws IllegalArgumentException if the buffer is smaller than 1
   */
  public Dataset shuffle(int bufferSize, long seed) {
    atLeast("shuffle's buffer", bufferSize, 1);
    Stage shuffledStage =
        batched ? Shuffle.batches(stage, bufferSize, seed) : Shuffle.rows(stage, bufferSize, seed);
    return new Dataset(shuffledStage, batched, true, size);
  }

  /** Rows in batches of {@code n}; the last one may be smaller. */
  public Dataset batch(int n) {
    return batch(n, false);
  }

  /**
   * Rows in batches of {@code n}.
   *
   * @param dropRemainder whether rows that don't fill a last batch are left out
   * @throws IllegalArgumentException if {@code n} is smaller than 1
   * @throws IllegalStateException if this data set is batched already
   */
  public Dataset batch(int n, boolean dropRemainder) {
    atLeast("the batch size", n, 1);
    if (batched) {
      throw new IllegalStateException(
          "the data is in batches already; call unbatch() first to change their size");
    }
    long batches =
        size == UNKNOWN || size == INFINITE
            ? size
            : size / n + (dropRemainder || size % n == 0 ? 0 : 1);
    return new Dataset(Batching.of(stage, n, dropRemainder), true, shuffled, batches);
  }

  /** Batches as rows again. */
  public Dataset unbatch() {
    return batched ? new Dataset(stage, false, shuffled, size == INFINITE ? size : UNKNOWN) : this;
  }

  /** Over and over without end. */
  public Dataset repeat() {
    return new Dataset(
        Batching.repeat(stage, Long.MAX_VALUE), batched, shuffled, size == 0 ? 0 : INFINITE);
  }

  /**
   * {@code n} times over.
   *
   * @throws IllegalArgumentException if {@code n} is negative
   */
  public Dataset repeat(int n) {
    atLeast("the number of repetitions", n, 0);
    long repeated =
        n == 0 ? 0 : size == UNKNOWN || size == INFINITE ? size : Math.multiplyExact(size, n);
    return new Dataset(Batching.repeat(stage, n), batched, shuffled, repeated);
  }

  /** Made ready {@value #AHEAD} elements ahead, as training and predicting do it. */
  public Dataset prefetch() {
    return prefetch(AHEAD);
  }

  /**
   * Made ready up to {@code n} elements ahead (of rows: that many chunks) on another thread. An
   * exception there reaches the one who walks, at its place in the sequence.
   *
   * @throws IllegalArgumentException if {@code n} is smaller than 1
   */
  public Dataset prefetch(int n) {
    atLeast("prefetch", n, 1);
    return with(pass -> new Prefetch(stage, pass, n));
  }

  /**
   * The first {@code n} elements, or all if there are fewer.
   *
   * @throws IllegalArgumentException if {@code n} is negative
   */
  public Dataset take(long n) {
    atLeast("take", n, 0);
    return new Dataset(
        Selection.range(stage, batched, 0, n),
        batched,
        shuffled,
        size == UNKNOWN ? (n == 0 ? 0 : UNKNOWN) : Math.min(size, n));
  }

  /**
   * All but the first {@code n} elements.
   *
   * @throws IllegalArgumentException if {@code n} is negative
   */
  public Dataset skip(long n) {
    atLeast("skip", n, 0);
    return new Dataset(
        Selection.range(stage, batched, n, Long.MAX_VALUE),
        batched,
        shuffled,
        size == UNKNOWN || size == INFINITE ? size : Math.max(0, size - n));
  }

  /**
   * Every {@code count}-th element, from the one numbered {@code index}: the part of one of {@code
   * count} workers.
   *
   * @throws IllegalArgumentException unless {@code 0 <= index < count}
   */
  public Dataset shard(int count, int index) {
    atLeast("the number of shards", count, 1);
    if (index < 0 || index >= count) {
      throw new IllegalArgumentException(
          "shard %d of %d; shards are numbered 0 to %d".formatted(index, count, count - 1));
    }
    return select(() -> n -> n % count == index, part(size - index, count));
  }

  /** Two disjoint parts of a data set that together are the whole. */
  public record Split(Dataset first, Dataset second) {}

  /**
   * Parts at random: a fraction of the elements, and the others, each in their order. The fraction
   * is met to the nearest element where the number of elements is known, and about otherwise.
   *
   * @param fraction of the first part, between 0 and 1
   * @throws IllegalArgumentException if the fraction is outside
   * @throws IllegalStateException if the data is shuffled before, because then a row would be in
   *     the first part on one walk and in the second on another
   */
  public Split split(double fraction, long seed) {
    if (!(fraction >= 0 && fraction <= 1)) {
      throw new IllegalArgumentException("a fraction is from 0 to 1, not " + fraction);
    }
    checkSteady();
    boolean known = size != UNKNOWN && size != INFINITE;
    long wanted = known ? Math.round(fraction * size) : UNKNOWN;
    Supplier<LongPredicate> first =
        known ? () -> sample(wanted, size, seed) : () -> sample(fraction, seed);
    return new Split(
        select(first, known ? wanted : size),
        select(() -> first.get().negate(), known ? size - wanted : size));
  }

  /**
   * Parts by place: in the second part every {@code n}-th element, from the first one on; in the
   * first the others.
   *
   * @throws IllegalArgumentException if {@code n} is smaller than 2
   * @throws IllegalStateException if the data is shuffled before
   */
  public Split splitEvery(int n) {
    atLeast("splitEvery", n, 2);
    checkSteady();
    long second = part(size, n);
    long rest = size == UNKNOWN || size == INFINITE ? size : size - second;
    return new Split(select(() -> i -> i % n != 0, rest), select(() -> i -> i % n == 0, second));
  }

  /**
   * A new walk: over batches, or over rows as batches of one row. Each call counts as one more walk
   * over this object, so that {@link #shuffle} gives another order.
   */
  @Override
  public BatchIterator iterator() {
    return iterator(passes.getAndIncrement());
  }

  /**
   * The walk of the given number: the same number gives the same order. {@link #iterator()} takes
   * 0, 1, 2 and so on.
   */
  public BatchIterator iterator(long pass) {
    Stage elements = batched ? stage : Batching.of(stage, 1, false);
    return new Walk(elements.open(pass));
  }

  /**
   * All rows as one batch.
   *
   * @throws IllegalArgumentException if there are none
   * @throws IllegalStateException if the data never ends
   */
  public Batch toBatch() {
    if (isInfinite()) {
      throw new IllegalStateException("endless data doesn't fit into a batch; take(n) of it first");
    }
    Stage one = Batching.of(stage, Integer.MAX_VALUE, false);
    try (var walk = new Walk(one.open(passes.getAndIncrement()))) {
      if (!walk.hasNext()) {
        throw new IllegalArgumentException("the data has no rows");
      }
      return walk.next();
    }
  }

  private Dataset with(Stage next) {
    return new Dataset(next, batched, shuffled, size);
  }

  private Dataset select(Supplier<LongPredicate> numbers, long newSize) {
    return new Dataset(Selection.select(stage, batched, numbers), batched, shuffled, newSize);
  }

  private long part(long of, int count) {
    return size == UNKNOWN || size == INFINITE ? size : Math.ceilDiv(Math.max(0, of), count);
  }

  private void checkSteady() {
    if (shuffled) {
      throw new IllegalStateException(
          "split before you shuffle: shuffled data comes in another order on each walk, so that"
              + " rows would wander from one part into the other");
    }
  }

  /** Knuth's algorithm S: {@code wanted} of {@code total} numbers, asked in order. */
  private static LongPredicate sample(long wanted, long total, long seed) {
    var random = new SplittableRandom(seed);
    long[] open = {wanted};
    return n -> {
      boolean taken = random.nextDouble() * (total - n) < open[0];
      open[0] -= taken ? 1 : 0;
      return taken;
    };
  }

  private static LongPredicate sample(double fraction, long seed) {
    var random = new SplittableRandom(seed);
    return _ -> random.nextDouble() < fraction;
  }

  private static void atLeast(String what, long n, long least) {
    if (n < least) {
      throw new IllegalArgumentException("%s is %d; give %d or more".formatted(what, n, least));
    }
  }
}
