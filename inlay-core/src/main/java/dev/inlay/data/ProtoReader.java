package dev.inlay.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Walks over a message of protocol buffers, field by field (wire format:
 * protobuf.dev/programming-guides/encoding).
 */
final class ProtoReader {
  static final int VARINT = 0;
  static final int LENGTH = 2;
  static final int FIXED32 = 5;
  static final int FIXED64 = 1;

  private final ByteBuffer bytes;
  private int tag;

  private ProtoReader(ByteBuffer bytes) {
    this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
  }

  static ProtoReader of(byte[] message) {
    return new ProtoReader(ByteBuffer.wrap(message));
  }

  /** Goes to the next field. */
  boolean next() {
    if (!bytes.hasRemaining()) {
      return false;
    }
    tag = (int) varint();
    return true;
  }

  /** Whether elements of a packed field are left. */
  boolean hasMore() {
    return bytes.hasRemaining();
  }

  int field() {
    return tag >>> 3;
  }

  int wireType() {
    return tag & 7;
  }

  long varint() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = bytes.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number is longer than 64 bits");
  }

  float fixed32() {
    return bytes.getFloat();
  }

  /** The message, or the packed field, that stands here. */
  ProtoReader message() {
    int length = length();
    ByteBuffer inner = bytes.slice(bytes.position(), length);
    bytes.position(bytes.position() + length);
    return new ProtoReader(inner);
  }

  String text() {
    int length = length();
    String text = StandardCharsets.UTF_8.decode(bytes.slice(bytes.position(), length)).toString();
    bytes.position(bytes.position() + length);
    return text;
  }

  private int length() {
    long length = varint();
    if (wireType() != LENGTH || length < 0 || length > bytes.remaining()) {
      throw new IllegalArgumentException(
          "a part of %d bytes where %d are left".formatted(length, bytes.remaining()));
    }
    return (int) length;
  }

  /** Leaves out the value that stands here. */
  void skip() {
    switch (wireType()) {
      case VARINT -> varint();
      case FIXED64 -> bytes.getLong();
      case LENGTH -> message();
      case FIXED32 -> bytes.getInt();
      default -> throw new IllegalArgumentException("no wire type " + wireType());
    }
  }
}
