package dev.inlay.layer;

import dev.inlay.data.Batch;
import dev.inlay.tensor.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How rows are encoded for a layer at its place in a model. Whoever feeds the model's graph does
 * this first.
 *
 * @param path of the layer
 * @param encoder the layer's own
 */
public record Encoding(String path, RowEncoder.Encoder encoder) {
  /**
   * The graph's inputs that are made here, by name.
   *
   * @param batch raw rows
   * @throws IllegalArgumentException naming the column, the row and the value that can't be encoded
   */
  public Map<String, Value> encode(Batch batch) {
    var inputs = new LinkedHashMap<String, Value>();
    encoder.encode(batch).forEach((name, value) -> inputs.put(input(name), value));
    return inputs;
  }

  /** The graph's input for a name that the encoder uses. */
  String input(String name) {
    return path.isEmpty() ? name : path + "/" + name;
  }
}
