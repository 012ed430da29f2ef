package dev.inlay.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Tensor.IntTensor;
import dev.inlay.tensor.Tensor.LongTensor;
import dev.inlay.tensor.Tensor.StringTensor;
import dev.inlay.tensor.Value;
import java.io.ByteArrayOutputStream;
import java.util.Map;

/** Rows as messages of {@code tf.train.Example}. */
final class ExampleWriter {
  private static final int FIRST = 1 << 3 | ProtoReader.LENGTH;
  private static final int SECOND = 2 << 3 | ProtoReader.LENGTH;
  private static final int THIRD = 3 << 3 | ProtoReader.LENGTH;

  private ExampleWriter() {}

  static byte[] write(Map<String, Value> columns, int row) {
    var features = new ByteArrayOutputStream();
    columns.forEach(
        (name, column) -> {
          var entry = new ByteArrayOutputStream();
          part(entry, FIRST, name.getBytes(UTF_8));
          part(entry, SECOND, feature(values(column, row)));
          part(features, FIRST, entry.toByteArray());
        });
    var example = new ByteArrayOutputStream();
    part(example, FIRST, features.toByteArray());
    return example.toByteArray();
  }

  private static Tensor values(Value column, int row) {
    return switch (column.rows(row, row + 1)) {
      case Ragged ragged -> ragged.values();
      case Tensor tensor -> tensor;
    };
  }

  private static byte[] feature(Tensor values) {
    var list = new ByteArrayOutputStream();
    int kind =
        switch (values) {
          case StringTensor texts -> {
            for (String text : texts.data()) {
              part(list, FIRST, text.getBytes(UTF_8));
            }
            yield FIRST;
          }
          case FloatTensor floats -> {
            var packed = new ByteArrayOutputStream();
            for (float value : floats.data()) {
              int bits = Float.floatToRawIntBits(value);
              for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
                packed.write(bits >>> shift);
              }
            }
            packed(list, packed);
            yield SECOND;
          }
          case LongTensor longs -> {
            var packed = new ByteArrayOutputStream();
            for (long value : longs.data()) {
              varint(packed, value);
            }
            packed(list, packed);
            yield THIRD;
          }
          case IntTensor ints -> {
            var packed = new ByteArrayOutputStream();
            for (int value : ints.data()) {
              varint(packed, value);
            }
            packed(list, packed);
            yield THIRD;
          }
        };
    var feature = new ByteArrayOutputStream();
    part(feature, kind, list.toByteArray());
    return feature.toByteArray();
  }

  private static void packed(ByteArrayOutputStream list, ByteArrayOutputStream values) {
    if (values.size() > 0) {
      part(list, FIRST, values.toByteArray());
    }
  }

  private static void part(ByteArrayOutputStream out, int tag, byte[] bytes) {
    out.write(tag);
    varint(out, bytes.length);
    out.writeBytes(bytes);
  }

  private static void varint(ByteArrayOutputStream out, long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
