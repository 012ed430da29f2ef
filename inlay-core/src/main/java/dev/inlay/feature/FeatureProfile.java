package dev.inlay.feature;

import dev.inlay.data.Batch;
import dev.inlay.data.Dataset;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a feature's values are like: what is needed to choose a column for it.
 *
 * @param dtype of the values
 * @param terms how often each text or whole number comes; null for {@code FLOAT32}
 * @param numbers how numbers are spread; null for {@code STRING}
 */
public record FeatureProfile(
    DType dtype, @Nullable TermCounts terms, @Nullable NumberSummary numbers) {
  private static final int CHUNK_ROWS = 8192;

  private static FeatureProfile of(DType dtype) {
    return new FeatureProfile(
        dtype,
        dtype == DType.FLOAT32 ? null : new TermCounts(dtype),
        dtype == DType.STRING ? null : new NumberSummary());
  }

  /**
   * The profiles of all features, from one walk over the data.
   *
   * @throws IllegalArgumentException if there are no rows
   * @throws IllegalStateException if the data never ends
   */
  public static Map<String, FeatureProfile> of(Dataset data) {
    if (data.isInfinite()) {
      throw new IllegalStateException("endless data can't be profiled; take(n) of it first");
    }
    var profiles = new LinkedHashMap<String, FeatureProfile>();
    try (var walk = (data.isBatched() ? data : data.batch(CHUNK_ROWS)).iterator()) {
      while (walk.hasNext()) {
        Batch batch = walk.next();
        batch
            .features()
            .forEach(
                (name, value) -> profiles.computeIfAbsent(name, _ -> of(value.dtype())).add(value));
      }
    }
    if (profiles.isEmpty()) {
      throw new IllegalArgumentException("the data has no rows or no features");
    }
    return Collections.unmodifiableMap(profiles);
  }

  private void add(Value value) {
    if (terms != null) {
      terms.add(value);
    }
    if (numbers != null) {
      numbers.add(value);
    }
  }

  /** How many values are missing. */
  public long missing() {
    return terms != null ? terms.missing() : numbers != null ? numbers.missing() : 0;
  }
}
