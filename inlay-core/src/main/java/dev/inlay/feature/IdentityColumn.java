package dev.inlay.feature;

import dev.inlay.data.Batch;
import dev.inlay.layer.InvalidIds;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Value;
import java.util.List;

/**
 * Whole numbers that are ids already: TensorFlow's {@code categorical_column_with_identity}.
 *
 * <p>An id that has no row is an error when a model is fed, unless {@link #withDefaultValue} or
 * {@link #withInvalidIds} says what it means; -1 is a value without a category. TensorFlow takes
 * all negative ids for that. Crosses take ids as they are, as in TensorFlow.
 *
 * @param key the feature
 * @param numBuckets how many ids there are
 * @param invalidIds what ids outside of 0 to {@code numBuckets - 1} mean
 */
public record IdentityColumn(String key, int numBuckets, InvalidIds invalidIds)
    implements CategoricalColumn, CrossKey {
  public IdentityColumn {
    Check.key(key);
    Check.atLeastOne(key, "numBuckets", numBuckets);
    if (invalidIds instanceof InvalidIds.Row(int id) && (id < 0 || id >= numBuckets)) {
      throw new IllegalArgumentException(
          "column \"%s\": the default value %d is no id from 0 to %d"
              .formatted(key, id, numBuckets - 1));
    }
  }

  public static IdentityColumn of(String key, int numBuckets) {
    return new IdentityColumn(key, numBuckets, InvalidIds.Rule.ERROR);
  }

  /** Ids outside count as this one. */
  public IdentityColumn withDefaultValue(int id) {
    return withInvalidIds(new InvalidIds.Row(id));
  }

  public IdentityColumn withInvalidIds(InvalidIds invalidIds) {
    return new IdentityColumn(key, numBuckets, invalidIds);
  }

  @Override
  public String name() {
    return key;
  }

  @Override
  public List<String> features() {
    return List.of(key);
  }

  @Override
  public SparseIds ids(Batch batch) {
    Value value = batch.feature(key);
    Check.sameKind(key, DType.INT64, value);
    return Cells.of(key, value)
        .numberIds((id, row) -> id >= 0 && id < numBuckets ? (int) id : outside(id, row));
  }

  private int outside(long id, int row) {
    return switch (invalidIds) {
      case InvalidIds.Row(int standIn) -> standIn;
      case InvalidIds.Rule rule when id == Cells.NO_NUMBER -> (int) Cells.NO_NUMBER;
      case InvalidIds.Rule rule when rule == InvalidIds.Rule.ERROR && id == (int) id -> (int) id;
      case InvalidIds.Rule.CLIP -> id < 0 ? 0 : numBuckets - 1;
      case InvalidIds.Rule.ZERO -> (int) Cells.NO_NUMBER;
      case InvalidIds.Rule.ERROR ->
          throw new IllegalArgumentException(
              "column \"%s\", row %d: id %d is outside of 0 to %d; clean the data, or say what such ids mean with withDefaultValue or withInvalidIds"
                  .formatted(key, row, id, numBuckets - 1));
    };
  }
}
