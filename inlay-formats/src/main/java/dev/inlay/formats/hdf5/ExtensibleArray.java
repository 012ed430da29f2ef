package dev.inlay.formats.hdf5;

import java.nio.ByteBuffer;

/**
 * A list that can grow: its first elements stand in an index block, which leads to blocks of
 * elements of growing size; to those behind the first few by blocks of addresses.
 */
final class ExtensibleArray {
  /** Takes elements that stand in one piece. */
  @FunctionalInterface
  interface Taker {
    /**
     * Elements.
     *
     * @param at their place in the file
     * @param first the number of the first one
     * @param count how many there are
     */
    void take(long at, long first, long count);
  }

  private static final int HEADER_SIZE = 72;

  /** Letters, version, kind and the header's address. */
  private static final int BLOCK_HEAD = 14;

  private static final int CHECKSUM = 4;
  private static final int ADDRESS = 8;

  private final Walk walk;
  private final Taker taker;
  private final int elementSize;
  private final int placeSize;
  private final int smallest;
  private final int page;
  private long next;

  private ExtensibleArray(Walk walk, ByteBuffer head, Taker taker) {
    this.walk = walk;
    this.taker = taker;
    this.elementSize = head.get(6) & 0xFF;
    this.placeSize = (head.get(7) + 7) / 8;
    this.smallest = head.get(9) & 0xFF;
    this.page = 1 << (head.get(11) & 31);
  }

  /** Hands over all elements that were ever made. */
  static void each(Walk walk, long header, Taker taker) {
    ByteBuffer head = walk.read(header, HEADER_SIZE, "EAHD");
    var array = new ExtensibleArray(walk, head, taker);
    int bits = head.get(7);
    int pointers = head.get(10) & 0xFF;
    boolean sound =
        array.elementSize >= ADDRESS
            && Integer.bitCount(array.smallest) == 1
            && Integer.bitCount(pointers) == 1
            && pointers > 1
            && array.page > 0
            && bits >= log2(array.smallest)
            && bits < Long.SIZE;
    if (!sound) {
      throw walk.damaged("are listed in blocks of %d, %d".formatted(array.smallest, pointers));
    }
    if (!ByteSource.isNowhere(head.getLong(60))) {
      array.index(head.getLong(60), head.get(8) & 0xFF, pointers, bits);
    }
  }

  private static int log2(int number) {
    return 31 - Integer.numberOfLeadingZeros(number);
  }

  private void index(long address, int elements, int pointers, int bits) {
    int groups = 1 + bits - log2(smallest);
    int direct = 2 * log2(pointers);
    int blocks = 2 * (pointers - 1);
    long own = (long) elements * elementSize;
    ByteBuffer bytes =
        walk.read(
            address,
            BLOCK_HEAD + own + ADDRESS * (blocks + (long) Math.max(0, groups - direct)),
            "EAIB");
    take(address + BLOCK_HEAD, elements);
    bytes.position(Math.toIntExact(BLOCK_HEAD + own));
    for (int group = 0; group < groups; group++) {
      long length = (long) smallest << ((group + 1) / 2);
      int count = 1 << (group / 2);
      if (group >= direct) {
        group(bytes.getLong(), count, length);
        continue;
      }
      for (int i = 0; i < count; i++) {
        block(bytes.getLong(), length);
      }
    }
  }

  private void take(long at, long count) {
    taker.take(at, next, count);
    next += count;
  }

  /** Blocks of elements that are all of a length. */
  private void group(long address, int count, long length) {
    if (ByteSource.isNowhere(address)) {
      next = Math.addExact(next, Math.multiplyExact(count, length));
      return;
    }
    long pages = length > page ? length / page : 0;
    long bits = count * ((pages + 7) / 8);
    ByteBuffer bytes =
        walk.read(address, BLOCK_HEAD + placeSize + bits + (long) ADDRESS * count, "EASB");
    ByteBuffer written = bytes.slice(BLOCK_HEAD + placeSize, Math.toIntExact(bits));
    bytes.position(Math.toIntExact(BLOCK_HEAD + placeSize + bits));
    for (int i = 0; i < count; i++) {
      long block = bytes.getLong();
      if (pages == 0 || ByteSource.isNowhere(block)) {
        block(block, length);
        continue;
      }
      long at = block + BLOCK_HEAD + placeSize + CHECKSUM;
      for (long p = i * pages; p < (i + 1) * pages; p++) {
        if (Walk.isMarked(written, p)) {
          take(at, page);
        } else {
          next += page;
        }
        at += (long) page * elementSize + CHECKSUM;
      }
    }
  }

  private void block(long address, long length) {
    if (ByteSource.isNowhere(address)) {
      next = Math.addExact(next, length);
      return;
    }
    ByteBuffer _ = walk.read(address, Integer.BYTES, "EADB");
    take(address + BLOCK_HEAD + placeSize, length);
  }
}
