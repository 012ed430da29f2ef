package dev.inlay.formats.hdf5;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the elements of an array by its header. */
final class Layout {
  private static final int COMPACT = 0;
  private static final int CONTIGUOUS = 1;
  private static final int CHUNKED = 2;

  private final ByteSource source;
  private final String path;
  private final ObjectHeader header;
  private final Dataspace space;
  private final int elementSize;

  private Layout(String path, ObjectHeader header, Dataspace space, int elementSize) {
    this.source = header.source();
    this.path = path;
    this.header = header;
    this.space = space;
    this.elementSize = elementSize;
  }

  /**
   * Where the elements lie.
   *
   * @throws UnsupportedOperationException if they lie in a way that isn't read here
   */
  static Storage of(String path, ObjectHeader header, Dataspace space, int elementSize) {
    var layout = new Layout(path, header, space, elementSize);
    ByteBuffer message = header.required(ObjectHeader.LAYOUT, "layout");
    int version = message.get();
    int kind = message.get();
    if (version < 3 || version > 4) {
      throw layout.other("by a layout of version " + version);
    }
    return switch (kind) {
      case COMPACT -> layout.compact(message);
      case CONTIGUOUS -> layout.contiguous(message.getLong());
      case CHUNKED -> layout.chunked(message, version);
      default -> throw layout.other("by a layout of kind " + kind);
    };
  }

  private UnsupportedOperationException other(String how) {
    return new UnsupportedOperationException(
        "array \"%s\" in an HDF5 file is stored %s; rewrite it with h5repack -l CONTI -f NONE"
            .formatted(path, how));
  }

  private long bytes() {
    return Math.multiplyExact(space.size(), (long) elementSize);
  }

  private Storage compact(ByteBuffer message) {
    int size = message.getShort() & 0xFFFF;
    if (size != bytes() || size > message.remaining()) {
      throw source.damaged(
          "array \"%s\" of shape %s has %,d bytes".formatted(path, space.dims(), size));
    }
    return new Storage.Compact(message.slice(message.position(), size), size / elementSize);
  }

  private Storage contiguous(long address) {
    if (ByteSource.isNowhere(address) && space.size() > 0) {
      // Nothing was ever written, so that all of it is one missing piece.
      List<Long> chunk = space.dims().isEmpty() ? List.of(1L) : space.dims();
      return chunks(chunk, chunk, index(new Dataspace(chunk, chunk), chunk));
    }
    if (space.size() > 0 && (address < 0 || bytes() > source.size() - address)) {
      throw source.damaged(
          "array \"%s\" of shape %s lies beyond the end of the file".formatted(path, space.dims()));
    }
    return new Storage.Contiguous(source, address, space.size(), elementSize);
  }

  private Storage chunked(ByteBuffer message, int version) {
    int flags = version == 4 ? message.get() : 0;
    int axes = message.get() - 1;
    long tree = version == 3 ? message.getLong() : 0;
    int width = version == 3 ? 4 : message.get();
    List<Long> chunk = new ArrayList<>();
    for (int axis = 0; axis < Math.min(axes, space.dims().size()); axis++) {
      chunk.add(ObjectHeader.unsigned(message, width));
    }
    long elements = ObjectHeader.unsigned(message, width);
    if (axes < 1
        || axes != space.dims().size()
        || elements != elementSize
        || chunk.stream().anyMatch(length -> length <= 0)) {
      throw source.damaged(
          "array \"%s\" of shape %s in pieces of shape %s".formatted(path, space.dims(), chunk));
    }
    ChunkIndex index = index(space, chunk);
    if (version == 3) {
      index.tree(tree);
    } else {
      read(index, message, flags);
    }
    return chunks(space.dims(), chunk, index);
  }

  private ChunkIndex index(Dataspace space, List<Long> chunk) {
    return new ChunkIndex(source, path, space, chunk, elementSize);
  }

  /** The newer ways of keeping account of pieces. */
  private void read(ChunkIndex index, ByteBuffer message, int flags) {
    int kind = message.get();
    switch (kind) {
      case 1 -> {
        boolean filtered = (flags & 2) != 0;
        long size = filtered ? message.getLong() : bytes();
        int mask = filtered ? message.getInt() : 0;
        index.single(message.getLong(), size, mask);
      }
      case 2 -> index.implicit(message.getLong());
      case 3 -> {
        message.get();
        index.fixed(message.getLong());
      }
      case 4 -> {
        message.position(message.position() + 5);
        index.extensible(message.getLong());
      }
      case 5 -> {
        message.position(message.position() + 6);
        index.records(message.getLong());
      }
      default -> throw other("in pieces of which there is an account of kind " + kind);
    }
  }

  private Storage chunks(List<Long> dims, List<Long> chunk, ChunkIndex index) {
    source.unpack(
        path, Math.max(bytes(), Math.multiplyExact(Dataspace.product(chunk), (long) elementSize)));
    Filters filters =
        header
            .first(ObjectHeader.FILTERS)
            .map(message -> Filters.read(source, path, message, elementSize))
            .orElse(Filters.none(source, path, elementSize));
    return new Chunks(source, dims, chunk, index.pieces(), filters, fill());
  }

  /** The bytes of an element that was never written; empty if they are zeros. */
  private ByteBuffer fill() {
    Optional<ByteBuffer> message = header.first(ObjectHeader.FILL_VALUE);
    if (message.isEmpty()) {
      return ByteBuffer.allocate(0);
    }
    ByteBuffer bytes = message.get();
    int version = bytes.get();
    boolean given = version == 3 ? (bytes.get() & 32) != 0 : bytes.get(3) != 0;
    if (version < 3) {
      bytes.position(4);
    }
    int size = given || version == 1 ? bytes.getInt() : 0;
    return size == elementSize && size <= bytes.remaining()
        ? bytes.slice(bytes.position(), size)
        : ByteBuffer.allocate(0);
  }
}
