package dev.inlay.layer;

import dev.inlay.data.Hasher;
import dev.inlay.data.Vocabulary;
import dev.inlay.graph.Node;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whole numbers turned into ids by a vocabulary, or with {@code invert} ids into numbers: Keras's
 * {@code IntegerLookup}. The vocabulary is given or learned: the most frequent numbers first, and
 * of equally frequent ones the larger, as in Keras. Floats are cut toward zero first.
 *
 * @param maskToken the number that stands for a missing one: id 0, or left out of vectors; null for
 *     none
 * @param oovToken what {@code invert} gives for ids that mean unknown numbers; {@code adapt} leaves
 *     it out
 * @param options what layers over a vocabulary have in common
 */
public record IntegerLookup(@Nullable Long maskToken, long oovToken, LookupOptions options)
    implements VocabularyLookup<Long, IntegerLookup> {
  public IntegerLookup {
    if (options.vocabulary() != null && options.vocabulary().dtype() == DType.STRING) {
      throw new IllegalArgumentException(
          "an IntegerLookup has a vocabulary of numbers, not of texts; take a StringLookup");
    }
    if (options.salt() != null && options.oovMethod() != OovMethod.FARMHASH) {
      throw new IllegalArgumentException(
          "a salt is for hashes; choose withOovMethod(OovMethod.FARMHASH) first");
    }
    var _ = new TermIndex<>(maskToken, oovToken, options).checked();
  }

  public static IntegerLookup of() {
    return new IntegerLookup(null, -1, LookupOptions.of());
  }

  public IntegerLookup withMaskToken(@Nullable Long maskToken) {
    return new IntegerLookup(maskToken, oovToken, options);
  }

  public IntegerLookup withOovToken(long oovToken) {
    return new IntegerLookup(maskToken, oovToken, options);
  }

  /** With these terms; the special tokens may stand in front, all or none of them. */
  public IntegerLookup withVocabulary(long... terms) {
    return withVocabulary(Arrays.stream(terms).boxed().toList());
  }

  @Override
  public IntegerLookup withVocabulary(List<Long> terms, List<Float> idfWeights) {
    return withOptions(index().withVocabulary(terms, idfWeights));
  }

  public IntegerLookup withOovMethod(OovMethod oovMethod) {
    return withOptions(options.withOovMethod(oovMethod));
  }

  @Override
  public IntegerLookup withOptions(LookupOptions options) {
    return new IntegerLookup(maskToken, oovToken, options);
  }

  @Override
  public List<Long> vocabulary(boolean withSpecialTokens) {
    return index().terms(withSpecialTokens);
  }

  @Override
  public int vocabularySize() {
    return index().size();
  }

  private TermIndex<Long> index() {
    return new TermIndex<>(maskToken, oovToken, options);
  }

  @Override
  public Adaptation<IntegerLookup> adaptation() {
    IntegerLookup forgotten = withOptions(options.withVocabulary(null, List.of()));
    return SeenTerms.adaptation(
        forgotten,
        forgotten.index(),
        values -> {
          long[] numbers = RawValues.longs(values);
          return i -> numbers[i];
        },
        Long::compare);
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    Node values = Inputs.one(inputs);
    if (options.invert()) {
      return scope.encoded(
          RawValues.like(values, "terms", DType.INT32),
          raw -> RawValues.each(raw.getFirst(), this::terms),
          values);
    }
    Node ids =
        scope.encoded(
            RawValues.like(values, "ids", DType.INT32),
            raw -> RawValues.each(raw.getFirst(), this::ids),
            values);
    return index().output(scope, ids);
  }

  private Tensor ids(Tensor values) {
    TermIndex<Long> index = index();
    var hasher = new Hasher();
    long[] numbers = RawValues.longs(values);
    int[] ids = new int[numbers.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = id(numbers[i], index, i, hasher);
    }
    return Tensor.of(values.shape(), ids);
  }

  private int id(long number, TermIndex<Long> index, int element, Hasher hasher) {
    if (maskToken != null && number == maskToken) {
      return index.maskId();
    }
    Vocabulary vocabulary = options.vocabulary();
    int place = vocabulary == null ? -1 : vocabulary.indexOf(number);
    if (place >= 0) {
      return index.tokenStart() + place;
    }
    if (index.refusesUnknown()) {
      throw TermIndex.unknown(number, element);
    }
    return index.oovStart() + (int) bucket(number, options, hasher);
  }

  /** Which of the ids for unknown numbers one gets. */
  private static long bucket(long number, LookupOptions options, Hasher hasher) {
    int buckets = options.numOovIndices();
    if (buckets == 1) {
      return 0;
    }
    return switch (options.oovMethod()) {
      case FLOORMOD -> Math.floorMod(number, buckets);
      case FARMHASH -> TermIndex.bucket(number, options, hasher);
    };
  }

  private Tensor terms(Tensor values) {
    long[] ids = RawValues.longs(values);
    List<Long> terms = vocabulary(true);
    long[] numbers = new long[ids.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = ids[i] >= 0 && ids[i] < terms.size() ? terms.get((int) ids[i]) : oovToken;
    }
    return new Tensor.LongTensor(values.shape(), numbers);
  }
}
