package dev.inlay.data;

import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Tensor.IntTensor;
import dev.inlay.tensor.Tensor.LongTensor;
import dev.inlay.tensor.Tensor.StringTensor;
import dev.inlay.tensor.Value;
import java.util.Arrays;
import java.util.Map;

/** Rows as messages of {@code tf.train.Example}. */
final class ExampleWriter {
  private ExampleWriter() {}

  static byte[] write(Map<String, Value> columns, int row) {
    var features = new ProtoWriter();
    columns.forEach(
        (name, column) ->
            features.message(
                1, new ProtoWriter().text(1, name).message(2, feature(values(column, row)))));
    return new ProtoWriter().message(1, features).bytes();
  }

  private static Tensor values(Value column, int row) {
    return switch (column.rows(row, row + 1)) {
      case Ragged ragged -> ragged.values();
      case Tensor tensor -> tensor;
    };
  }

  /** A {@code BytesList}, {@code FloatList} or {@code Int64List}. */
  private static ProtoWriter feature(Tensor values) {
    var list = new ProtoWriter();
    return switch (values) {
      case StringTensor texts -> {
        for (String text : texts.data()) {
          list.text(1, text);
        }
        yield new ProtoWriter().message(1, list);
      }
      case FloatTensor floats -> new ProtoWriter().message(2, list.floats(1, floats.data()));
      case LongTensor longs -> new ProtoWriter().message(3, list.integers(1, longs.data()));
      case IntTensor ints ->
          new ProtoWriter()
              .message(3, list.integers(1, Arrays.stream(ints.data()).asLongStream().toArray()));
    };
  }
}
