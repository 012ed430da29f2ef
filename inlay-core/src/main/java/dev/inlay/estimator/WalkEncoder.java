package dev.inlay.estimator;

import dev.inlay.data.Batch;
import dev.inlay.data.RowMap;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the batches of one walk over the data, in their order. Errors name rows of a batch; here
 * they are told where in the data the batch begins.
 */
final class WalkEncoder implements RowMap {
  private final Machine.Traced model;
  private final @Nullable Witness witness;
  private long rows;

  private WalkEncoder(Machine.Traced model, @Nullable Witness witness) {
    this.model = model;
    this.witness = witness;
  }

  WalkEncoder(Machine.Traced model) {
    this(model, null);
  }

  /** One that lets somebody see rows before they are encoded. */
  WalkEncoder watchedBy(@Nullable Witness witness) {
    return new WalkEncoder(model, witness);
  }

  @Override
  public Batch apply(Batch batch) {
    if (witness != null) {
      witness.see(batch);
    }
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

  @Override
  public @Nullable Batch all(Batch lasting) {
    return witness != null && witness.wantsMore() ? null : model.encodedRows().of(lasting, model);
  }
}
