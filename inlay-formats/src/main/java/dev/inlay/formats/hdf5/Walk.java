package dev.inlay.formats.hdf5;

import java.nio.ByteBuffer;

/**
 * A walk over the blocks of a structure that lead to each other. No two share bytes in a sound
 * file, so that a walk which reads far more than the file holds goes round in circles.
 */
final class Walk {
  /** Parts of a block may be looked up one by one before the whole of it is read. */
  private static final int MOST_ROUNDS = 4;

  private final ByteSource source;
  private final String what;
  private long walked;

  /**
   * A walk that begins.
   *
   * @param what the structure, for messages: {@code the links of a group}
   */
  Walk(ByteSource source, String what) {
    this.source = source;
    this.what = what;
  }

  /** So many bytes of the structure, little-endian. */
  ByteBuffer read(long from, long length) {
    walked += Math.max(0, length);
    if (walked > MOST_ROUNDS * source.size()) {
      throw damaged("lead back to themselves");
    }
    return source.read(from, length);
  }

  /** The same of a block that begins with four letters, which are skipped. */
  ByteBuffer read(long from, long length, String letters) {
    ByteBuffer bytes = read(from, length);
    if (bytes.getInt() != ObjectHeader.signature(letters)) {
      throw damaged("lack a block %s at %,d".formatted(letters, from));
    }
    return bytes;
  }

  /** Whether a page is marked as written, in bits of which the highest of a byte is its first. */
  static boolean isMarked(ByteBuffer marks, long page) {
    return ((marks.get(Math.toIntExact(page / 8)) >>> (7 - page % 8)) & 1) != 0;
  }

  RuntimeException damaged(String how) {
    return source.damaged("%s %s".formatted(what, how));
  }

  UnsupportedOperationException unsupported(String how) {
    return new UnsupportedOperationException(
        "%s in an HDF5 file %s; write the file with libver=\"earliest\"".formatted(what, how));
  }
}
