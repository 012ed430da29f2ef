package dev.inlay.formats.hdf5;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What a group holds: the addresses of objects by name, in both of the ways of keeping them. */
final class Links {
  private static final int HEAP = ObjectHeader.signature("HEAP");
  private static final int TREE = ObjectHeader.signature("TREE");
  private static final int SYMBOLS = ObjectHeader.signature("SNOD");
  private static final int SYMBOL_BYTES = 40;
  private static final int HASH_BYTES = 4;

  private final ByteSource source;
  private final Map<String, Long> addresses = new LinkedHashMap<>();

  private Links(ByteSource source) {
    this.source = source;
  }

  static Map<String, Long> of(ObjectHeader header) {
    var links = new Links(header.source());
    Optional<ByteBuffer> table = header.first(ObjectHeader.SYMBOL_TABLE);
    if (table.isPresent()) {
      links.symbolTable(table.get().getLong(), table.get().getLong(8));
    } else {
      header.first(ObjectHeader.LINK_INFO).ifPresent(links::dense);
      header.all(ObjectHeader.LINK).forEach(links::link);
    }
    return links.addresses;
  }

  /** Many links: a tree of ids in a heap. The tree goes by hashes, the links here by names. */
  private void dense(ByteBuffer info) {
    int flags = info.get(1);
    int at = (flags & 1) != 0 ? 10 : 2;
    long heapAddress = info.getLong(at);
    if (ByteSource.isNowhere(heapAddress)) {
      return;
    }
    var walk = new Walk(source, "the links of a group");
    var heap = new FractalHeap(walk, heapAddress);
    RecordTree.each(
        walk, info.getLong(at + 8), record -> link(heap.object(record.position(HASH_BYTES))));
    Map<String, Long> sorted = new TreeMap<>(addresses);
    addresses.clear();
    addresses.putAll(sorted);
  }

  private void link(ByteBuffer bytes) {
    bytes.get();
    int flags = bytes.get();
    int type = (flags & 8) != 0 ? bytes.get() : 0;
    int skipped = ((flags & 4) != 0 ? 8 : 0) + ((flags & 16) != 0 ? 1 : 0);
    bytes.position(bytes.position() + skipped);
    byte[] name = new byte[Math.toIntExact(checked(bytes, flags))];
    bytes.get(name);
    if (type != 0) {
      throw linkOut(new String(name, StandardCharsets.UTF_8));
    }
    addresses.put(new String(name, StandardCharsets.UTF_8), bytes.getLong());
  }

  private static long checked(ByteBuffer bytes, int flags) {
    long length = ObjectHeader.unsigned(bytes, 1 << (flags & 3));
    if (length < 0 || length > bytes.remaining()) {
      throw new ArithmeticException("a name of " + length + " bytes");
    }
    return length;
  }

  private UnsupportedOperationException linkOut(String name) {
    return new UnsupportedOperationException(
        "\"%s\" in an HDF5 file is a link to somewhere else, which isn't followed".formatted(name));
  }

  /** The old way: a tree of blocks of symbols, whose names lie in a heap. */
  private void symbolTable(long tree, long heapAddress) {
    ByteBuffer head = source.read(heapAddress, 32);
    if (head.getInt() != HEAP) {
      throw source.damaged("a group's names are missing");
    }
    ByteBuffer heap = source.read(head.getLong(24), head.getLong(8));
    Set<Long> seen = new HashSet<>();
    Deque<Long> blocks = new ArrayDeque<>();
    blocks.add(tree);
    while (!blocks.isEmpty()) {
      long address = blocks.remove();
      if (!seen.add(address)) {
        throw source.damaged("a group's tree leads back to itself");
      }
      ByteBuffer start = source.read(address, 8);
      int signature = start.getInt();
      if (signature == TREE) {
        int entries = start.getShort(6) & 0xFFFF;
        ByteBuffer keys = source.read(address + 24, 8 + 16L * entries);
        for (int i = 0; i < entries; i++) {
          blocks.add(keys.getLong(8 + 16 * i));
        }
      } else if (signature == SYMBOLS) {
        int symbols = start.getShort(6) & 0xFFFF;
        ByteBuffer entries = source.read(address + 8, (long) SYMBOL_BYTES * symbols);
        for (int i = 0; i < symbols; i++) {
          symbol(entries.slice(i * SYMBOL_BYTES, SYMBOL_BYTES).order(entries.order()), heap);
        }
      } else {
        throw source.damaged("a group's tree is damaged at %,d".formatted(address));
      }
    }
  }

  private void symbol(ByteBuffer entry, ByteBuffer heap) {
    int from = Math.toIntExact(entry.getLong());
    int to = from;
    while (heap.get(to) != 0) {
      to++;
    }
    byte[] bytes = new byte[to - from];
    heap.get(from, bytes);
    String name = new String(bytes, StandardCharsets.UTF_8);
    if (entry.getInt(16) == 2) {
      throw linkOut(name);
    }
    addresses.put(name, entry.getLong(8));
  }
}
