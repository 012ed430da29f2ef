package dev.inlay.formats.hdf5;

import dev.inlay.tensor.Bytes;
import dev.inlay.tensor.Table;
import java.util.List;

/** An array of numbers. They are read when they are asked for. */
public final class Dataset {
  private final ByteSource source;
  private final String path;
  private final List<Long> dims;
  private final ElementType type;
  private final Storage storage;

  private Dataset(
      ByteSource source, String path, List<Long> dims, ElementType type, Storage storage) {
    this.source = source;
    this.path = path;
    this.dims = dims;
    this.type = type;
    this.storage = storage;
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
    Storage storage = Layout.of(path, header, space, type.size());
    return new Dataset(source, path, space.dims(), type, storage);
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
    return Dataspace.product(dims);
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
    each(
        (first, count, bytes) -> {
          // By runs, so that a place is looked up for each chunk and not for each number.
          for (long at = first; at < first + count; ) {
            long row = at / into.width();
            float[] chunk = into.chunkOf(row);
            int to = into.offset(row) + (int) (at % into.width());
            int n = (int) Math.min(first + count - at, chunk.length - to);
            for (int i = 0; i < n; i++) {
              chunk[to + i] = type.toFloat(bytes);
            }
            at += n;
          }
        });
  }

  /**
   * Reads all numbers, which are of a byte each.
   *
   * @param into as many bytes as there are numbers
   */
  public void read(Bytes into) {
    if (into.size() != size() || type.size() != 1) {
      throw source.damaged(
          "array \"%s\" has %,d numbers of %d bytes; wanted %s"
              .formatted(path, size(), type.size(), into));
    }
    each((first, count, bytes) -> bytes.get(into.array(), (int) first, count));
  }

  private void each(Storage.Taker taker) {
    boolean _ =
        source.parse(
            () -> {
              storage.each(
                  (first, count, bytes) -> taker.take(first, count, bytes.order(type.order())));
              return true;
            });
  }

  /** A single number, exactly. */
  public long whole() {
    boolean isFloat =
        type.kind() == ElementType.Kind.FLOAT || type.kind() == ElementType.Kind.BFLOAT;
    if (size() != 1 || isFloat) {
      throw source.damaged("array \"%s\" is no single whole number".formatted(path));
    }
    long[] number = new long[1];
    each((_, _, bytes) -> number[0] = type.toLong(bytes));
    return number[0];
  }
}
