package dev.inlay.layer;

import dev.inlay.data.Batch;
import dev.inlay.tensor.Value;
import java.util.Map;

/**
 * A layer that reads raw columns: text to be looked up, numbers to be put into buckets. Encoding is
 * done on the data side, on whatever thread, before a batch is fed; the layer's {@link #call} takes
 * no inputs and asks its scope for the encoded ones ({@link Scope#encoded}).
 */
public interface RowEncoder extends DataReader {
  /** What encodes the rows; asked for once for each trace of the layer. */
  Encoder encoder();

  /** Turns raw rows into what the graph is fed. It is called from many threads. */
  @FunctionalInterface
  interface Encoder {
    /**
     * The values that the layer asks for, by name.
     *
     * @param batch raw rows; columns that other layers read may be among them
     * @throws IllegalArgumentException naming the column, the row and the value that can't be
     *     encoded
     */
    Map<String, Value> encode(Batch batch);
  }
}
