package dev.inlay.formats.hdf5;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * What chunks went through when they were written, to be undone in the opposite order.
 *
 * @param ids of the filters, in the order of writing
 * @param elementSize bytes of an element
 */
record Filters(ByteSource source, String path, List<Integer> ids, int elementSize) {
  private static final int DEFLATE = 1;
  private static final int SHUFFLE = 2;
  private static final int FLETCHER = 3;
  private static final int LZF = 32000;

  /** Names are given of filters from here on. */
  private static final int FIRST_NAMED = 256;

  private static final int MOST = 32;

  /** None. */
  static Filters none(ByteSource source, String path, int elementSize) {
    return new Filters(source, path, List.of(), elementSize);
  }

  /**
   * Those of a header's message.
   *
   * @throws UnsupportedOperationException naming one that isn't known here
   */
  static Filters read(ByteSource source, String path, ByteBuffer message, int elementSize) {
    int version = message.get();
    int count = message.get();
    if (version < 1 || version > 2 || count < 0 || count > MOST) {
      throw source.damaged(
          "array \"%s\" has %d filters of version %d".formatted(path, count, version));
    }
    if (version == 1) {
      skip(message, 6);
    }
    List<Integer> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int id = message.getShort() & 0xFFFF;
      int name = version == 1 || id >= FIRST_NAMED ? message.getShort() & 0xFFFF : 0;
      message.getShort();
      int settings = message.getShort() & 0xFFFF;
      skip(message, version == 1 ? (name + 7) / 8 * 8 : name);
      skip(message, 4 * (version == 1 ? settings + settings % 2 : settings));
      if (id != DEFLATE && id != SHUFFLE && id != FLETCHER && id != LZF) {
        throw new UnsupportedOperationException(
            "array \"%s\" in an HDF5 file went through filter %d; gzip, lzf, shuffle and fletcher32 are read. Rewrite it with h5repack -f NONE"
                .formatted(path, id));
      }
      ids.add(id);
    }
    return new Filters(source, path, ids, elementSize);
  }

  private static void skip(ByteBuffer bytes, int count) {
    bytes.position(bytes.position() + count);
  }

  /**
   * The bytes of a chunk as they were before.
   *
   * @param stored from the file
   * @param mask has a bit for each filter that wasn't used
   * @param size how many bytes there were
   */
  byte[] undo(byte[] stored, int mask, int size) {
    byte[] bytes = stored;
    for (int i = ids.size() - 1; i >= 0; i--) {
      if (((mask >>> i) & 1) == 0) {
        bytes =
            switch (ids.get(i)) {
              case DEFLATE -> inflated(bytes, size);
              case SHUFFLE -> unshuffled(bytes);
              case FLETCHER -> checked(bytes);
              default -> expanded(bytes, size);
            };
      }
    }
    if (bytes.length != size) {
      throw damaged("%,d bytes instead of %,d".formatted(bytes.length, size));
    }
    return bytes;
  }

  private RuntimeException damaged(String what) {
    return source.damaged("a chunk of array \"%s\" holds %s".formatted(path, what));
  }

  /** Bytes may stand behind for a checksum that was made before. */
  private byte[] inflated(byte[] packed, int size) {
    byte[] bytes = new byte[size + Integer.BYTES];
    try (Inflater inflater = new Inflater()) {
      inflater.setInput(packed);
      int count = 0;
      while (!inflater.finished()) {
        int more = inflater.inflate(bytes, count, bytes.length - count);
        count += more;
        if (more == 0 && !inflater.finished()) {
          throw damaged("no whole gzip stream of %,d bytes".formatted(size));
        }
      }
      return Arrays.copyOf(bytes, count);
    } catch (DataFormatException e) {
      throw damaged("no gzip stream (%s)".formatted(e.getMessage()));
    }
  }

  /** Bytes stood by their places in the elements: all first ones, all second ones, … */
  private byte[] unshuffled(byte[] shuffled) {
    int count = shuffled.length / elementSize;
    byte[] bytes = shuffled.clone();
    for (int part = 0; part < elementSize; part++) {
      for (int i = 0; i < count; i++) {
        bytes[i * elementSize + part] = shuffled[part * count + i];
      }
    }
    return bytes;
  }

  /** Without the checksum behind (Fletcher 1982), which has to be right. */
  private byte[] checked(byte[] bytes) {
    int size = bytes.length - Integer.BYTES;
    if (size < 0) {
      throw damaged("no checksum");
    }
    long low = 0;
    long high = 0;
    for (int i = 0; i < size; i += 2) {
      low += ((bytes[i] & 0xFF) << 8) + (i + 1 < size ? bytes[i + 1] & 0xFF : 0);
      low %= 0xFFFF;
      high = (high + low) % 0xFFFF;
    }
    ByteBuffer sums = ByteBuffer.wrap(bytes, size, Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    boolean right = (sums.getShort() & 0xFFFF) % 0xFFFF == low;
    right &= (sums.getShort() & 0xFFFF) % 0xFFFF == high;
    if (!right) {
      throw damaged("bytes that don't suit their checksum");
    }
    return Arrays.copyOf(bytes, size);
  }

  /** LZF (Lehmann): runs of bytes as they are, and of bytes that have been there before. */
  private byte[] expanded(byte[] packed, int size) {
    byte[] bytes = new byte[size + Integer.BYTES];
    ByteBuffer from = ByteBuffer.wrap(packed);
    int at = 0;
    while (from.hasRemaining()) {
      int control = from.get() & 0xFF;
      if (control < 32) {
        from.get(bytes, at, control + 1);
        at += control + 1;
      } else {
        int length = control >>> 5;
        length += 2 + (length == 7 ? from.get() & 0xFF : 0);
        int before = at - (((control & 31) << 8) + (from.get() & 0xFF)) - 1;
        for (int i = 0; i < length; i++) {
          bytes[at] = bytes[before + i];
          at++;
        }
      }
    }
    return Arrays.copyOf(bytes, at);
  }
}
