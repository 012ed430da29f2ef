package dev.inlay.formats.hdf5;

import dev.inlay.formats.DamagedFileException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** A file's bytes by their place; whoever asks for some beyond the end is told that. */
final class ByteSource implements AutoCloseable {
  /** To this much, arrays may grow from whatever file. */
  private static final long SMALL = 1 << 26;

  /** How many times the file's size they may take beyond that. */
  private static final long MOST_EXPANSION = 100;

  private final Map<String, Long> unpacked = new HashMap<>();
  private final Path file;
  private final FileChannel channel;
  private final long size;

  private ByteSource(Path file, FileChannel channel, long size) {
    this.file = file;
    this.channel = channel;
    this.size = size;
  }

  /**
   * Opens a file.
   *
   * @param shown what messages call it
   */
  static ByteSource open(Path file, Path shown) {
    try {
      FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
      return new ByteSource(shown, channel, channel.size());
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + file, e);
    }
  }

  long size() {
    return size;
  }

  /** Whether an address says that there is nothing. */
  static boolean isNowhere(long address) {
    return address == -1;
  }

  /**
   * Counts what an array in pieces grows to when it is read, which the file needn't hold: pieces
   * are packed, or were never written.
   */
  void unpack(String path, long bytes) {
    unpacked.put(path, bytes);
    long total = unpacked.values().stream().reduce(0L, Math::addExact);
    if (total > Math.max(SMALL, MOST_EXPANSION * size)) {
      throw damaged(
          "the arrays grow to %,d bytes when they are unpacked, from a file of %,d"
              .formatted(total, size));
    }
  }

  /** So many bytes from a place on, little-endian. */
  ByteBuffer read(long from, long length) {
    require(from, length);
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(length)).order(ByteOrder.LITTLE_ENDIAN);
    fill(from, bytes);
    return bytes.flip();
  }

  /** Bytes from a place on, as many as the buffer has left. */
  void fill(long from, ByteBuffer into) {
    require(from, into.remaining());
    try {
      long at = from;
      while (into.hasRemaining()) {
        int count = channel.read(into, at);
        if (count < 0) {
          throw damaged("ends while it is read");
        }
        at += count;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + file, e);
    }
  }

  /** Wants bytes to lie within the file. */
  void require(long from, long length) {
    if (from < 0 || length < 0 || length > size - from || length > Integer.MAX_VALUE - 16) {
      throw damaged(
          "the HDF5 data points to %,d bytes at %,d, but the file has %,d"
              .formatted(length, from, size));
    }
  }

  /** Takes what falls off the end of a structure for damage. */
  <T> T parse(Supplier<T> parser) {
    try {
      return parser.get();
    } catch (DamagedFileException e) {
      throw e;
    } catch (BufferUnderflowException
        | IllegalArgumentException
        | IndexOutOfBoundsException
        | ArithmeticException e) {
      throw new DamagedFileException(file, "the HDF5 data is damaged (" + e + ")");
    }
  }

  DamagedFileException damaged(String what) {
    return new DamagedFileException(file, what);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("closing " + file, e);
    }
  }
}
