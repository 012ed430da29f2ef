package dev.inlay.model;

import dev.inlay.data.Batch;
import dev.inlay.data.Dataset;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Outputs of batches, put together. */
final class Predictions {
  /**
   * More rows than these are done in parts, so that memory doesn't grow with the data. The engine
   * cuts each part into shards that suit caches; until the next part its threads wait.
   */
  static final int ROWS = 4096;

  private final Map<String, List<FloatTensor>> parts = new LinkedHashMap<>();

  /** All outputs for a batch. */
  static Map<String, FloatTensor> of(Built built, Batch batch) {
    return of(built, built.feeder().encode(batch), 0);
  }

  /**
   * All outputs, batch by batch.
   *
   * @param each is given a batch and what was predicted for it
   */
  static void each(Built built, Dataset data, BiConsumer<Batch, Map<String, FloatTensor>> each) {
    if (data.isInfinite()) {
      throw new IllegalArgumentException("the data never ends; take(n) of it");
    }
    Dataset batched = data.isBatched() ? data : data.batch(ROWS);
    long row = 0;
    try (var walk = batched.map(built.feeder()::encode).prefetch().iterator()) {
      while (walk.hasNext()) {
        Batch batch = walk.next();
        each.accept(batch, of(built, batch, row));
        row += batch.rows();
      }
    }
  }

  private static Map<String, FloatTensor> of(Built built, Batch encoded, long firstRow) {
    List<Value> values = built.feeder().values(encoded, firstRow);
    int rows = values.getFirst().rows();
    if (rows == 0) {
      throw new IllegalArgumentException("the data has no rows");
    }
    int most = built.rows() == Shape.UNKNOWN ? ROWS : built.rows();
    if (rows <= most) {
      return predict(built, values, firstRow, rows);
    }
    Predictions all = new Predictions();
    for (int from = 0; from < rows; from += most) {
      int at = from;
      int to = Math.min(rows, from + most);
      all.add(
          predict(
              built,
              values.stream().map(v -> v.rows(at, to)).toList(),
              firstRow + from,
              to - from));
    }
    return all.joined();
  }

  private static Map<String, FloatTensor> predict(
      Built built, List<Value> values, long firstRow, int rows) {
    List<FloatTensor> outputs = built.predict(Feed.from(firstRow, values, rows, List.of()));
    Map<String, FloatTensor> byName = new LinkedHashMap<>();
    for (int i = 0; i < outputs.size(); i++) {
      byName.put(built.outputNames().get(i), outputs.get(i));
    }
    return byName;
  }

  void add(Map<String, FloatTensor> outputs) {
    outputs.forEach((name, part) -> parts.computeIfAbsent(name, _ -> new ArrayList<>()).add(part));
  }

  /** The rows of all batches. */
  Map<String, FloatTensor> joined() {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("the data has no rows");
    }
    Map<String, FloatTensor> joined = new LinkedHashMap<>();
    parts.forEach((name, list) -> joined.put(name, join(name, list)));
    return joined;
  }

  private static FloatTensor join(String name, List<FloatTensor> list) {
    Shape row = list.getFirst().shape().slice(1, list.getFirst().shape().rank());
    int rows = 0;
    for (FloatTensor part : list) {
      if (!part.shape().slice(1, part.shape().rank()).equals(row)) {
        throw new IllegalArgumentException(
            "output \"%s\" has rows of shape %s and %s, which don't go into one array; predict batch by batch"
                .formatted(name, row, part.shape().slice(1, part.shape().rank())));
      }
      rows += part.rows();
    }
    Shape shape = row.prepend(rows);
    float[] data = new float[shape.intSize()];
    int at = 0;
    for (FloatTensor part : list) {
      System.arraycopy(part.data(), 0, data, at, part.data().length);
      at += part.data().length;
    }
    return Tensor.of(shape, data);
  }
}
