package dev.inlay.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The right to write into a directory. The operating system takes it back when the process ends,
 * however it ends; the file itself stays.
 */
final class DirectoryLock {
  private static final String FILE = ".lock";

  /**
   * The directories that this process holds. Where locks belong to a process, closing a second
   * channel on the file would drop the first one's lock, so no second one is opened.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final FileChannel channel;

  private DirectoryLock(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  /**
   * Takes a directory.
   *
   * @throws IllegalStateException if somebody else has it, in this process or another
   */
  static DirectoryLock take(Path directory) throws IOException {
    Path real = directory.toRealPath();
    if (!HELD.add(real)) {
      throw taken(directory, "this process");
    }
    try {
      return new DirectoryLock(real, lock(directory, real.resolve(FILE)));
    } catch (IOException | RuntimeException e) {
      HELD.remove(real);
      throw e;
    }
  }

  private static FileChannel lock(Path directory, Path file) throws IOException {
    var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        String owner = Files.readString(file).strip();
        throw taken(directory, owner.isEmpty() ? "another process" : "process " + owner);
      }
      String owner = Long.toString(ProcessHandle.current().pid());
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(owner.getBytes(StandardCharsets.UTF_8)));
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static IllegalStateException taken(Path directory, String owner) {
    return new IllegalStateException(
        "%s is being trained in by %s; wait until it ends, or use another directory"
            .formatted(directory, owner));
  }

  void release() throws IOException {
    channel.close();
    HELD.remove(directory);
  }
}
