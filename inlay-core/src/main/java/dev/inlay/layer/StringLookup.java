package dev.inlay.layer;

import dev.inlay.data.Hasher;
import dev.inlay.data.Vocabulary;
import dev.inlay.graph.Node;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Texts turned into ids by a vocabulary, or with {@code invert} ids into texts: Keras's {@code
 * StringLookup}. The vocabulary is given or learned: the most frequent terms first, and of equally
 * frequent ones that which is later in the alphabet, as in Keras.
 *
 * @param maskToken the text that stands for a missing one: id 0, or left out of vectors; null for
 *     none
 * @param oovToken what {@code invert} gives for ids that mean unknown texts
 * @param options what layers over a vocabulary have in common
 */
public record StringLookup(@Nullable String maskToken, String oovToken, LookupOptions options)
    implements VocabularyLookup<String, StringLookup> {
  public StringLookup {
    if (options.vocabulary() != null && options.vocabulary().dtype() != DType.STRING) {
      throw new IllegalArgumentException(
          "a StringLookup has a vocabulary of texts, not of numbers; take an IntegerLookup");
    }
    var _ = new TermIndex<>(maskToken, oovToken, options).checked();
  }

  /** Keras's token for unknown texts. */
  static final String UNKNOWN = "[UNK]";

  public static StringLookup of() {
    return new StringLookup(null, UNKNOWN, LookupOptions.of());
  }

  public StringLookup withMaskToken(@Nullable String maskToken) {
    return new StringLookup(maskToken, oovToken, options);
  }

  public StringLookup withOovToken(String oovToken) {
    return new StringLookup(maskToken, oovToken, options);
  }

  /** With these terms; the special tokens may stand in front, all or none of them. */
  public StringLookup withVocabulary(String... terms) {
    return withVocabulary(List.of(terms));
  }

  @Override
  public StringLookup withVocabulary(List<String> terms, List<Float> idfWeights) {
    return withOptions(index().withVocabulary(terms, idfWeights));
  }

  @Override
  public StringLookup withOptions(LookupOptions options) {
    return new StringLookup(maskToken, oovToken, options);
  }

  @Override
  public List<String> vocabulary(boolean withSpecialTokens) {
    return index().terms(withSpecialTokens);
  }

  @Override
  public int vocabularySize() {
    return index().size();
  }

  private TermIndex<String> index() {
    return new TermIndex<>(maskToken, oovToken, options);
  }

  @Override
  public Adaptation<StringLookup> adaptation() {
    StringLookup forgotten = withOptions(options.withVocabulary(null, List.of()));
    return SeenTerms.adaptation(
        forgotten,
        forgotten.index(),
        values -> {
          String[] texts = RawValues.texts(values);
          return i -> texts[i];
        },
        SeenTerms::byCodePoint);
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    Node values = Inputs.one(inputs);
    if (options.invert()) {
      return scope.encoded(
          RawValues.like(values, "terms", DType.STRING),
          raw -> RawValues.each(raw.getFirst(), this::terms),
          values);
    }
    Node ids =
        scope.encoded(
            RawValues.like(values, "ids", DType.INT32),
            raw -> RawValues.each(raw.getFirst(), this::ids),
            values);
    return output(scope, ids);
  }

  /** Ids in the form that the output mode wants. */
  Node output(Scope scope, Node ids) {
    return index().output(scope, ids);
  }

  /** The id of each text. */
  Tensor ids(Tensor values) {
    TermIndex<String> index = index();
    var hasher = new Hasher();
    String[] texts = RawValues.texts(values);
    int[] ids = new int[texts.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = id(texts[i], index, i, hasher);
    }
    return Tensor.of(values.shape(), ids);
  }

  private int id(String text, TermIndex<String> index, int element, Hasher hasher) {
    if (text.equals(maskToken)) {
      return index.maskId();
    }
    Vocabulary vocabulary = options.vocabulary();
    int place = vocabulary == null ? -1 : vocabulary.indexOf(text);
    if (place >= 0) {
      return index.tokenStart() + place;
    }
    if (index.refusesUnknown()) {
      throw TermIndex.unknown(text, element);
    }
    return index.oovStart() + (int) TermIndex.bucket(text, options, hasher);
  }

  private Tensor terms(Tensor values) {
    long[] ids = RawValues.longs(values);
    List<String> terms = vocabulary(true);
    String[] texts = new String[ids.length];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = ids[i] >= 0 && ids[i] < terms.size() ? terms.get((int) ids[i]) : oovToken;
    }
    return new Tensor.StringTensor(values.shape(), texts);
  }
}
