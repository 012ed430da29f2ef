package dev.inlay.formats.hdf5;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the pieces of an array in the ways in which files keep account of them. */
final class ChunkIndex {
  private static final int TREE = ObjectHeader.signature("TREE");
  private static final int CHECKSUM = 4;

  private final ByteSource source;
  private final String path;
  private final List<Long> chunk;
  private final List<Long> grid;
  private final List<Long> most;
  private final long count;
  private final long bytes;
  private final Map<Long, Chunks.Piece> pieces = new HashMap<>();
  private final Walk walk;
  private long stored;

  ChunkIndex(ByteSource source, String path, Dataspace space, List<Long> chunk, int elementSize) {
    this.source = source;
    this.path = path;
    this.chunk = chunk;
    this.grid = Chunks.grid(space.dims(), chunk);
    this.most = most(space, chunk);
    this.walk = new Walk(source, "the pieces of array \"%s\"".formatted(path));
    this.count = Dataspace.product(grid);
    this.bytes = Math.multiplyExact(Dataspace.product(chunk), (long) elementSize);
  }

  /** How many pieces there may be along each axis when it has grown. */
  private static List<Long> most(Dataspace space, List<Long> chunk) {
    List<Long> most = new ArrayList<>();
    for (int axis = 0; axis < chunk.size(); axis++) {
      long limit = space.most().get(axis);
      most.add(limit == Dataspace.ANY ? limit : Math.ceilDiv(limit, chunk.get(axis)));
    }
    return most;
  }

  /** The pieces found. */
  Map<Long, Chunks.Piece> pieces() {
    return pieces;
  }

  private void add(long number, long address, long size, int mask) {
    if (ByteSource.isNowhere(address)) {
      return;
    }
    source.require(address, size);
    stored += size;
    if (number < 0 || number >= count || stored > source.size()) {
      throw source.damaged("the pieces of array \"%s\" lie one over the other".formatted(path));
    }
    if (pieces.put(number, new Chunks.Piece(address, size, mask)) != null) {
      throw source.damaged("array \"%s\" has one piece twice".formatted(path));
    }
  }

  /** A tree of pieces by their corners: the way of all versions before 1.10. */
  void tree(long root) {
    Set<Long> seen = new HashSet<>();
    Deque<Long> nodes = new ArrayDeque<>();
    if (!ByteSource.isNowhere(root)) {
      nodes.add(root);
    }
    int key = 8 + 8 * (chunk.size() + 1);
    while (!nodes.isEmpty()) {
      long address = nodes.remove();
      if (!seen.add(address)) {
        throw source.damaged("the pieces of array \"%s\" lead back to themselves".formatted(path));
      }
      ByteBuffer head = source.read(address, 8);
      if (head.getInt() != TREE || head.get() != 1) {
        throw source.damaged("the pieces of array \"%s\" are missing".formatted(path));
      }
      int level = head.get();
      int entries = head.getShort() & 0xFFFF;
      ByteBuffer keys = source.read(address + 24, (long) entries * (key + 8));
      for (int i = 0; i < entries; i++) {
        int at = i * (key + 8);
        long child = keys.getLong(at + key);
        if (level > 0) {
          nodes.add(child);
        } else {
          long size = Integer.toUnsignedLong(keys.getInt(at));
          add(number(keys, at + 8), child, size, keys.getInt(at + 4));
        }
      }
    }
  }

  private long number(ByteBuffer corner, int from) {
    long number = 0;
    for (int axis = 0; axis < grid.size(); axis++) {
      long at = corner.getLong(from + 8 * axis);
      if (at < 0 || at % chunk.get(axis) != 0 || at / chunk.get(axis) >= grid.get(axis)) {
        throw source.damaged("a piece of array \"%s\" lies beyond it".formatted(path));
      }
      number = number * grid.get(axis) + at / chunk.get(axis);
    }
    return number;
  }

  /**
   * The number of a piece that a list counts through the grid to which the array may grow, the axis
   * without a limit first; -1 if the array hasn't grown that far.
   */
  private long number(long index) {
    int first = Math.max(0, most.indexOf(Dataspace.ANY));
    long[] at = new long[grid.size()];
    long rest = index;
    for (int axis = at.length - 1; axis >= 0; axis--) {
      if (axis != first) {
        at[axis] = rest % most.get(axis);
        rest /= most.get(axis);
      }
    }
    at[first] = rest;
    long number = 0;
    for (int axis = 0; axis < at.length; axis++) {
      if (at[axis] >= grid.get(axis)) {
        return -1;
      }
      number = number * grid.get(axis) + at[axis];
    }
    return number;
  }

