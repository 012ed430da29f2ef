package dev.inlay.formats.hdf5;

import java.nio.ByteBuffer;
import java.nio.file.Path;

/** An HDF5 file, open for reading. Not safe for use from several threads. */
public final class Hdf5File implements AutoCloseable {
  static final long SIGNATURE = 0x0A1A0A0D46444889L;
  private static final int OLD_ROOT = 24 + 4 * 8;
  private static final int NEW_ROOT = 12 + 3 * 8;

  private final ByteSource source;
  private final Group root;

  private Hdf5File(ByteSource source) {
    this.source = source;
    this.root = source.parse(() -> Group.read(source, "", rootAddress(source)));
  }

  /**
   * Opens a file.
   *
   * @throws dev.inlay.formats.DamagedFileException if it is no HDF5 file, or damaged
   * @throws java.io.UncheckedIOException if it can't be read
   */
  public static Hdf5File open(Path file) {
    return open(file, file);
  }

  /**
   * Opens a file that is a copy of what lies within another one.
   *
   * @param shown what messages call it
   */
  public static Hdf5File open(Path file, Path shown) {
    ByteSource source = ByteSource.open(file, shown);
    try {
      return new Hdf5File(source);
    } catch (RuntimeException e) {
      source.close();
      throw e;
    }
  }

  private static long rootAddress(ByteSource source) {
    if (source.size() < 9 || source.read(0, 8).getLong() != SIGNATURE) {
      throw source.damaged("is no HDF5 file");
    }
    int version = source.read(8, 1).get();
    ByteBuffer head = source.read(0, version < 2 ? OLD_ROOT + 4 + 2 * 8 : NEW_ROOT + 8);
    int sizes = version < 2 ? 13 : 9;
    if (version > 3 || head.get(sizes) != 8 || head.get(sizes + 1) != 8) {
      throw source.damaged(
          "is HDF5 of version %d with addresses of %d bytes; this reads versions 0 to 3 with 8"
              .formatted(version, head.get(sizes)));
    }
    return head.getLong(version < 2 ? OLD_ROOT + (version == 1 ? 4 : 0) + 8 : NEW_ROOT);
  }

  /** The group that all others lie in. */
  public Group root() {
    return root;
  }

  @Override
  public void close() {
    source.close();
  }
}
