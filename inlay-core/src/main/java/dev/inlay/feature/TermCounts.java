package dev.inlay.feature;

import dev.inlay.data.Vocabulary;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How often each text or whole number of a feature comes, learned batch by batch; of this, a {@link
 * Vocabulary}. Missing values don't count.
 */
public final class TermCounts {
  /** So many different terms are told apart at a time. */
  private static final int MOST_TERMS = 1 << 21;

  private static final class Counter {
    long count;
  }

  private final DType dtype;
  private final int mostTerms;
  private final Map<Object, Counter> counters = new HashMap<>();
  private long total;
  private long missing;
  private long lost;

  /** Counts of a feature of the given type: {@code STRING}, {@code INT32} or {@code INT64}. */
  public TermCounts(DType dtype) {
    this(dtype, MOST_TERMS);
  }

  TermCounts(DType dtype, int mostTerms) {
    if (dtype == DType.FLOAT32) {
      throw new IllegalArgumentException("FLOAT32 values are no terms; bucketize them");
    }
    this.dtype = dtype;
    this.mostTerms = mostTerms;
  }

  /** Counts a feature's values in some more rows. */
  public void add(Value value) {
    Cells cells = Cells.of("counted", value);
    switch (cells.values()) {
      case Tensor.StringTensor texts -> {
        for (String text : texts.data()) {
          add(text, cells.isMissing(text));
        }
      }
      case Tensor.IntTensor _, Tensor.LongTensor _ -> {
        for (long number : cells.numbers()) {
          add(number, cells.isMissing(number));
        }
      }
      case Tensor.FloatTensor _ ->
          throw new IllegalArgumentException("FLOAT32 values are no terms; bucketize them");
    }
  }

  private void add(Object term, boolean isMissing) {
    if (isMissing) {
      missing++;
      return;
    }
    total++;
    Counter counter = counters.get(term);
    if (counter == null) {
      if (counters.size() == mostTerms) {
        forgetRareTerms();
      }
      counter = new Counter();
      counters.put(term, counter);
    }
    counter.count++;
  }

  /** How many values there are, missing ones apart. */
  public long total() {
    return total;
  }

  public long missing() {
    return missing;
  }

  /**
   * Makes room as the algorithm of Misra and Gries does: all counts sink by as much as a quarter of
   * the terms has, and those at zero go. A frequent term stays, whatever comes in between.
   */
  private void forgetRareTerms() {
    long[] counts = counters.values().stream().mapToLong(counter -> counter.count).toArray();
    Arrays.sort(counts);
    long least = counts[counts.length / 4];
    lost += least;
    counters.values().removeIf(counter -> (counter.count -= least) <= 0);
  }

  /** How many different values there are; of more than two million, those that are remembered. */
  public int distinct() {
    return counters.size();
  }

  /** By how much counts may be too low: 0 unless there were more than two million terms. */
  public long uncertainty() {
    return lost;
  }

  /** How often a term came, or up to {@link #uncertainty} less. */
  public long count(String term) {
    Counter counter = counters.get(dtype == DType.STRING ? term : (Object) Long.valueOf(term));
    return counter == null ? 0 : counter.count;
  }

  /** All values, the most frequent first and equally frequent ones in their natural order. */
  public Vocabulary vocabulary() {
    return vocabulary(1, Integer.MAX_VALUE);
  }

  /**
   * The values that came {@code minCount} times or more, at most {@code maxSize} of them: the most
   * frequent first and equally frequent ones in their natural order.
   *
   * @throws IllegalArgumentException if there are none
   */
  public Vocabulary vocabulary(long minCount, int maxSize) {
    List<Map.Entry<Object, Counter>> kept = new ArrayList<>();
    for (var entry : counters.entrySet()) {
      if (entry.getValue().count >= minCount) {
        kept.add(entry);
      }
    }
    if (kept.isEmpty()) {
      throw new IllegalArgumentException(
          "no value came %d times or more; lower the least count, or hash".formatted(minCount));
    }
    kept.sort(
        Comparator.<Map.Entry<Object, Counter>>comparingLong(entry -> -entry.getValue().count)
            .thenComparing(Map.Entry::getKey, TermCounts::compareTerms));
    var terms = kept.stream().limit(maxSize).map(Map.Entry::getKey);
    return dtype == DType.STRING
        ? Vocabulary.of(terms.map(String.class::cast).toList())
        : Vocabulary.of(terms.mapToLong(Long.class::cast).toArray());
  }

  private static int compareTerms(Object a, Object b) {
    return a instanceof Long x && b instanceof Long y
        ? x.compareTo(y)
        : a.toString().compareTo(b.toString());
  }
}
