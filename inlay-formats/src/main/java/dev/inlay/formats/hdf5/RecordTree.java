package dev.inlay.formats.hdf5;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * A tree of records of equal size, by which newer files find the links and attributes of large
 * groups, and pieces of arrays that grow along several axes: a "version 2 B-tree".
 */
final class RecordTree {
  private static final int HEADER_SIZE = 38;

  /** Letters, version, kind, and a checksum behind. */
  private static final int FRAME = 10;

  private static final int CHILD_ADDRESS = 8;
  private static final int MOST_LEVELS = 16;

  /** A node, so many levels above the leaves. */
  private record Node(long address, long records, int level) {}

  private final Walk walk;
  private final int nodeSize;
  private final int recordSize;

  private RecordTree(Walk walk, int nodeSize, int recordSize) {
    this.walk = walk;
    this.nodeSize = nodeSize;
    this.recordSize = recordSize;
  }

  /** Hands over all records, in any order. */
  static void each(Walk walk, long header, Consumer<ByteBuffer> taker) {
    ByteBuffer head = walk.read(header, HEADER_SIZE, "BTHD");
    int nodeSize = head.getInt(6);
    int recordSize = head.getShort(10) & 0xFFFF;
    int levels = head.getShort(12) & 0xFFFF;
    if (recordSize == 0 || nodeSize < FRAME + recordSize || levels > MOST_LEVELS) {
      throw walk.damaged("are a tree of %d levels of %d bytes".formatted(levels, nodeSize));
    }
    if (!ByteSource.isNowhere(head.getLong(16))) {
      var root = new Node(head.getLong(16), head.getShort(24) & 0xFFFF, levels);
      new RecordTree(walk, nodeSize, recordSize).each(root, taker);
    }
  }

  private void each(Node root, Consumer<ByteBuffer> taker) {
    long room = (long) nodeSize - FRAME;
    long most = room / recordSize;
    int countSize = sizeOf(most);
    // What a pointer to a child of a node takes, by the node's level: how many records there are
    // below the child is only said where it has children too.
    int[] totalSize = new int[root.level + 1];
    long below = most;
    for (int level = 1; level < root.level; level++) {
      int pointer = CHILD_ADDRESS + countSize + totalSize[level];
      long here = (room - pointer) / (recordSize + pointer);
      below = Math.addExact(Math.multiplyExact(here + 1, below), here);
      totalSize[level + 1] = sizeOf(below);
    }
    Deque<Node> nodes = new ArrayDeque<>();
    nodes.add(root);
    while (!nodes.isEmpty()) {
      Node node = nodes.remove();
      ByteBuffer bytes = walk.read(node.address, nodeSize, node.level > 0 ? "BTIN" : "BTLF");
      int start = FRAME - Integer.BYTES;
      for (int i = 0; i < node.records; i++) {
        taker.accept(bytes.slice(start + i * recordSize, recordSize).order(bytes.order()));
      }
      if (node.level > 0) {
        bytes.position(Math.toIntExact(start + node.records * recordSize));
        for (int i = 0; i <= node.records; i++) {
          long address = bytes.getLong();
          nodes.add(new Node(address, ObjectHeader.unsigned(bytes, countSize), node.level - 1));
          bytes.position(bytes.position() + totalSize[node.level]);
        }
      }
    }
  }

  /** How many bytes hold numbers up to one. */
  private static int sizeOf(long most) {
    return (63 - Long.numberOfLeadingZeros(most)) / 8 + 1;
  }
}
