package dev.inlay.layer;

import dev.inlay.data.Hasher;
import dev.inlay.data.Vocabulary;
import dev.inlay.graph.Node;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which id means what, in a layer over a vocabulary.
 *
 * @param <T> {@code String} or {@code Long}
 * @param maskToken the term that is missing; null for none
 * @param oovToken what stands for unknown terms
 */
record TermIndex<T>(@Nullable T maskToken, T oovToken, LookupOptions options) {
  /**
   * This index.
   *
   * @throws IllegalArgumentException if special tokens, vocabulary, weights and limits contradict
   *     each other
   */
  TermIndex<T> checked() {
    if (options.maxTokens() > 0 && size() > options.maxTokens()) {
      throw new IllegalArgumentException(
          "a vocabulary of %d ids, special ones among them, is larger than maxTokens, %d"
              .formatted(size(), options.maxTokens()));
    }
    if (!options.idfWeights().isEmpty() && options.idfWeights().size() != size()) {
      throw new IllegalArgumentException(
          "%d idfWeights for %d ids, special ones among them"
              .formatted(options.idfWeights().size(), size()));
    }
    refuse("missing", maskToken);
    refuse("unknown", options.invert() ? oovToken : null);
    return this;
  }

  private void refuse(String what, @Nullable T token) {
    Vocabulary vocabulary = options.vocabulary();
    if (vocabulary == null || token == null) {
      return;
    }
    int place =
        token instanceof Long number
            ? vocabulary.indexOf(number)
            : vocabulary.indexOf(token.toString());
    if (place >= 0) {
      throw new IllegalArgumentException(
          "the token for %s terms, \"%s\", stands in the vocabulary at place %d; leave all special tokens out, or put all of them in front"
              .formatted(what, token, place));
    }
  }

  /** The first of the ids of unknown terms. */
  int oovStart() {
    return maskToken != null && options.outputMode() == OutputMode.INT ? 1 : 0;
  }

  /** The id of the vocabulary's first term. */
  int tokenStart() {
    return oovStart() + options.numOovIndices();
  }

  /** The id of the mask token; -1 where missing terms are left out. */
  int maskId() {
    return oovStart() - 1;
  }

  /** How many ids there are. */
  int size() {
    Vocabulary vocabulary = options.vocabulary();
    return tokenStart() + (vocabulary == null ? 0 : vocabulary.size());
  }

  /** What ids mean, one after the other; with or without the special tokens in front. */
  List<T> terms(boolean withSpecialTokens) {
    List<T> all = new ArrayList<>(withSpecialTokens ? specialTokens() : List.of());
    all.addAll(ownTerms());
    return List.copyOf(all);
  }

  @SuppressWarnings("unchecked") // a vocabulary of texts belongs to an index of texts
  private List<T> ownTerms() {
    Vocabulary vocabulary = options.vocabulary();
    if (vocabulary == null) {
      return List.of();
    }
    return vocabulary.dtype() == DType.STRING
        ? (List<T>) vocabulary.terms()
        : (List<T>) vocabulary.terms().stream().map(Long::valueOf).toList();
  }

  private List<T> specialTokens() {
    List<T> special = new ArrayList<>();
    if (oovStart() == 1 && maskToken != null) {
      special.add(maskToken);
    }
    special.addAll(Collections.nCopies(options.numOovIndices(), oovToken));
    return special;
  }

  /**
   * The options with a vocabulary.
   *
   * @param given terms, with all special tokens in front or with none
   * @param idf a weight for each; empty unless the output mode is {@code TF_IDF}. Special tokens
   *     without one get the mean of the others.
   */
  LookupOptions withVocabulary(List<T> given, List<Float> idf) {
    if (!idf.isEmpty() && idf.size() != given.size()) {
      throw new IllegalArgumentException(
          "%d idfWeights for a vocabulary of %d terms; give each its own"
              .formatted(idf.size(), given.size()));
    }
    List<T> special = specialTokens();
    boolean inFront =
        given.size() >= special.size() && given.subList(0, special.size()).equals(special);
    List<Float> weights = new ArrayList<>(idf);
    if (!idf.isEmpty() && !inFront) {
      double mean = idf.stream().mapToDouble(Float::doubleValue).average().orElse(0);
      weights.addAll(0, Collections.nCopies(special.size(), (float) mean));
    }
    List<T> terms = inFront ? given.subList(special.size(), given.size()) : given;
    return options.withVocabulary(vocabulary(terms), weights);
  }

  /** A vocabulary of texts or of numbers. */
  static <T> Vocabulary vocabulary(List<T> terms) {
    return !terms.isEmpty() && terms.getFirst() instanceof Long
        ? Vocabulary.of(terms.stream().mapToLong(Long.class::cast).toArray())
        : Vocabulary.of(terms.stream().map(String.class::cast).toList());
  }

  /** Whether terms that are not in the vocabulary are an error. */
  boolean refusesUnknown() {
    return options.numOovIndices() == 0;
  }

  /**
   * What to say of a term that is not in the vocabulary.
   *
   * @param place of the term
   */
  static IllegalArgumentException unknown(Object term, int place) {
    return new IllegalArgumentException(
        "element %d: \"%s\" is not in the vocabulary and no id is left for unknown terms; give numOovIndices 1 or more, or clean the data"
            .formatted(place, term));
  }

  /** Which of the ids for unknown terms a text gets. */
  static long bucket(String text, LookupOptions options, Hasher hasher) {
    int buckets = options.numOovIndices();
    Salt salt = options.salt();
    if (buckets <= 1) {
      return 0;
    }
    return salt == null
        ? hasher.bucket(text, buckets)
        : hasher.strongBucket(text, buckets, salt.first(), salt.second());
  }

  /** Which of the ids for unknown terms a number in decimal gets. */
  static long bucket(long number, LookupOptions options, Hasher hasher) {
    int buckets = options.numOovIndices();
    Salt salt = options.salt();
    return salt == null
        ? hasher.bucket(number, buckets)
        : hasher.strongBucket(number, buckets, salt.first(), salt.second());
  }

  /** Ids in the form that the output mode wants. */
  Node output(Scope scope, Node ids) {
    OutputMode mode = options.outputMode();
    if (mode == OutputMode.INT) {
      if (options.vocabulary() == null && options.numOovIndices() <= 1) {
        throw new IllegalArgumentException(
            "has no vocabulary, so that all terms have one id; adapt it, or give it a vocabulary");
      }
      return ids;
    }
    if (options.vocabulary() == null && !options.padToMaxTokens()) {
      throw new IllegalArgumentException(
          "has no vocabulary, so that the width of %s is not known; adapt it, or give it a vocabulary"
              .formatted(mode.name().toLowerCase(Locale.ROOT)));
    }
    int depth = options.padToMaxTokens() ? options.maxTokens() : size();
    Node output = new CategoryOutput(mode, depth).of(scope, ids);
    return mode == OutputMode.TF_IDF ? output.mul(idf(output, depth)) : output;
  }

  private Node idf(Node counts, int depth) {
    if (options.idfWeights().isEmpty()) {
      throw new IllegalArgumentException("has no idfWeights; adapt it, or give it a vocabulary");
    }
    float[] weights = new float[depth];
    for (int i = 0; i < options.idfWeights().size(); i++) {
      weights[i] = options.idfWeights().get(i);
    }
    return counts.graph().constant(Tensor.of(weights));
  }
}
