package dev.inlay.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A directory of checkpoints, one file a step, and the right to write there: one trainer at a time
 * has it. Whoever only reads uses the static methods and needs no right.
 */
public final class Checkpoints implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Checkpoints.class.getName());
  private static final Pattern NAME = Pattern.compile("checkpoint-(\\d{1,18})\\.inlay");
  private static final String BEST = "best.inlay";

  private final Path directory;
  private final int keep;
  private final DirectoryLock lock;
  private @Nullable Duration keepEvery;
  private Instant nextKept = Instant.MAX;

  private Checkpoints(Path directory, int keep, DirectoryLock lock) {
    this.directory = directory;
    this.keep = keep;
    this.lock = lock;
  }

  /**
   * Opens a directory for writing; makes it if there is none, and clears away what a killed trainer
   * left unfinished.
   *
   * @param keep how many of the newest are kept, 1 or more
   * @throws IllegalArgumentException if it is a file
   * @throws IllegalStateException if somebody is training there already
   * @throws UncheckedIOException if it can't be made or written
   */
  public static Checkpoints open(Path directory, int keep) {
    if (keep < 1) {
      throw new IllegalArgumentException("keep " + keep + " checkpoints; give 1 or more");
    }
    if (Files.isRegularFile(directory)) {
      throw new IllegalArgumentException(
          "%s is a file; give a directory for checkpoints".formatted(directory));
    }
    try {
      Files.createDirectories(directory);
      DirectoryLock lock = DirectoryLock.take(directory);
      try (Stream<Path> files = Files.list(directory)) {
        for (Path file : files.filter(Checkpoints::isUnfinished).toList()) {
          Files.deleteIfExists(file);
        }
      }
      return new Checkpoints(directory, keep, lock);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "can't write checkpoints into %s: %s".formatted(directory, e), e);
    }
  }

  /**
   * From now on, one of the checkpoints beyond those to keep stays for each such time, under the
   * name {@code kept-STEP.inlay}.
   */
  public Checkpoints keepingEvery(Duration time) {
    keepEvery = time;
    nextKept = Instant.now().plus(time);
    return this;
  }

  private static boolean isUnfinished(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith(".") && name.endsWith(WholeFile.UNFINISHED);
  }

  /**
   * Writes a checkpoint under the name of its step; then deletes the oldest beyond those to keep,
   * and any of a later step, which an earlier training left.
   *
   * @return its file
   */
  public Path save(Checkpoint checkpoint) {
    Path file = directory.resolve("checkpoint-" + checkpoint.step() + ".inlay");
    checkpoint.write(file);
    NavigableMap<Long, Path> files = files(directory);
    files.tailMap(checkpoint.step(), false).values().forEach(Checkpoints::delete);
    files.headMap(checkpoint.step(), true).descendingMap().values().stream()
        .skip(keep)
        .forEach(this::retire);
    return file;
  }

  /** Deletes a checkpoint that is one too many, or keeps it for good. */
  private void retire(Path file) {
    try {
      if (keepEvery != null && !Files.getLastModifiedTime(file).toInstant().isBefore(nextKept)) {
        String name = file.getFileName().toString().replace("checkpoint-", "kept-");
        Files.move(file, directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        nextKept = nextKept.plus(keepEvery);
        return;
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "can''t keep {0}: {1}", file, e.getMessage());
    }
    delete(file);
  }

  /**
   * Writes a checkpoint as the best one, in place of the best one before.
   *
   * @return its file
   */
  public Path saveBest(Checkpoint checkpoint) {
    Path file = directory.resolve(BEST);
    checkpoint.write(file);
    return file;
  }

  /** The checkpoints of a directory by step, whole or not; empty if there is no directory. */
  public static NavigableMap<Long, Path> files(Path directory) {
    NavigableMap<Long, Path> byStep = new TreeMap<>();
    try (Stream<Path> files = Files.list(directory)) {
      files.forEach(
          file -> {
            Matcher name = NAME.matcher(file.getFileName().toString());
            if (name.matches()) {
              byStep.put(Long.valueOf(name.group(1)), file);
            }
          });
    } catch (NoSuchFileException _) {
      return byStep;
    } catch (IOException e) {
      throw new UncheckedIOException("can't list the checkpoints in " + directory, e);
    }
    return byStep;
  }

  /**
   * Opens the newest checkpoint that is whole, all of it verified; the caller closes it. A damaged
   * one is passed over, and a warning is logged.
   *
   * @return nothing if there is none
   */
  public static Optional<CheckpointReader> newest(Path directory) {
    for (Path file : files(directory).descendingMap().values()) {
      Optional<CheckpointReader> reader = whole(file);
      if (reader.isPresent()) {
        return reader;
      }
    }
    return Optional.empty();
  }

  /** Opens the best checkpoint, as {@link #newest}. */
  public static Optional<CheckpointReader> best(Path directory) {
    Path file = directory.resolve(BEST);
    return Files.exists(file) ? whole(file) : Optional.empty();
  }

  private static Optional<CheckpointReader> whole(Path file) {
    try {
      return Optional.of(CheckpointReader.openVerified(file));
    } catch (DamagedCheckpointException e) {
      LOG.log(System.Logger.Level.WARNING, "passed over: {0}", e.getMessage());
      return Optional.empty();
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof NoSuchFileException) {
        return Optional.empty(); // a trainer has just deleted it, and has a newer one
      }
      throw e;
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "can''t delete {0}: {1}", file, e.getMessage());
    }
  }

  /** Gives the right to write back. */
  @Override
  public void close() {
    try {
      lock.release();
    } catch (IOException e) {
      throw new UncheckedIOException("can't release " + directory, e);
    }
  }
}
