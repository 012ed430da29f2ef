package dev.inlay.feature;

import dev.inlay.data.Batch;
import dev.inlay.data.Dataset;
import dev.inlay.data.Hasher;
import dev.inlay.tensor.Tensor.StringTensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How well the values of some data keep apart in a hashed column, and how many buckets would do.
 *
 * @param column its name
 * @param buckets that it has
 * @param values in the data, repeated ones too
 * @param distinct how many of them are different; about so many if {@code sampled}
 * @param sampled whether there were too many different values to look at each (more than a
 *     million); shares are then what chance would have it
 * @param sharing the share of different values that are not alone in their bucket
 * @param mistaken the share of all values that stand in the bucket of a more frequent one, which
 *     the model takes them for
 * @param worst the buckets that cost most, where single values are known by name
 */
public record CollisionReport(
    String column,
    int buckets,
    long values,
    long distinct,
    boolean sampled,
    double sharing,
    double mistaken,
    List<Bucket> worst) {
  private static final int NAMED = 5;
  private static final int CHUNK_ROWS = 8192;

  /** Below so many different values, a vocabulary is no burden. */
  private static final int VOCABULARY = 100_000;

  public CollisionReport {
    worst = List.copyOf(worst);
  }

  /**
   * A bucket that several values share.
   *
   * @param id of the bucket
   * @param texts the most frequent first, at most five
   * @param mistaken how often one but the most frequent came
   */
  public record Bucket(int id, List<String> texts, long mistaken) {
    public Bucket {
      texts = List.copyOf(texts);
    }
  }

  /**
   * The report for a hashed or crossed column, or one made of such, from one walk over the data.
   *
   * @throws IllegalArgumentException if the column doesn't hash, or the data has no value for it
   * @throws IllegalStateException if the data never ends
   */
  public static CollisionReport of(CategoricalColumn column, Dataset data) {
    if (data.isInfinite()) {
      throw new IllegalStateException("endless data has no end of collisions; take(n) of it first");
    }
    var values = new HashedValues();
    try (var walk = (data.isBatched() ? data : data.batch(CHUNK_ROWS)).iterator()) {
      while (walk.hasNext()) {
        add(column, walk.next(), values);
      }
    }
    if (values.total() == 0) {
      throw new IllegalArgumentException(
          "column \"%s\": the data has no value for it".formatted(column.name()));
    }
    return of(column.name(), hashBuckets(column), values);
  }

  private static void add(CategoricalColumn column, Batch rows, HashedValues to) {
    switch (column) {
      case HashBucketColumn c -> {
        Cells cells = Cells.of(c.key(), rows.feature(c.key()));
        Check.sameKind(c.key(), c.dtype(), rows.feature(c.key()));
        var hasher = new Hasher();
        if (cells.values() instanceof StringTensor) {
          for (String text : cells.texts()) {
            if (!cells.isMissing(text)) {
              to.add(hasher.fingerprint(text), text);
            }
          }
        } else {
          for (long number : cells.numbers()) {
            if (!cells.isMissing(number)) {
              to.add(hasher.fingerprint(number), Long.toString(number));
            }
          }
        }
      }
      case CrossedColumn c -> {
        for (long hash : c.hashes(rows).values()) {
          to.add(hash, "");
        }
      }
      case WeightedColumn c -> add(c.categorical(), rows, to);
      case SequenceCategoricalColumn c -> add(c.categorical(), rows, to);
      case OptionalColumn c -> add(c.categorical(), rows, to);
      case TextColumn c -> add(c.categorical(), c.terms(rows), to);
      case IdentityColumn _, VocabularyColumn _, BucketizedColumn _, TimeColumn _ ->
          throw noHash(column);
    }
  }

  private static int hashBuckets(CategoricalColumn column) {
    return switch (column) {
      case HashBucketColumn c -> c.hashBucketSize();
      case CrossedColumn c -> c.hashBucketSize();
      case WeightedColumn c -> hashBuckets(c.categorical());
      case SequenceCategoricalColumn c -> hashBuckets(c.categorical());
      case OptionalColumn c -> hashBuckets(c.categorical());
      case TextColumn c -> hashBuckets(c.categorical());
      case IdentityColumn _, VocabularyColumn _, BucketizedColumn _, TimeColumn _ ->
          throw noHash(column);
    };
  }

  private static IllegalArgumentException noHash(CategoricalColumn column) {
    return new IllegalArgumentException(
        "column \"%s\" doesn't hash: different values have different ids".formatted(column.name()));
  }

  private static CollisionReport of(String column, int buckets, HashedValues values) {
    long distinct = values.distinct();
    if (values.isSampled()) {
      double alone = Math.exp(-(distinct - 1.0) / buckets);
      double occupied = buckets * -Math.expm1(-(double) distinct / buckets);
      return new CollisionReport(
          column,
          buckets,
          values.total(),
          distinct,
          true,
          1 - alone,
          Math.max(0, 1 - occupied / distinct),
          List.of());
    }
    Map<Integer, List<HashedValues.Seen>> inBuckets = new HashMap<>();
    values
        .kept()
        .forEach(
            (hash, seen) ->
                inBuckets
                    .computeIfAbsent(
                        (int) Long.remainderUnsigned(hash, buckets), _ -> new ArrayList<>(1))
                    .add(seen));
    long sharing = 0;
    long mistaken = 0;
    List<Bucket> shared = new ArrayList<>();
    for (var entry : inBuckets.entrySet()) {
      List<HashedValues.Seen> seen = entry.getValue();
      if (seen.size() > 1) {
        Bucket bucket = bucket(entry.getKey(), seen);
        sharing += seen.size();
        mistaken += bucket.mistaken;
        shared.add(bucket);
      }
    }
    shared.sort(Comparator.comparingLong((Bucket b) -> -b.mistaken).thenComparingInt(Bucket::id));
    return new CollisionReport(
        column,
        buckets,
        values.total(),
        distinct,
        false,
        (double) sharing / distinct,
        (double) mistaken / values.total(),
        shared.stream().filter(b -> !b.texts.isEmpty()).limit(NAMED).toList());
  }

  private static Bucket bucket(int id, List<HashedValues.Seen> seen) {
    seen.sort(
        Comparator.comparingLong((HashedValues.Seen s) -> -s.count).thenComparing(s -> s.text));
    List<String> texts =
        seen.stream().map(s -> s.text).filter(text -> !text.isEmpty()).limit(NAMED).toList();
    return new Bucket(id, texts, seen.stream().skip(1).mapToLong(s -> s.count).sum());
  }

  /**
   * How many buckets there have to be for no more than a share of different values to stand in one
   * with another, as chance has it: {@code (distinct - 1) / -ln(1 - share)}.
   *
   * @param share above 0 and below 1
   */
  public long bucketsFor(double share) {
    return bucketsFor(distinct, share);
  }

  static long bucketsFor(long distinct, double share) {
    if (!(share > 0 && share < 1)) {
      throw new IllegalArgumentException("a share above 0 and below 1, not " + share);
    }
    return Math.max(1, (long) Math.ceil((distinct - 1) / -Math.log1p(-share)));
  }

  /** What to do about it, in a sentence. */
  public String advice() {
    if (sharing == 0) {
      return "no two values share a bucket";
    }
    String more =
        "%,d buckets would leave about 1 in 10 different values sharing one, %,d about 1 in 100"
            .formatted(bucketsFor(0.1), bucketsFor(0.01));
    boolean listable = !sampled && distinct <= VOCABULARY;
    return listable && !worst.isEmpty()
        ? "%s; a vocabulary of all %,d would keep them apart".formatted(more, distinct)
        : more;
  }

  /** For people. */
  @Override
  public String toString() {
    var text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "column \"%s\": %s%,d different values in %,d buckets; %.1f%% of them share one,"
                    + " %.1f%% of all values count as another%n",
                column,
                sampled ? "about " : "",
                distinct,
                buckets,
                100 * sharing,
                100 * mistaken));
    for (Bucket bucket : worst) {
      text.append("  bucket %d: %s%n".formatted(bucket.id, String.join(", ", bucket.texts)));
    }
    return text.append(advice()).toString();
  }
}
