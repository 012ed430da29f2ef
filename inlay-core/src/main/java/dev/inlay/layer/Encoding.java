package dev.inlay.layer;

import dev.inlay.data.Batch;
import dev.inlay.tensor.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How rows are encoded for a layer at its place in a model. Whoever feeds the model's graph does
 * this first.
 *
 * @param path of the layer
 * @param sources the values that it is known to read: inputs, or what encodings before this one
 *     make
 * @param encoder the layer's own
 */
public record Encoding(String path, List<String> sources, RowEncoder.Encoder encoder) {
  /** Makes one value of others, row by row. It is called from many threads. */
  @FunctionalInterface
  public interface Function {
    /**
     * The value for some rows.
     *
     * @throws IllegalArgumentException naming the row and what can't be encoded
     */
    Value apply(List<Value> raw);
  }

  /** One input of the graph, made of values of the batch or of encodings before this one. */
  static Encoding of(String path, String name, List<String> sources, Function function) {
    return new Encoding(
        path,
        sources,
        batch -> {
          try {
            return Map.of(name, function.apply(sources.stream().map(batch::feature).toList()));
          } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("layer \"" + path + "\": " + e.getMessage(), e);
          }
        });
  }

  /**
   * The graph's inputs that are made here, by name.
   *
   * @param batch raw rows, with what encodings before this one have made
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
