package dev.inlay.estimator;

import dev.inlay.data.Batch;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * What a model's encoders have made of the rows of a data set in memory: once for all epochs, and
 * many rows at a time.
 */
final class EncodedRows {
  /** Values that are kept at most, some 64 MB: more are made batch by batch. */
  private static final long MOST = 1 << 23;

  private WeakReference<Batch> source = new WeakReference<>(null);
  private @Nullable Batch encoded;

  /** All rows encoded; null if they are too many, or one of them doesn't suit. */
  synchronized @Nullable Batch of(Batch rows, Machine.Traced model) {
    if (!source.refersTo(rows)) {
      source = new WeakReference<>(rows);
      encoded = model.computation().encodesByRow() && isSmall(rows) ? encode(rows, model) : null;
    }
    return encoded;
  }

  private static boolean isSmall(Batch rows) {
    return (long) rows.rows() * (rows.features().size() + rows.labels().size()) <= MOST;
  }

  private static @Nullable Batch encode(Batch rows, Machine.Traced model) {
    try {
      return model.encode(rows);
    } catch (IllegalArgumentException _) {
      // Who meets the row on the way is told where it stands.
      return null;
    }
  }
}
