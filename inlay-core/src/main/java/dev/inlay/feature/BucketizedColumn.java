package dev.inlay.feature;

import dev.inlay.data.Batch;
import dev.inlay.graph.Node;
import dev.inlay.layer.Scope;
import dev.inlay.tensor.Tensor.FloatTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Ranges of a number as categories: TensorFlow's {@code bucketized_column}. Boundaries {@code b0 <
 * b1 < …} make buckets below b0, from b0 to below b1, and so on; NaN is in the last. The numbers of
 * a row that has several get ids of their own: element j's start at {@code j * (boundaries + 1)}.
 * NaN has no bucket where the source says {@link Missing.Rule#DROP}; a bucket of its own with
 * {@link #withMissing} besides.
 *
 * @param source the numbers; one axis
 * @param boundaries rising
 */
public record BucketizedColumn(NumericColumn source, List<Float> boundaries)
    implements CategoricalColumn, DenseColumn, CrossKey {
  public BucketizedColumn {
    boundaries = List.copyOf(boundaries);
    if (source.shape().rank() != 1) {
      throw new IllegalArgumentException(
          "column \"%s\": rows of shape %s can't be bucketized; one axis can"
              .formatted(source.key(), source.shape()));
    }
    if (boundaries.isEmpty()) {
      throw new IllegalArgumentException(
          "column \"%s\": no boundaries; give one or more".formatted(source.key()));
    }
    for (int i = 0; i < boundaries.size(); i++) {
      if (i == 0 ? boundaries.get(i).isNaN() : !(boundaries.get(i - 1) < boundaries.get(i))) {
        throw new IllegalArgumentException(
            "column \"%s\": boundaries rise, these don't: %s".formatted(source.key(), boundaries));
      }
    }
  }

  public static BucketizedColumn of(NumericColumn source, float... boundaries) {
    var list = new ArrayList<Float>(boundaries.length);
    for (float b : boundaries) {
      list.add(b);
    }
    return new BucketizedColumn(source, list);
  }

  @Override
  public String name() {
    return source.name() + "_bucketized";
  }

  @Override
  public List<String> features() {
    return source.features();
  }

  /** Buckets for each of a row's numbers. */
  public int bucketsPerNumber() {
    return boundaries.size() + 1;
  }

  @Override
  public int numBuckets() {
    return Math.multiplyExact(bucketsPerNumber(), source.width());
  }

  /** As a dense column, a one for each number's bucket among zeros. */
  @Override
  public int width() {
    return numBuckets();
  }

  @Override
  public Node call(Scope scope, ColumnInputs inputs) {
    return inputs.counts(this);
  }

  @Override
  public SparseIds ids(Batch batch) {
    FloatTensor numbers = source.encodeAll(batch);
    float[] data = numbers.data();
    int width = source.width();
    float[] bounds = new float[boundaries.size()];
    for (int i = 0; i < bounds.length; i++) {
      bounds[i] = boundaries.get(i);
    }
    boolean dropped = source.missing() == Missing.Rule.DROP;
    int[] ids = new int[data.length];
    int[] positions = new int[data.length];
    int[] splits = new int[numbers.rows() + 1];
    int count = 0;
    for (int row = 0; row < numbers.rows(); row++) {
      for (int j = 0; j < width; j++) {
        float number = data[row * width + j];
        if (!dropped || !Float.isNaN(number)) {
          positions[count] = j;
          ids[count++] = bucket(bounds, number) + (bounds.length + 1) * j;
        }
      }
      splits[row + 1] = count;
    }
    return new SparseIds(splits, Arrays.copyOf(positions, count), Arrays.copyOf(ids, count), width);
  }

  /** The number of boundaries that are not above x. */
  private static int bucket(float[] bounds, float x) {
    int low = 0;
    int high = bounds.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (x < bounds[middle]) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
