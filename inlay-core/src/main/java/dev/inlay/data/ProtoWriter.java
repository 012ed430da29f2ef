package dev.inlay.data;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A message of protocol buffers that is being written, field by field (wire format:
 * protobuf.dev/programming-guides/encoding). The few messages of examples and of event files don't
 * ask for generated classes.
 */
public final class ProtoWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  public ProtoWriter integer(int field, long value) {
    tag(field, ProtoReader.VARINT);
    varint(out, value);
    return this;
  }

  public ProtoWriter number(int field, double value) {
    tag(field, ProtoReader.FIXED64);
    out.writeBytes(
        ByteBuffer.allocate(Double.BYTES).order(ByteOrder.LITTLE_ENDIAN).putDouble(value).array());
    return this;
  }

  /** A repeated field, packed; nothing if it has no elements. */
  public ProtoWriter floats(int field, float... values) {
    if (values.length == 0) {
      return this;
    }
    var packed = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    packed.asFloatBuffer().put(values);
    return bytes(field, packed.array());
  }

  /** A repeated field, packed; nothing if it has no elements. */
  public ProtoWriter integers(int field, long... values) {
    if (values.length == 0) {
      return this;
    }
    var packed = new ByteArrayOutputStream();
    for (long value : values) {
      varint(packed, value);
    }
    return bytes(field, packed.toByteArray());
  }

  public ProtoWriter text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  public ProtoWriter message(int field, ProtoWriter value) {
    return bytes(field, value.bytes());
  }

  public ProtoWriter bytes(int field, byte[] value) {
    tag(field, ProtoReader.LENGTH);
    varint(out, value.length);
    out.writeBytes(value);
    return this;
  }

  private void tag(int field, int type) {
    varint(out, (long) field << 3 | type);
  }

  private static void varint(ByteArrayOutputStream out, long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  /** What has been written. */
  public byte[] bytes() {
    return out.toByteArray();
  }
}
