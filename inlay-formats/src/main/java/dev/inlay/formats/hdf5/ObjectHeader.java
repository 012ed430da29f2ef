package dev.inlay.formats.hdf5;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The messages of a group or dataset, of both versions of object headers. */
record ObjectHeader(ByteSource source, List<Message> messages) {
  static final int DATASPACE = 0x01;
  static final int LINK_INFO = 0x02;
  static final int DATATYPE = 0x03;
  static final int FILL_VALUE = 0x05;
  static final int LINK = 0x06;
  static final int EXTERNAL_FILES = 0x07;
  static final int LAYOUT = 0x08;
  static final int GROUP_INFO = 0x0A;
  static final int FILTERS = 0x0B;
  static final int ATTRIBUTE = 0x0C;
  private static final int CONTINUATION = 0x10;
  static final int SYMBOL_TABLE = 0x11;
  static final int ATTRIBUTE_INFO = 0x15;

  private static final int SIGNATURE_2 = signature("OHDR");
  private static final int CONTINUED_2 = signature("OCHK");
  private static final int SHARED = 2;
  private static final int CHECKSUM = 4;

  /**
   * One message.
   *
   * @param type its number
   * @param bytes its content
   */
  record Message(int type, ByteBuffer bytes) {
    Message {
      bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The content from its start, for one more reader. */
    ByteBuffer content() {
      return bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  private record Block(long address, long length) {}

  /** Four letters as the number that a little-endian reader sees. */
  static int signature(String letters) {
    return letters.charAt(0)
        | letters.charAt(1) << 8
        | letters.charAt(2) << 16
        | letters.charAt(3) << 24;
  }

  static ObjectHeader read(ByteSource source, long address) {
    List<Message> messages = new ArrayList<>();
    Deque<Block> blocks = new ArrayDeque<>();
    Set<Long> seen = new HashSet<>();
    ByteBuffer start = source.read(address, 16);
    boolean second = start.getInt(0) == SIGNATURE_2;
    boolean ordered = false;
    if (second) {
      int flags = start.get(5);
      ordered = (flags & 4) != 0;
      int sizeBytes = 1 << (flags & 3);
      int at = 6 + ((flags & 32) != 0 ? 16 : 0) + ((flags & 16) != 0 ? 4 : 0);
      long size = unsigned(source.read(address + at, sizeBytes), sizeBytes);
      blocks.add(new Block(address + at + sizeBytes, size));
    } else if (start.get(0) == 1) {
      blocks.add(new Block(address + 16, Integer.toUnsignedLong(start.getInt(8))));
    } else {
      throw source.damaged("there is no object header at %,d".formatted(address));
    }
    long total = 0;
    while (!blocks.isEmpty()) {
      Block block = blocks.remove();
      total += block.length;
      if (!seen.add(block.address) || total > source.size()) {
        throw source.damaged("an object header continues in itself");
      }
      ByteBuffer bytes = source.read(block.address, block.length);
      int prefix = second ? (ordered ? 6 : 4) : 8;
      while (bytes.remaining() >= prefix) {
        int type = second ? bytes.get() & 0xFF : bytes.getShort() & 0xFFFF;
        int size = bytes.getShort() & 0xFFFF;
        int flags = bytes.get();
        bytes.position(bytes.position() + prefix - (second ? 4 : 5));
        if (size > bytes.remaining()) {
          throw source.damaged("a message of an object header is cut short");
        }
        Message message = new Message(type, bytes.slice(bytes.position(), size));
        bytes.position(bytes.position() + size);
        if (type == CONTINUATION) {
          blocks.add(continuation(source, message, second));
        } else if ((flags & SHARED) == 0) {
          messages.add(message);
        }
      }
    }
    return new ObjectHeader(source, messages);
  }

  private static Block continuation(ByteSource source, Message message, boolean second) {
    ByteBuffer at = message.content();
    long address = at.getLong();
    long length = at.getLong();
    if (!second) {
      return new Block(address, length);
    }
    if (source.read(address, 4).getInt() != CONTINUED_2) {
      throw source.damaged("an object header's continuation is missing");
    }
    return new Block(address + 4, length - 4 - CHECKSUM);
  }

  /** A number of so many bytes; all above the eighth are left out. */
  static long unsigned(ByteBuffer bytes, int size) {
    long number = 0;
    for (int i = 0; i < size; i++) {
      long part = bytes.get() & 0xFF;
      number |= i < Long.BYTES ? part << (8 * i) : 0;
    }
    return number;
  }

  /** The first message of a type. */
  Optional<ByteBuffer> first(int type) {
    return all(type).stream().findFirst();
  }

  /** The message of a type that has to be there. */
  ByteBuffer required(int type, String what) {
    return first(type).orElseThrow(() -> source.damaged("an array lacks its " + what));
  }

  /** All messages of a type. */
  List<ByteBuffer> all(int type) {
    return messages.stream().filter(m -> m.type == type).map(Message::content).toList();
  }
}
