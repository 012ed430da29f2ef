package dev.inlay.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How fast the machine's memory and its disk are, in GB/s. On a virtual machine that depends on
 * whether it has used the memory before, so it is measured where and when it bounds something.
 */
final class Storage {
  /** Pieces of memory that threads make side by side. */
  private static final int PIECES = 8;

  private static final int PIECE = 1 << 26;
  private static final int BUFFER = 1 << 20;

  /** Bytes that are written, and of a file that are read at most, or about that. */
  private static final long WRITTEN = 1L << 29;

  private static final long MOST_READ = 1L << 30;

  private Storage() {}

  /** New memory made and filled by all threads. */
  static double filled() {
    float[][] pieces = new float[PIECES][];
    long start = System.nanoTime();
    IntStream.range(0, PIECES)
        .parallel()
        .forEach(
            p -> {
              pieces[p] = new float[PIECE / Float.BYTES];
              Arrays.fill(pieces[p], 1);
            });
    double speed = (double) PIECES * PIECE / (System.nanoTime() - start);
    if (pieces[0][0] != 1) {
      throw new IllegalStateException("memory that was filled is empty");
    }
    return speed;
  }

  /** A file written to a folder and synced. */
  static double written(Path folder) throws IOException {
    Path file = folder.resolve("zeros");
    try {
      ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
      long start = System.nanoTime();
      try (FileChannel out =
          FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        for (long left = WRITTEN; left > 0; left -= BUFFER) {
          for (buffer.clear(); buffer.hasRemaining(); ) {
            if (out.write(buffer) < 0) {
              throw new IOException("a file took no more bytes");
            }
          }
        }
        out.force(true);
      }
      return WRITTEN / (double) (System.nanoTime() - start);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /**
   * A file read to nowhere by one thread, from wherever the system has it: pieces of it, evenly
   * spread, as it may have some of them in memory.
   */
  static double read(Path file) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    long read = 0;
    long start = System.nanoTime();
    try (FileChannel in = FileChannel.open(file)) {
      long step = Math.max(BUFFER, in.size() / (MOST_READ / BUFFER));
      for (long at = 0; at < in.size(); at += step) {
        read += Math.max(0, in.read(buffer.clear(), at));
      }
    }
    return read / (double) (System.nanoTime() - start);
  }
}
