package dev.inlay.feature;

import dev.inlay.data.Batch;
import dev.inlay.layer.SeparatedBy;
import dev.inlay.layer.Tokenizer;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Tensor;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Texts of several terms as the bag of these: words of a sentence, the parts of a list in one cell.
 * An embedding of it is the mean of the terms' vectors, an indicator counts them, and a {@link
 * SequenceCategoricalColumn} takes them in their order. TensorFlow has no such column.
 *
 * <p>A column of a list is named like its categories; one of words adds {@code _words} and the
 * lengths of n-grams.
 *
 * @param categorical what becomes of a term: a vocabulary or a hash of text
 * @param tokenizer cuts texts into terms
 */
public record TextColumn(CategoricalColumn categorical, Tokenizer tokenizer)
    implements CategoricalColumn, CrossKey {
  public TextColumn {
    boolean text =
        switch (categorical) {
          case HashBucketColumn hash -> hash.dtype() == DType.STRING;
          case VocabularyColumn vocabulary -> vocabulary.vocabulary().dtype() == DType.STRING;
          case IdentityColumn _,
              BucketizedColumn _,
              CrossedColumn _,
              WeightedColumn _,
              SequenceCategoricalColumn _,
              OptionalColumn _,
              TimeColumn _,
              TextColumn _ ->
              false;
        };
    if (!text) {
      throw new IllegalArgumentException(
          "column \"%s\": terms are looked up in a vocabulary of texts or hashed as texts, not by %s"
              .formatted(categorical.name(), categorical));
    }
  }

  /** Words without punctuation, in small letters. */
  public static TextColumn words(CategoricalColumn categorical) {
    return new TextColumn(categorical, Tokenizer.words());
  }

  /** The parts of a list: {@code "Action|Comedy"}. */
  public static TextColumn separatedBy(String separator, CategoricalColumn categorical) {
    return new TextColumn(categorical, Tokenizer.separatedBy(separator));
  }

  public TextColumn withTokenizer(Tokenizer tokenizer) {
    return new TextColumn(categorical, tokenizer);
  }

  @Override
  public String name() {
    if (tokenizer.split() instanceof SeparatedBy && tokenizer.ngrams().isEmpty()) {
      return categorical.name();
    }
    return categorical.name()
        + "_words"
        + tokenizer.ngrams().stream().map(n -> "_" + n).collect(Collectors.joining());
  }

  @Override
  public List<String> features() {
    return categorical.features();
  }

  @Override
  public int numBuckets() {
    return categorical.numBuckets();
  }

  @Override
  public SparseIds ids(Batch batch) {
    return categorical.ids(terms(batch));
  }

  /** The rows with terms in place of texts. */
  Batch terms(Batch batch) {
    String key = features().getFirst();
    Check.sameKind(name(), DType.STRING, batch.feature(key));
    Cells cells = Cells.of(name(), batch.feature(key));
    Ragged texts = new Ragged(Tensor.of(cells.texts()), cells.splits());
    return batch.withFeature(key, tokenizer.terms(texts));
  }
}
