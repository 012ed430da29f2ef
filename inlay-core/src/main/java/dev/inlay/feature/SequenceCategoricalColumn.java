package dev.inlay.feature;

import dev.inlay.data.Batch;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Categories in the order of time, one a step: TensorFlow's {@code
 * sequence_categorical_column_with_…}. The feature's rows are sequences: ragged, or of shape {@code
 * (rows, steps)} and filled up with {@code ""} or -1. A value that has no id is a step without a
 * category.
 *
 * <p>With {@code several}, each step has a bag of categories: a feature of shape {@code (rows,
 * steps, values)} filled up likewise, or one of texts with several terms each. An embedding
 * combines the vectors of a step, an indicator counts its categories.
 *
 * <p>For {@link SequenceFeatures}, wrap it into an {@link EmbeddingColumn} or an {@link
 * IndicatorColumn}. In a {@link LinearModel} it counts as the bag of its values.
 *
 * @param categorical what becomes of the value of a step: identities, hashes, a vocabulary, a part
 *     of a time, or the terms of a text
 * @param several whether a step may have several categories
 */
public record SequenceCategoricalColumn(CategoricalColumn categorical, boolean several)
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
    return new SequenceCategoricalColumn(categorical, false);
  }

  /** With as many categories in each step as there are. */
  public SequenceCategoricalColumn withSeveral(boolean several) {
    return new SequenceCategoricalColumn(categorical, several);
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
    if (several) {
      return bags(batch);
    }
    SparseIds ids = categorical.ids(batch);
    ids.check(name(), numBuckets());
    int[] lengths = new int[ids.rows()];
    for (int row = 0; row < lengths.length; row++) {
      int end = ids.splits()[row + 1];
      lengths[row] = end == ids.splits()[row] ? 0 : ids.positions()[end - 1] + 1;
    }
    return new Steps.Ids(ids, lengths);
  }

  /** The steps of all rows, one after the other, are rows to the column of categories. */
  private Steps bags(Batch batch) {
    String key = features().getFirst();
    Tensor cells;
    int[] splits;
    switch (batch.feature(key)) {
      case Ragged rows -> {
        cells = rows.values();
        splits = rows.splits();
      }
      case Tensor rows -> {
        Shape shape = rows.shape();
        if (shape.rank() < 2) {
          throw new IllegalArgumentException(
              "column \"%s\": steps of several values have shape (rows, steps, values), not %s"
                  .formatted(name(), shape));
        }
        int steps = shape.dim(1);
        cells =
            rows.reshape(
                Shape.of(
                    Math.multiplyExact(rows.rows(), steps),
                    Math.toIntExact(shape.size(2, shape.rank()))));
        splits = new int[rows.rows() + 1];
        Arrays.setAll(splits, row -> row * steps);
      }
    }
    SparseIds ids = categorical.ids(Batch.of(Map.of(key, cells)));
    ids.check(name(), numBuckets());
    return new Steps.Bags(ids, splits, batch.feature(key) instanceof Ragged);
  }
}