  /** One piece. */
  void single(long address, long size, int mask) {
    add(0, address, size, mask);
  }

  /** All pieces one after the other, as they are. */
  void implicit(long address) {
    long all = ByteSource.isNowhere(address) ? 0 : Dataspace.product(most);
    source.require(address, Math.multiplyExact(all, bytes));
    for (long index = 0; index < all; index++) {
      long number = number(index);
      if (number >= 0) {
        add(number, address + index * bytes, bytes, 0);
      }
    }
  }

  /** A list of addresses, with sizes if there are filters, in pages if it is long. */
  void fixed(long header) {
    if (ByteSource.isNowhere(header)) {
      return;
    }
    ByteBuffer head = walk.read(header, 24, "FAHD");
    boolean filtered = head.get(5) == 1;
    int entry = head.get(6) & 0xFF;
    int page = 1 << (head.get(7) & 31);
    long entries = head.getLong(8);
    long block = head.getLong(16);
    wantEntries(entry, filtered);
    if (entries != Dataspace.product(most)) {
      throw source.damaged("array \"%s\" has %,d pieces of %,d".formatted(path, entries, count));
    }
    if (ByteSource.isNowhere(block)) {
      return;
    }
    ByteBuffer _ = walk.read(block, Integer.BYTES, "FADB");
    long at = block + 14;
    boolean paged = page > 0 && entries > page;
    if (paged) {
      // Which pages there are; those that aren't were never written, and hold no addresses.
      long pages = Math.ceilDiv(entries, page);
      ByteBuffer written = source.read(at, (pages + 7) / 8);
      at += (pages + 7) / 8 + CHECKSUM;
      for (long i = 0; i < pages; i++) {
        long n = Math.min(page, entries - i * page);
        if (Walk.isMarked(written, i)) {
          list(at, i * page, n, entry, filtered);
        }
        at += (long) page * entry + CHECKSUM;
      }
    } else {
      list(at, 0, entries, entry, filtered);
    }
  }

  /** A list that grows along one axis. */
  void extensible(long header) {
    if (!ByteSource.isNowhere(header)) {
      ByteBuffer head = walk.read(header, 8, "EAHD");
      boolean filtered = head.get(5) == 1;
      int entry = head.get(6) & 0xFF;
      wantEntries(entry, filtered);
      ExtensibleArray.each(walk, header, (at, first, n) -> list(at, first, n, entry, filtered));
    }
  }

  private void wantEntries(int entry, boolean filtered) {
    if (entry < 8 || (filtered && entry < 13)) {
      throw source.damaged("the pieces of array \"%s\" have no places".formatted(path));
    }
  }

  /** A tree of pieces by their places in the grid: of arrays that grow along several axes. */
  void records(long header) {
    if (ByteSource.isNowhere(header)) {
      return;
    }
    boolean filtered = walk.read(header, 6, "BTHD").get(5) == 11;
    int axes = grid.size();
    RecordTree.each(
        walk,
        header,
        record -> {
          long address = record.getLong();
          int sizeBytes = filtered ? record.remaining() - 4 - 8 * axes : 0;
          long size = filtered ? ObjectHeader.unsigned(record, sizeBytes) : bytes;
          int mask = filtered ? record.getInt() : 0;
          long number = 0;
          for (long length : grid) {
            long at = record.getLong();
            if (at < 0 || at >= length) {
              throw source.damaged("a piece of array \"%s\" lies beyond it".formatted(path));
            }
            number = number * length + at;
          }
          add(number, address, size, mask);
        });
  }

  private void list(long at, long first, long n, int entry, boolean filtered) {
    ByteBuffer list = walk.read(at, Math.multiplyExact(n, (long) entry));
    for (long i = 0; i < n; i++) {
      int from = Math.toIntExact(i * entry);
      long size = bytes;
      int mask = 0;
      if (filtered) {
        list.position(from + 8);
        size = ObjectHeader.unsigned(list, entry - 12);
        mask = list.getInt();
      }
      long number = number(first + i);
      if (number >= 0) {
        add(number, list.getLong(from), size, mask);
      }
    }
  }
}
