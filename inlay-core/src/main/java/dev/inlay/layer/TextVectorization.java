package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.TensorSpec;
import dev.inlay.tensor.Value;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Texts turned into rows of ids, or into vectors: Keras's {@code TextVectorization}. A text is
 * standardized, split into terms, which n-grams may follow, and these are looked up in a vocabulary
 * that is given or learned. Id 0 fills rows up, id 1 is any unknown term.
 *
 * <p>Inputs are texts of shape {@code (batch)} or {@code (batch, 1)}. Ids come as {@code (batch,
 * terms)}: as long as the longest text of the batch, or {@code outputSequenceLength}; vectors as
 * {@code (batch, vocabularySize())}. Ragged ids are for layers that read bags.
 *
 * @param standardize what is done to a text first
 * @param split cuts it into terms
 * @param ngrams how many terms next to each other are joined to one: {@code 1, 2} for terms and
 *     pairs, in this order; empty for the terms as they are
 * @param outputSequenceLength to which length rows of ids are cut or filled up; 0 for the longest
 * @param ragged whether rows of ids stay of different lengths
 * @param options what layers over a vocabulary have in common
 */
public record TextVectorization(
    Standardizer standardize,
    Splitter split,
    List<Integer> ngrams,
    int outputSequenceLength,
    boolean ragged,
    LookupOptions options)
    implements Adaptable<TextVectorization> {
  public TextVectorization {
    ngrams = new Tokenizer(standardize, split, ngrams).ngrams();
    if (outputSequenceLength < 0) {
      throw new IllegalArgumentException(
          "outputSequenceLength is %d; give 1 or more, or 0 for the longest text's"
              .formatted(outputSequenceLength));
    }
    if (options.outputMode() != OutputMode.INT && (outputSequenceLength > 0 || ragged)) {
      throw new IllegalArgumentException(
          "outputSequenceLength and ragged are for output mode INT, not for "
              + options.outputMode());
    }
    var _ = lookup(options);
  }

  public static TextVectorization of() {
    return new TextVectorization(
        Standardizers.LOWER_AND_STRIP_PUNCTUATION,
        Splitters.WHITESPACE,
        List.of(),
        0,
        false,
        LookupOptions.of());
  }

  public TextVectorization withMaxTokens(int maxTokens) {
    return with(options.withMaxTokens(maxTokens));
  }

  public TextVectorization withStandardize(Standardizer standardize) {
    return new TextVectorization(standardize, split, ngrams, outputSequenceLength, ragged, options);
  }

  public TextVectorization withSplit(Splitter split) {
    return new TextVectorization(standardize, split, ngrams, outputSequenceLength, ragged, options);
  }

  /** Terms, and up to {@code most} of them joined. */
  public TextVectorization withNgrams(int most) {
    return withNgrams(IntStream.rangeClosed(1, most).boxed().toList());
  }

  /** So many terms joined each. */
  public TextVectorization withNgrams(List<Integer> ngrams) {
    return new TextVectorization(standardize, split, ngrams, outputSequenceLength, ragged, options);
  }

  public TextVectorization withOutputMode(OutputMode outputMode) {
    return with(options.withOutputMode(outputMode));
  }

  public TextVectorization withOutputSequenceLength(int outputSequenceLength) {
    return new TextVectorization(standardize, split, ngrams, outputSequenceLength, ragged, options);
  }

  public TextVectorization withPadToMaxTokens(boolean padToMaxTokens) {
    return with(options.withPadToMaxTokens(padToMaxTokens));
  }

  public TextVectorization withRagged(boolean ragged) {
    return new TextVectorization(standardize, split, ngrams, outputSequenceLength, ragged, options);
  }

  /** With these terms; the special tokens may stand in front, all or none of them. */
  public TextVectorization withVocabulary(String... terms) {
    return withVocabulary(List.of(terms));
  }

  /** With these terms; the special tokens may stand in front, all or none of them. */
  public TextVectorization withVocabulary(List<String> terms) {
    return withVocabulary(terms, List.of());
  }

  /** With these terms and, for {@code TF_IDF}, how much each counts. */
  public TextVectorization withVocabulary(List<String> terms, List<Float> idfWeights) {
    return with(lookup(options).withVocabulary(terms, idfWeights).options());
  }

  private TextVectorization with(LookupOptions changed) {
    return new TextVectorization(standardize, split, ngrams, outputSequenceLength, ragged, changed);
  }

  /** What ids mean, one after the other; with or without the special tokens in front. */
  public List<String> vocabulary(boolean withSpecialTokens) {
    return lookup(options).vocabulary(withSpecialTokens);
  }

  /** How many ids there are, those of special tokens among them. */
  public int vocabularySize() {
    return lookup(options).vocabularySize();
  }

  private static StringLookup lookup(LookupOptions options) {
    return new StringLookup("", StringLookup.UNKNOWN, options);
  }

  @Override
  public boolean isAdapted() {
    return options.vocabulary() != null;
  }

  @Override
  public Adaptation<TextVectorization> adaptation() {
    Adaptation<StringLookup> terms = lookup(options).adaptation();
    return new Adaptation<>() {
      @Override
      public void add(Value values) {
        terms.add(terms(RawValues.rows(values)));
      }

      @Override
      public TextVectorization layer() {
        return with(terms.layer().options());
      }
    };
  }

  /** The terms of each row's texts. */
  private Ragged terms(Ragged rows) {
    return new Tokenizer(standardize, split, ngrams).terms(rows);
  }

  @Override
  public Value apply(Value... inputs) {
    Value output = Adaptable.super.apply(inputs);
    // A text alone gives its ids alone.
    return inputs.length == 1
            && inputs[0] instanceof Tensor in
            && in.shape().rank() == 0
            && output instanceof Tensor out
            && out.shape().rank() == 2
        ? out.reshape(out.shape().slice(1, 2))
        : output;
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    Node texts = Inputs.one(inputs);
    Shape shape = texts.shape();
    int rank = shape.rank();
    boolean splits = split != Splitters.NONE;
    if (texts.isRagged() || rank > 2 || (splits && rank == 2 && shape.last() != 1)) {
      throw new IllegalArgumentException(
          "wants one text a row, shape (batch,) or (batch, 1)%s; got %s%s"
              .formatted(
                  splits ? "" : ", or several that aren't split",
                  texts.isRagged() ? "ragged " : "",
                  shape));
    }
    StringLookup lookup = lookup(options);
    return lookup.output(scope, ids(scope, texts, lookup));
  }

  private Node ids(Scope scope, Node texts, StringLookup lookup) {
    if (split == Splitters.NONE && texts.shape().rank() == 1) {
      return scope.encoded(
          RawValues.like(texts, "ids", DType.INT32),
          raw -> lookup.ids(standardized((Tensor) raw.getFirst())),
          texts);
    }
    boolean dense =
        switch (options.outputMode()) {
          case INT -> !ragged;
          case ONE_HOT -> split == Splitters.NONE;
          case MULTI_HOT, COUNT, TF_IDF -> false;
        };
    if (!dense) {
      return scope.encoded(
          TensorSpec.ragged("ids", DType.INT32),
          raw -> cut(RawValues.each(terms(RawValues.rows(raw.getFirst())), lookup::ids)),
          texts);
    }
    int length = outputSequenceLength > 0 ? outputSequenceLength : Shape.UNKNOWN;
    return scope.encoded(
        TensorSpec.of("ids", DType.INT32, Shape.of(texts.shape().dim(0), length)),
        raw -> padded(RawValues.each(terms(RawValues.rows(raw.getFirst())), lookup::ids)),
        texts);
  }

  private Tensor standardized(Tensor texts) {
    String[] standardized =
        Arrays.stream(RawValues.texts(texts)).map(standardize::apply).toArray(String[]::new);
    return new Tensor.StringTensor(texts.shape(), standardized);
  }

  /** Rows that are no longer than wanted. */
  private Ragged cut(Ragged ids) {
    if (outputSequenceLength == 0) {
      return ids;
    }
    int[][] rows = new int[ids.rows()][];
    for (int row = 0; row < rows.length; row++) {
      int from = ids.splits()[row];
      int to = Math.min(ids.splits()[row + 1], from + outputSequenceLength);
      rows[row] = Arrays.copyOfRange(((Tensor.IntTensor) ids.values()).data(), from, to);
    }
    return Ragged.of(rows);
  }

  /** Rows of one length, filled up with zeros. */
  private Tensor padded(Ragged ids) {
    int width = outputSequenceLength;
    for (int row = 0; row < ids.rows() && outputSequenceLength == 0; row++) {
      width = Math.max(width, ids.splits()[row + 1] - ids.splits()[row]);
    }
    int[] padded = new int[Math.multiplyExact(ids.rows(), width)];
    int[] data = ((Tensor.IntTensor) ids.values()).data();
    for (int row = 0; row < ids.rows(); row++) {
      int from = ids.splits()[row];
      int length = Math.min(width, ids.splits()[row + 1] - from);
      System.arraycopy(data, from, padded, row * width, length);
    }
    return Tensor.of(Shape.of(ids.rows(), width), padded);
  }
}
