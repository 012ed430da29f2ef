package dev.inlay.formats.hdf5;

import dev.inlay.tensor.Table;
import java.nio.ByteBuffer;
import java.util.List;

/** An array of numbers. They are read when they are asked for. */
public final class Dataset {
  private static final int BLOCK = 1 << 16;
  private static final int CONTIGUOUS = 1;

  private final ByteSource source;
  private final String path;
  private final List<Long> dims;
  private final ElementType type;
  private final long address;

  private Dataset(ByteSource source, String path, List<Long> dims, ElementType type, long address) {
    this.source = source;
    this.path = path;
    this.dims = dims;
    this.type = type;
    this.address = address;
  }

  static Dataset of(String path, ObjectHeader header) {
    ByteSource source = header.source();
    var space = Dataspace.read(header.required(ObjectHeader.DATASPACE, "shape"));
    var type = ElementType.read(header.required(ObjectHeader.DATATYPE, "type"));
    if (!type.isNumber()) {
      throw new UnsupportedOperationException(
          "array \"%s\" in an HDF5 file is of %s".formatted(path, type));
    }
    if (header.first(ObjectHeader.EXTERNAL_FILES).isPresent()) {
      throw new UnsupportedOperationException(
          "array \"%s\" in an HDF5 file lies in another file, which isn't read".formatted(path));
    }
    ByteBuffer layout = header.required(ObjectHeader.LAYOUT, "layout");
    int version = layout.get();
    int kind = layout.get();
    if (version < 3 || kind != CONTIGUOUS || header.first(ObjectHeader.FILTERS).isPresent()) {
      throw new UnsupportedOperationException(
          "array \"%s\" in an HDF5 file isn't stored in one piece as Keras does; rewrite it with h5repack -l CONTI -f NONE"
              .formatted(path));
    }
    long address = layout.getLong();
    if (space.size() > 0) {
      long bytes = Math.multiplyExact(space.size(), type.size());
      if (address < 0 || bytes > source.size() - address) {
        throw source.damaged(
            "array \"%s\" of shape %s lies beyond the end of the file"
                .formatted(path, space.dims()));
      }
    }
    return new Dataset(source, path, space.dims(), type, address);
  }

  /** The place within the file: {@code layers/dense/vars/0}. */
  public String path() {
    return path;
  }

  /** The lengths of the axes; none for a single number. */
  public List<Long> dims() {
    return dims;
  }

  /** How many numbers there are; the file is large enough for them. */
  public long size() {
    return dims.stream().reduce(1L, (a, b) -> a * b);
  }

  /**
   * Reads all numbers.
   *
   * @param into as many floats as there are numbers
   */
  public void read(Table into) {
    if (into.size() != size()) {
      throw new IllegalArgumentException(
          "array \"%s\" has %,d numbers, the table %,d".formatted(path, size(), into.size()));
    }
    long from = 0;
    for (float[] chunk : into.chunks()) {
      read(from, chunk);
      from += chunk.length;
    }
  }

  private void read(long from, float[] into) {
    ByteBuffer block = ByteBuffer.allocate(BLOCK).order(type.order());
    int done = 0;
    while (done < into.length) {
      int count = Math.min(BLOCK / type.size(), into.length - done);
      block.clear().limit(count * type.size());
      source.fill(address + (from + done) * type.size(), block);
      block.flip();
      for (int i = 0; i < count; i++) {
        into[done + i] = type.toFloat(block);
      }
      done += count;
    }
  }

  /** A single number, exactly. */
  public long whole() {
    if (size() != 1 || type.kind() == ElementType.Kind.FLOAT) {
      throw source.damaged("array \"%s\" is no single whole number".formatted(path));
    }
    ByteBuffer bytes = source.read(address, type.size());
    return type.toLong(bytes.order(type.order()));
  }
}
