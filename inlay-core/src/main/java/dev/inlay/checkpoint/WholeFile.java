package dev.inlay.checkpoint;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
   * @throws IOException if it can't be written, naming it; what was there before is untouched
   */
  public static void write(Path file, Content content) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path folder = Objects.requireNonNull(absolute.getParent());
    if (!Files.isDirectory(folder)) {
      throw new NoSuchFileException(
          file.toString(), null, "there is no folder %s; make it first".formatted(folder));
    }
    if (Files.isDirectory(absolute)) {
      throw new FileSystemException(file.toString(), null, "is a folder; name a file in it");
    }
    Path unfinished = absolute.resolveSibling("." + file.getFileName() + UNFINISHED);
    try {
      content.writeTo(unfinished);
      force(unfinished);
      Files.move(
          unfinished,
          absolute,
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (AccessDeniedException e) {
      throw of(e, unfinished, new AccessDeniedException(file.toString(), null, e.getReason()));
    } catch (FileSystemException e) {
      throw of(e, unfinished, new FileSystemException(file.toString(), null, e.getReason()));
    } finally {
      if (Files.exists(unfinished)) {
        Files.delete(unfinished);
      }
    }
    forceDirectory(folder);
  }

  /**
   * What happened to the unfinished file, of which nobody knows, as of the one that was asked for.
   */
  private static FileSystemException of(
      FileSystemException e, Path unfinished, FileSystemException known) {
    if (!unfinished.toString().equals(e.getFile())) {
      return e;
    }
    known.initCause(e);
    return known;
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
