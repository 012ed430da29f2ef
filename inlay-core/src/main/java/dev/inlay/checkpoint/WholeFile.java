package dev.inlay.checkpoint;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * Files that are replaced whole or not at all, whatever happens meanwhile: what is new is written
 * beside the old, brought to the disk, and takes its name in one step.
 */
public final class WholeFile {
  /** How the name of a file ends that isn't complete; it begins with a dot. */
  static final String UNFINISHED = ".tmp";

  private WholeFile() {}

  /** What goes into a file. */
  @FunctionalInterface
  public interface Content {
    /** Writes all of it to a file that is there or not, and closes it. */
    void writeTo(Path unfinished) throws IOException;
  }

  /**
   * Writes a file in a directory that exists.
   *
   * @throws IOException if it can't be written; what was there before is untouched
   */
  public static void write(Path file, Content content) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path unfinished = absolute.resolveSibling("." + file.getFileName() + UNFINISHED);
    try {
      content.writeTo(unfinished);
      force(unfinished);
      Files.move(
          unfinished,
          absolute,
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(unfinished);
    }
    forceDirectory(Objects.requireNonNull(absolute.getParent()));
  }

  /** Not a channel: that would be closed if the thread is interrupted, which is when to save. */
  private static void force(Path file) throws IOException {
    try (var opened = new RandomAccessFile(file.toFile(), "rw")) {
      opened.getFD().sync();
    }
  }

  /** Makes a rename durable. Windows can't open a directory, and has no need to. */
  static void forceDirectory(Path directory) {
    try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException _) {
      // The file itself is on the disk; at worst its old name is there after a loss of power.
    }
  }
}
