package dev.inlay.estimator;

import dev.inlay.data.Dataset;
import dev.inlay.feature.CategoricalColumn;
import dev.inlay.feature.NumericColumn;
import dev.inlay.feature.VocabularyColumn;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.assertj.core.data.Offset;

/**
 * Six rows with an item, a number and a label, with which TensorFlow's estimators were run: four
 * steps of three rows in order.
 */
final class Items {
  static final Tensor Y = Tensor.of(1f, 3, 2, 5, 4, 6);
  static final VocabularyColumn ITEM =
      CategoricalColumn.vocabularyList("item", "a", "b", "c").withOovBuckets(1);
  static final NumericColumn X = NumericColumn.of("x");

  private Items() {}

  static Map<String, Value> features() {
    Map<String, Value> features = new HashMap<>();
    features.put("item", Tensor.of("a", "b", "c", "a", "zz", "b"));
    features.put("x", Tensor.of(1f, 2, 3, 4, 5, 6));
    features.put("w", Tensor.of(1, 2, 1, 0.5f, 1, 3));
    features.put(
        "w2", Tensor.of(new float[][] {{1, 2}, {2, 1}, {1, 0}, {0.5f, 1}, {1, 1}, {3, 2}}));
    return features;
  }

  /** Endless batches of three. */
  static Supplier<Dataset> training(Value labels) {
    return () -> Dataset.of(features(), labels).repeat().batch(3);
  }

  /** The six rows once, in batches. */
  static Supplier<Dataset> once(Value labels, int batchSize) {
    return () -> Dataset.of(features(), labels).batch(batchSize);
  }

  /** Within float32's accuracy of a few steps. */
  static Offset<Double> close(double expected) {
    return Offset.offset(2e-6 + 1e-5 * Math.abs(expected));
  }
}
