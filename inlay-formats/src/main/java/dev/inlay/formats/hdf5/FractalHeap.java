package dev.inlay.formats.hdf5;

import java.nio.ByteBuffer;

/**
 * A heap of objects of any size in blocks that double: rows of so many blocks, the first two of
 * equal size. Larger blocks are tables of blocks themselves. Objects go by their place in all
 * blocks laid end to end.
 */
final class FractalHeap {
  private static final int HEADER_SIZE = 142;

  /** Letters, version and the heap's address; the block's own place follows. */
  private static final int BLOCK_HEAD = 13;

  private final Walk walk;
  private final int placeSize;
  private final int lengthSize;
  private final int width;
  private final long firstSize;
  private final long largestSize;
  private final long root;
  private final int rows;

  FractalHeap(Walk walk, long address) {
    this.walk = walk;
    ByteBuffer head = walk.read(address, HEADER_SIZE, "FRHP");
    if (head.getShort(7) != 0) {
      throw walk.unsupported("are packed");
    }
    int bits = head.getShort(128) & 0xFFFF;
    this.width = head.getShort(110) & 0xFFFF;
    this.firstSize = head.getLong(112);
    this.largestSize = head.getLong(120);
    this.root = head.getLong(132);
    this.rows = head.getShort(140) & 0xFFFF;
    boolean sound =
        Long.bitCount(firstSize) == 1
            && Long.bitCount(largestSize) == 1
            && Integer.bitCount(width) == 1
            && firstSize <= largestSize
            && largestSize <= Integer.MAX_VALUE
            && bits >= 1
            && bits < Long.SIZE
            && rows <= bits;
    if (!sound) {
      throw walk.damaged("lie in a heap of %d rows of %d blocks".formatted(rows, width));
    }
    this.placeSize = (bits + 7) / 8;
    long most = Integer.toUnsignedLong(head.getInt(10));
    this.lengthSize = Math.min((log2(largestSize) + 7) / 8, log2(Math.max(1, most)) / 8 + 1);
  }

  private static int log2(long number) {
    return 63 - Long.numberOfLeadingZeros(number);
  }

  /** The object that an id names. */
  ByteBuffer object(ByteBuffer id) {
    int first = id.get();
    return switch ((first >>> 4) & 3) {
      case 0 -> {
        long place = ObjectHeader.unsigned(id, placeSize);
        yield stored(place, ObjectHeader.unsigned(id, lengthSize));
      }
      case 2 -> {
        int length = (first & 15) + 1;
        yield id.slice(id.position(), length).order(id.order());
      }
      default -> throw walk.unsupported("are too large for their heap");
    };
  }

  private ByteBuffer stored(long place, long length) {
    long address = root;
    long from = 0;
    long size = firstSize;
    long firstRow = firstSize * width;
    for (int count = rows; count > 0; ) {
      long within = place - from;
      int row = within < firstRow ? 0 : log2(within / firstRow) + 1;
      if (within < 0 || row >= count) {
        throw walk.damaged("lie beyond their heap");
      }
      long rowStart = row == 0 ? 0 : firstRow << (row - 1);
      size = firstSize << Math.max(0, row - 1);
      long column = (within - rowStart) / size;
      from += rowStart + column * size;
      long entry = address + BLOCK_HEAD + placeSize + 8 * (row * (long) width + column);
      ByteBuffer _ = walk.read(address, Integer.BYTES, "FHIB");
      address = walk.read(entry, 8).getLong();
      count = size <= largestSize ? 0 : log2(size / firstRow) + 1;
    }
    if (place < from || length > size - (place - from)) {
      throw walk.damaged("lie beyond a block of their heap");
    }
    ByteBuffer _ = walk.read(address, Integer.BYTES, "FHDB");
    return walk.read(Math.addExact(address, place - from), length);
  }
}
