package dev.inlay.formats.hdf5;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The axes of an array or attribute.
 *
 * @param most to which lengths they may grow; {@link #ANY} if there is no limit
 */
record Dataspace(List<Long> dims, List<Long> most) {
  static final long ANY = -1;

  /** There is no array with more axes. */
  private static final int MOST_AXES = 32;

  static Dataspace read(ByteBuffer message) {
    ByteBuffer bytes = message.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    int version = bytes.get();
    int rank = bytes.get();
    boolean grows = (bytes.get() & 1) != 0;
    bytes.position(version == 1 ? 8 : 4);
    if (rank < 0 || rank > MOST_AXES) {
      throw new ArithmeticException("an array of " + rank + " axes");
    }
    List<Long> dims = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      long dim = bytes.getLong();
      if (dim < 0) {
        throw new ArithmeticException("an axis of length " + dim);
      }
      dims.add(dim);
    }
    List<Long> most = new ArrayList<>();
    for (long dim : dims) {
      long limit = grows ? bytes.getLong() : dim;
      if (limit != ANY && limit < dim) {
        throw new ArithmeticException("an axis of length " + dim + " of " + limit);
      }
      most.add(limit);
    }
    return new Dataspace(dims, most);
  }

  /**
   * How many elements there are.
   *
   * @throws ArithmeticException if they are more than can be counted
   */
  long size() {
    return product(dims);
  }

  /**
   * The product of lengths.
   *
   * @throws ArithmeticException if it is more than can be counted
   */
  static long product(List<Long> lengths) {
    return lengths.stream().reduce(1L, Math::multiplyExact);
  }
}
