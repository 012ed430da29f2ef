package dev.inlay.formats.hdf5;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/** The bytes of object headers and of their messages. */
final class Messages {
  /** Little-endian IEEE: where sign, exponent and mantissa are, and the exponent's bias. */
  static final byte[] FLOAT32 = {
    0x11, 0x20, 31, 0, 4, 0, 0, 0, 0, 0, 32, 0, 23, 8, 0, 23, 127, 0, 0, 0
  };

  /** Little-endian, signed. */
  static final byte[] INT64 = {0x10, 0x08, 0, 0, 8, 0, 0, 0, 0, 0, 64, 0};

  /** Little-endian, signed. */
  static final byte[] INT8 = {0x10, 0x08, 0, 0, 1, 0, 0, 0, 0, 0, 8, 0};

  /** Texts of any length: bytes in a heap, in UTF-8. */
  private static final byte[] TEXT = {
    0x19, 0x01, 0x01, 0, 16, 0, 0, 0, 0x10, 0, 0, 0, 1, 0, 0, 0, 0, 0, 8, 0
  };

  /** The smallest heap that HDF5 libraries take. */
  private static final int HEAP = 4096;

  /** Bytes of a message, whose length takes two bytes. */
  private static final int MOST = 0xFFFF;

  private Messages() {}

  /** Bytes that are written into, little-endian. */
  private static byte[] bytes(int size, Consumer<ByteBuffer> content) {
    byte[] bytes = new byte[size];
    content.accept(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    return bytes;
  }

  /** A message with its prefix. */
  static byte[] of(int type, byte[] content) {
    if (content.length > MOST) {
      throw new IllegalArgumentException(
          "a message of an HDF5 header has %,d bytes at most, not %,d"
              .formatted(MOST, content.length));
    }
    return bytes(
        4 + content.length,
        to -> to.put((byte) type).putShort((short) content.length).put((byte) 0).put(content));
  }

  static byte[] dataspace(List<Integer> dims) {
    return bytes(
        4 + 8 * dims.size(),
        to -> {
          to.put((byte) 2).put((byte) dims.size()).put((byte) 0);
          to.put((byte) (dims.isEmpty() ? 0 : 1));
          dims.forEach(to::putLong);
        });
  }

  static byte[] contiguous(long address, long size) {
    return bytes(18, to -> to.put((byte) 3).put((byte) 1).putLong(address).putLong(size));
  }

  /** Links stand in the group's own header. */
  static byte[] noLinkHeap() {
    return bytes(18, to -> to.put(new byte[2]).putLong(-1).putLong(-1));
  }

  static byte[] link(String name, long address) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    // A hard link to a name in UTF-8 whose length takes two bytes.
    return bytes(
        5 + text.length + 8,
        to -> {
          to.put((byte) 1).put((byte) 0x11).put((byte) 1).putShort((short) text.length);
          to.put(text).putLong(address);
        });
  }

  /** A global heap of texts, numbered from 1. */
  static byte[] heap(List<byte[]> texts) {
    int used = 16;
    for (byte[] text : texts) {
      used = Math.addExact(used, 16 + padded(text.length));
    }
    int size = Math.max(HEAP, used + 16);
    int free = size - used;
    return bytes(
        size,
        to -> {
          to.put("GCOL".getBytes(StandardCharsets.US_ASCII)).put((byte) 1).put(new byte[3]);
          to.putLong(size);
          for (int i = 0; i < texts.size(); i++) {
            byte[] text = texts.get(i);
            to.putShort((short) (i + 1)).putShort((short) 1).putInt(0).putLong(text.length);
            to.put(text).put(new byte[padded(text.length) - text.length]);
          }
          to.putLong(0).putLong(free);
        });
  }

  private static int padded(int size) {
    return (size + 7) / 8 * 8;
  }

  /** An attribute of texts in a heap. */
  static byte[] texts(String name, byte[] space, long heap, List<byte[]> texts) {
    byte[] terminated = (name + "\0").getBytes(StandardCharsets.UTF_8);
    return bytes(
        9 + terminated.length + TEXT.length + space.length + 16 * texts.size(),
        to -> {
          to.put((byte) 3).put((byte) 0).putShort((short) terminated.length);
          to.putShort((short) TEXT.length).putShort((short) space.length).put((byte) 1);
          to.put(terminated).put(TEXT).put(space);
          for (int i = 0; i < texts.size(); i++) {
            to.putInt(texts.get(i).length).putLong(heap).putInt(i + 1);
          }
        });
  }

  /** An object header around messages, with its checksum. */
  static byte[] header(List<byte[]> messages) {
    int size = messages.stream().mapToInt(m -> m.length).sum();
    return checked(
        10 + size,
        to -> {
          to.put("OHDR".getBytes(StandardCharsets.US_ASCII)).put((byte) 2).put((byte) 2);
          to.putInt(size);
          messages.forEach(to::put);
        });
  }

  static byte[] superblock(long root, long end) {
    return checked(
        44,
        to -> {
          to.putLong(Hdf5File.SIGNATURE).put((byte) 2).put((byte) 8).put((byte) 8).put((byte) 0);
          to.putLong(0).putLong(-1).putLong(end).putLong(root);
        });
  }

  private static byte[] checked(int size, Consumer<ByteBuffer> content) {
    byte[] body = bytes(size, content);
    return bytes(size + Integer.BYTES, to -> to.put(body).putInt(Checksum.of(body)));
  }
}
