package dev.inlay.formats.hdf5;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What an element of an array or attribute is.
 *
 * @param size bytes of one
 */
record ElementType(Kind kind, int size, ByteOrder order) {
  enum Kind {
    FLOAT,
    /** The upper half of a 32-bit float; HDF5 has no name for it, and Keras writes plain bytes. */
    BFLOAT,
    SIGNED,
    UNSIGNED,
    /** A text in so many bytes, filled up with zeros or blanks. */
    TEXT,
    /** A text of any length, in the global heap. */
    HEAP_TEXT,
    /** Something that Keras doesn't write. */
    OTHER
  }

  private static final int OPAQUE = 5;
  private static final int ENUMERATION = 8;
  private static final int VARIABLE_LENGTH = 9;

  static ElementType read(ByteBuffer message) {
    ByteBuffer bytes = message.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    int first = bytes.get();
    int bits = bytes.get();
    bytes.getShort();
    int size = bytes.getInt();
    ByteOrder order = (bits & 1) == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    return switch (first & 15) {
      case 0 -> new ElementType((bits & 8) != 0 ? Kind.SIGNED : Kind.UNSIGNED, size, order);
      case 1 -> new ElementType(Kind.FLOAT, size, order);
      case 3 -> new ElementType(Kind.TEXT, size, order);
      case OPAQUE -> new ElementType(size == 2 ? Kind.BFLOAT : Kind.OTHER, size, order);
      // Truth values are an enumeration over bytes.
      case ENUMERATION -> new ElementType(size == 1 ? Kind.SIGNED : Kind.OTHER, size, order);
      case VARIABLE_LENGTH ->
          new ElementType((bits & 15) == 1 ? Kind.HEAP_TEXT : Kind.OTHER, size, order);
      default -> new ElementType(Kind.OTHER, size, order);
    };
  }

  /** Whether elements are numbers that can be read. */
  boolean isNumber() {
    return switch (kind) {
      case FLOAT -> size == 2 || size == 4 || size == 8;
      case BFLOAT -> true;
      case SIGNED, UNSIGNED -> size == 1 || size == 2 || size == 4 || size == 8;
      case TEXT, HEAP_TEXT, OTHER -> false;
    };
  }

  /** The next number of a buffer that is in this type's byte order, as a float. */
  float toFloat(ByteBuffer bytes) {
    return switch (kind) {
      case FLOAT ->
          switch (size) {
            case 2 -> Float.float16ToFloat(bytes.getShort());
            case 4 -> bytes.getFloat();
            default -> (float) bytes.getDouble();
          };
      case BFLOAT -> Float.intBitsToFloat(bytes.getShort() << 16);
      default -> {
        long whole = toLong(bytes);
        yield kind == Kind.UNSIGNED && whole < 0 ? (float) (whole >>> 1) * 2 : (float) whole;
      }
    };
  }

  /** The next whole number of a buffer that is in this type's byte order. */
  long toLong(ByteBuffer bytes) {
    boolean signed = kind == Kind.SIGNED;
    return switch (size) {
      case 1 -> signed ? bytes.get() : bytes.get() & 0xFF;
      case 2 -> signed ? bytes.getShort() : bytes.getShort() & 0xFFFF;
      case 4 -> signed ? bytes.getInt() : Integer.toUnsignedLong(bytes.getInt());
      default -> bytes.getLong();
    };
  }

  /** As messages name it: {@code float32}. */
  @Override
  public String toString() {
    return switch (kind) {
      case FLOAT -> "float" + 8 * size;
      case BFLOAT -> "bfloat16";
      case SIGNED -> "int" + 8 * size;
      case UNSIGNED -> "uint" + 8 * size;
      case TEXT, HEAP_TEXT -> "text";
      case OTHER -> "another type";
    };
  }
}
