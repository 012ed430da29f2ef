package dev.inlay.formats.hdf5;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/**
 * An array in pieces of equal shape, each stored by itself; those that are missing were never
 * written.
 *
 * @param dims of the array
 * @param chunk the shape of a piece
 * @param pieces by their numbers in the grid of pieces, counted through all axes from 0
 * @param fill the bytes of an element that was never written
 */
record Chunks(
    ByteSource source,
    List<Long> dims,
    List<Long> chunk,
    Map<Long, Piece> pieces,
    Filters filters,
    ByteBuffer fill)
    implements Storage {
  /**
   * One piece.
   *
   * @param size bytes in the file
   * @param mask has a bit for each filter that it didn't go through
   */
  record Piece(long address, long size, int mask) {}

  /** How many pieces an array has along its axes. */
  static List<Long> grid(List<Long> dims, List<Long> chunk) {
    Long[] grid = new Long[dims.size()];
    for (int axis = 0; axis < grid.length; axis++) {
      grid[axis] = Math.ceilDiv(dims.get(axis), chunk.get(axis));
    }
    return List.of(grid);
  }

  private int elementSize() {
    return filters.elementSize();
  }

  @Override
  public void each(Taker taker) {
    List<Long> grid = grid(dims, chunk);
    long count = Dataspace.product(grid);
    int bytes = Math.toIntExact(Dataspace.product(chunk) * elementSize());
    for (long number = 0; number < count; number++) {
      Piece piece = pieces.get(number);
      take(
          taker,
          corner(number, grid),
          ByteBuffer.wrap(piece == null ? filled(bytes) : read(piece, bytes)));
    }
  }

  private byte[] read(Piece piece, int bytes) {
    return filters.undo(source.read(piece.address, piece.size).array(), piece.mask, bytes);
  }

  private byte[] filled(int bytes) {
    byte[] all = new byte[bytes];
    for (int i = 0; i < bytes && fill.hasRemaining(); i++) {
      all[i] = fill.get(i % elementSize());
    }
    return all;
  }

  private long[] corner(long number, List<Long> grid) {
    long[] corner = new long[grid.size()];
    long rest = number;
    for (int axis = corner.length - 1; axis >= 0; axis--) {
      corner[axis] = rest % grid.get(axis) * chunk.get(axis);
      rest /= grid.get(axis);
    }
    return corner;
  }

  /** Hands over the rows of a piece, without what stands out of the array. */
  private void take(Taker taker, long[] corner, ByteBuffer bytes) {
    int last = corner.length - 1;
    int run = (int) Math.min(chunk.get(last), dims.get(last) - corner[last]);
    long rows = Dataspace.product(chunk.subList(0, last));
    for (long row = 0; row < rows; row++) {
      long rest = row;
      long first = 0;
      long stride = dims.get(last);
      boolean within = true;
      for (int axis = last - 1; axis >= 0; axis--) {
        long at = corner[axis] + rest % chunk.get(axis);
        rest /= chunk.get(axis);
        within &= at < dims.get(axis);
        first += at * stride;
        stride *= dims.get(axis);
      }
      if (within) {
        bytes.position(Math.toIntExact(row * chunk.get(last) * elementSize()));
        taker.take(first + corner[last], run, bytes);
      }
    }
  }
}
