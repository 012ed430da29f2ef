package dev.inlay.estimator;

import dev.inlay.data.Batch;
import java.util.function.Function;

/**
 * Encodes the batches of one walk over the data, in their order. Errors name rows of a batch; here
 * they are told where in the data the batch begins.
 */
final class WalkEncoder implements Function<Batch, Batch> {
  private final Machine.Traced model;
  private long rows;

  WalkEncoder(Machine.Traced model) {
    this.model = model;
  }

  @Override
  public Batch apply(Batch batch) {
    long first = rows;
    rows += batch.rows();
    try {
      return model.encode(batch);
    } catch (IllegalArgumentException e) {
      if (first == 0) {
        throw e;
      }
      throw new IllegalArgumentException(
          "%s (in the batch whose row 0 is row %,d of the data)".formatted(e.getMessage(), first),
          e);
    }
  }
}
