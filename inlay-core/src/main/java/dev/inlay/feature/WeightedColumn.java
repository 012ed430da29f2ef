package dev.inlay.feature;

import dev.inlay.data.Batch;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Value;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Categories that count with a weight: TensorFlow's {@code weighted_categorical_column}. Where both
 * features have fixed shapes, weights belong to ids by place (TensorFlow drops weights of 0 there
 * and then fails, or pairs the wrong ones); otherwise a row has a weight for each of its values.
 *
 * @param categorical the categories
 * @param weightKey the feature that holds the weights
 */
public record WeightedColumn(CategoricalColumn categorical, String weightKey)
    implements CategoricalColumn {
  public WeightedColumn {
    Check.key(weightKey);
    if (categorical instanceof WeightedColumn) {
      throw new IllegalArgumentException(
          "column \"%s\" has weights already".formatted(categorical.name()));
    }
    if (categorical instanceof OptionalColumn) {
      throw new IllegalArgumentException(
          "column \"%s\": a category for missing values has no weight; leave withMissing out"
              .formatted(categorical.name()));
    }
    if (categorical.features().contains(weightKey)) {
      throw new IllegalArgumentException(
          "column \"%s\": feature \"%s\" can't hold the categories and their weights"
              .formatted(categorical.name(), weightKey));
    }
  }

  public static WeightedColumn of(CategoricalColumn categorical, String weightKey) {
    return new WeightedColumn(categorical, weightKey);
  }

  @Override
  public String name() {
    return categorical.name() + "_weighted_by_" + weightKey;
  }

  @Override
  public List<String> features() {
    return Stream.concat(categorical.features().stream(), Stream.of(weightKey)).toList();
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
    SparseIds ids = categorical.ids(batch);
    Cells weights = Cells.of(name(), batch.feature(weightKey));
    float[] all = weights.values().toFloats().data();
    float[] kept = new float[ids.values().length];
    int count = 0;
    for (int row = 0; row < ids.rows(); row++) {
      int first = ids.splits()[row];
      boolean byPlace = weights.dense() && weights.width() == ids.width();
      checkCount(batch, weights, ids, row, byPlace);
      for (int i = first; i < ids.splits()[row + 1]; i++) {
        if (ids.values()[i] >= 0) {
          int place = byPlace ? ids.positions()[i] : i - first;
          float weight = all[weights.splits()[row] + place];
          if (!Float.isFinite(weight)) {
            throw new IllegalArgumentException(
                "column \"%s\", row %d: a weight is %s; clean the data"
                    .formatted(name(), row, weight));
          }
          kept[count++] = weight;
        }
      }
    }
    Ragged encoded = ids.toRagged(name(), numBuckets());
    return new EncodedIds(
        encoded, new Ragged(Tensor.of(Arrays.copyOf(kept, count)), encoded.splits()));
  }

  private void checkCount(Batch batch, Cells weights, SparseIds ids, int row, boolean byPlace) {
    int wanted = ids.splits()[row + 1] - ids.splits()[row];
    int got = weights.splits()[row + 1] - weights.splits()[row];
    if (!byPlace && got != wanted) {
      Value value = batch.feature(weightKey);
      throw new IllegalArgumentException(
          "column \"%s\", row %d: %d weights (%s) for %d values; give each value a weight"
              .formatted(name(), row, got, value.dtype(), wanted));
    }
  }
}
