package dev.inlay.layer;

import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * How often terms came, and in how many documents: of this, the vocabulary that Keras's {@code
 * adapt} learns. For one thread.
 *
 * @param <T> {@code String} or {@code Long}
 */
final class SeenTerms<T> {
  private static final class Seen {
    long count;
    long documents;
    long lastDocument;
  }

  private final Map<T, Seen> terms = new HashMap<>();
  private long documents;

  /**
   * A layer that learns its vocabulary.
   *
   * @param layer without one
   * @param index says which tokens of the layer are special
   * @param read gives the terms of a value by their places
   */
  static <T, L extends VocabularyLookup<T, L>> Adaptation<L> adaptation(
      L layer, TermIndex<T> index, Function<Tensor, IntFunction<T>> read, Comparator<T> alphabet) {
    var seen = new SeenTerms<T>();
    return new Adaptation<>() {
      @Override
      public void add(Value values) {
        Ragged rows = RawValues.rows(values);
        seen.add(rows.splits(), read.apply(rows.values()));
      }

      @Override
      public L layer() {
        return layer.withOptions(seen.options(index, alphabet));
      }
    };
  }

  /** Takes documents, whose terms are between splits. */
  private void add(int[] splits, IntFunction<T> terms) {
    for (int document = 1; document < splits.length; document++) {
      documents++;
      for (int i = splits[document - 1]; i < splits[document]; i++) {
        add(terms.apply(i));
      }
    }
  }

  private void add(T term) {
    Seen seen = terms.get(term);
    if (seen == null) {
      seen = new Seen();
      terms.put(term, seen);
    }
    seen.count++;
    if (seen.lastDocument != documents) {
      seen.lastDocument = documents;
      seen.documents++;
    }
  }

  /**
   * The options with the most frequent terms as vocabulary, at most as many as there may be. Of
   * equally frequent terms, the one that is later in the alphabet comes first. With {@code TF_IDF},
   * a term's weight is {@code ln(1 + documents / (1 + documents that have it))}, and that of
   * unknown ones the mean.
   *
   * @param index says which tokens are special; they don't count
   */
  private LookupOptions options(TermIndex<T> index, Comparator<T> alphabet) {
    LookupOptions options = index.options();
    List<T> sorted = new ArrayList<>(terms.keySet());
    T mask = index.maskToken();
    if (mask != null) {
      sorted.remove(mask);
    }
    sorted.remove(index.oovToken());
    if (sorted.isEmpty()) {
      throw new IllegalArgumentException("the data has no terms to make a vocabulary of");
    }
    sorted.sort(
        Comparator.<T>comparingLong(term -> -count(term)).thenComparing(alphabet.reversed()));
    if (options.maxTokens() > 0) {
      int room = Math.max(1, options.maxTokens() - index.tokenStart());
      sorted = sorted.subList(0, Math.min(sorted.size(), room));
    }
    List<Float> idf = new ArrayList<>();
    if (options.outputMode() == OutputMode.TF_IDF) {
      double sum = 0;
      for (T term : sorted) {
        float weight = (float) Math.log(1 + documents / (1.0 + documents(term)));
        idf.add(weight);
        sum += weight;
      }
      for (int i = 0; i < index.tokenStart(); i++) {
        idf.addFirst((float) (sum / sorted.size()));
      }
    }
    return options.withVocabulary(TermIndex.vocabulary(sorted), idf);
  }

  private long count(T term) {
    Seen seen = terms.get(term);
    return seen == null ? 0 : seen.count;
  }

  private long documents(T term) {
    Seen seen = terms.get(term);
    return seen == null ? 0 : seen.documents;
  }

  /** By code points, which is the order of UTF-8's bytes too. */
  static int byCodePoint(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        boolean pair = Character.isSurrogate(x);
        return pair == Character.isSurrogate(y) ? Character.compare(x, y) : pair ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
