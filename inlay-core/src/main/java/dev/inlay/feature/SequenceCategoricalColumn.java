package dev.inlay.feature;

import dev.inlay.data.Batch;
import java.util.List;

/**
 * Categories in the order of time, one a step: TensorFlow's {@code
 * sequence_categorical_column_with_…}. The feature's rows are sequences: ragged, or of shape {@code
 * (rows, steps)} and filled up with {@code ""} or -1. A value that has no id is a step without a
 * category.
 *
 * <p>For {@link SequenceFeatures}, wrap it into an {@link EmbeddingColumn} or an {@link
 * IndicatorColumn}. In a {@link LinearModel} it counts as the bag of its values.
 *
 * @param categorical what becomes of the value of a step: identities, hashes, a vocabulary, a part
 *     of a time, or the terms of a text
 */
public record SequenceCategoricalColumn(CategoricalColumn categorical)
    implements CategoricalColumn {
  public SequenceCategoricalColumn {
    switch (categorical) {
      case IdentityColumn _,
          HashBucketColumn _,
          VocabularyColumn _,
          TimeColumn _,
          TextColumn _ -> {}
      case BucketizedColumn _,
          CrossedColumn _,
          WeightedColumn _,
          SequenceCategoricalColumn _,
          OptionalColumn _ ->
          throw new IllegalArgumentException(
              "column \"%s\": a sequence is one of identities, of hashes or of a vocabulary, not of a %s"
                  .formatted(categorical.name(), categorical.getClass().getSimpleName()));
    }
  }

  public static SequenceCategoricalColumn of(CategoricalColumn categorical) {
    return new SequenceCategoricalColumn(categorical);
  }

  @Override
  public String name() {
    return categorical.name();
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
    return categorical.ids(batch);
  }

  @Override
  public EncodedIds encode(Batch batch) {
    return categorical.encode(batch);
  }

  /** The steps of a batch's rows. */
  Steps steps(Batch batch) {
    SparseIds ids = categorical.ids(batch);
    ids.check(name(), numBuckets());
    int[] lengths = new int[ids.rows()];
    for (int row = 0; row < lengths.length; row++) {
      int end = ids.splits()[row + 1];
      lengths[row] = end == ids.splits()[row] ? 0 : ids.positions()[end - 1] + 1;
    }
    return new Steps.Ids(ids, lengths);
  }
}
