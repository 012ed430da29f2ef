package dev.inlay.feature;

import dev.inlay.data.Batch;
import java.util.List;

/**
 * Categories with a rule for rows that have none; made by {@link CategoricalColumn#withMissing}.
 * TensorFlow leaves such rows without an id, which is {@link Missing.Rule#DROP}.
 *
 * @param categorical the categories
 * @param missing what becomes of rows without a value; {@link Missing.Rule#LEARN} adds an id after
 *     all others
 */
public record OptionalColumn(CategoricalColumn categorical, Missing missing)
    implements CategoricalColumn, CrossKey {
  public OptionalColumn {
    switch (categorical) {
      case IdentityColumn _,
          HashBucketColumn _,
          VocabularyColumn _,
          BucketizedColumn _,
          CrossedColumn _,
          TimeColumn _,
          TextColumn _ -> {}
      case WeightedColumn _, SequenceCategoricalColumn _, OptionalColumn _ ->
          throw new IllegalArgumentException(
              "column \"%s\": say what becomes of missing values of the column within the %s"
                  .formatted(categorical.name(), categorical.getClass().getSimpleName()));
    }
    if (missing instanceof Missing.Id(int id) && (id < 0 || id >= categorical.numBuckets())) {
      throw new IllegalArgumentException(
          "column \"%s\": missing values can't count as id %d; give one from 0 to %d"
              .formatted(categorical.name(), id, categorical.numBuckets() - 1));
    }
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
    return missing == Missing.Rule.LEARN
        ? Math.incrementExact(categorical.numBuckets())
        : categorical.numBuckets();
  }

  @Override
  public SparseIds ids(Batch batch) {
    SparseIds ids = categorical.ids(batch);
    return switch (missing) {
      case Missing.Rule.DROP, Missing.Rule.ZERO -> ids;
      case Missing.Rule.LEARN -> {
        ids.check(name(), categorical.numBuckets());
        yield ids.filled(categorical.numBuckets());
      }
      case Missing.Id(int id) -> ids.filled(id);
      case Missing.Rule.REFUSE -> {
        int row = ids.firstEmptyRow();
        if (row >= 0) {
          throw new IllegalArgumentException(
              "column \"%s\", row %d: the value is missing; clean the data, or say what that means with withMissing"
                  .formatted(name(), row));
        }
        yield ids;
      }
    };
  }
}
