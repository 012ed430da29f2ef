package dev.inlay.cli.run;

import dev.inlay.checkpoint.Checkpoints;
import dev.inlay.checkpoint.WholeFile;
import dev.inlay.cli.recipe.Recipe;
import dev.inlay.estimator.Estimator;
import dev.inlay.layer.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A directory with a model, as estimators keep it: {@code model.json} says all but the weights,
 * which are in checkpoints, and in its notes how files are read; {@code history.json} says how
 * training went. Nothing in it depends on where it lies.
 */
final class ModelDirectory {
  private static final String MODEL = "model.json";
  private static final String HISTORY = "history.json";
  private static final String BEST = "best.inlay";

  private final Path directory;

  ModelDirectory(Path directory) {
    this.directory = directory;
  }

  Path path() {
    return directory;
  }

  /**
   * What a directory says of its model.
   *
   * @param settings of the job that made it
   * @param rows how many rows it was trained on
   */
  record Contents(Map<?, ?> settings, long rows, Recipe recipe) {
    /** What the estimator keeps of it in the directory. */
    Map<String, Object> toNotes() {
      Map<String, Object> notes = new LinkedHashMap<>();
      notes.put("rows", rows);
      notes.put("settings", settings);
      notes.put("recipe", Objects.requireNonNull(recipe.toTree()));
      return notes;
    }

    /**
     * What the notes of an estimator say; empty if no job has made it.
     *
     * @throws IllegalArgumentException if they aren't understood
     */
    static Optional<Contents> of(Estimator estimator, Path from) {
      Map<String, Object> notes = estimator.notes();
      if (!(notes.get("rows") instanceof Number rows)
          || !(notes.get("settings") instanceof Map<?, ?> settings)
          || notes.get("recipe") == null) {
        return Optional.empty();
      }
      try {
        Recipe recipe = Recipe.ofTree(notes.get("recipe"));
        return Optional.of(new Contents(settings, rows.longValue(), recipe));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "%s is damaged: %s; train anew".formatted(from, e.getMessage()), e);
      }
    }
  }

  /**
   * Looks whether a model can be written there, before there is one.
   *
   * @throws IllegalArgumentException if not
   */
  void checkPlace() {
    Path there = directory.toAbsolutePath();
    while (!Files.exists(there)) {
      there = Objects.requireNonNull(there.getParent());
    }
    if (!Files.isDirectory(there) || !Files.isWritable(there)) {
      throw new IllegalArgumentException(
          "the model can't be written to %s, for %s %s; give another --model-dir"
              .formatted(
                  directory,
                  there,
                  Files.isDirectory(there) ? "may not be written to" : "is a file"));
    }
  }

  boolean hasModel() {
    return Files.exists(directory.resolve(MODEL));
  }

  /** Whether a step of training has been saved, be it damaged since. */
  boolean isTrained() {
    return history().steps() > 0 || !Checkpoints.files(directory).tailMap(0L, false).isEmpty();
  }

  /**
   * Reads what the model is.
   *
   * @throws IllegalArgumentException if there is none, or no job has made it
   */
  Contents read() {
    return Contents.of(Estimator.load(directory), directory)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    directory
                        + " has a model that a program has made, not a job; give another"
                        + " --model-dir"));
  }

  /** How training has gone so far. */
  History history() {
    Path file = directory.resolve(HISTORY);
    return Files.exists(file) ? History.ofTree(tree(file), file.toString()) : History.NONE;
  }

  void write(History history) {
    write(directory.resolve(HISTORY), Json.write(history.toTree()));
  }

  private static @Nullable Object tree(Path file) {
    try {
      return Json.read(Files.readString(file), file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a file whole or not at all. */
  private void write(Path file, String text) {
    try {
      Files.createDirectories(directory);
      WholeFile.write(file, unfinished -> Files.writeString(unfinished, text + "\n"));
    } catch (IOException e) {
      throw new UncheckedIOException("%s can't be written: %s".formatted(file, e), e);
    }
  }

  /**
   * Deletes the model, not what else lies in the directory.
   *
   * @throws IllegalStateException if somebody is training it
   */
  void clear() {
    if (!Files.exists(directory)) {
      return;
    }
    try (var _ = Checkpoints.open(directory, 1)) {
      delete(directory.resolve(MODEL));
      delete(directory.resolve(HISTORY));
      delete(directory.resolve(BEST));
      Checkpoints.files(directory).values().forEach(ModelDirectory::delete);
      Logs.clear(directory);
    }
  }

  /** Keeps a copy of a checkpoint as the best one so far. */
  void keepBest(Path checkpoint) {
    try {
      WholeFile.write(
          directory.resolve(BEST),
          unfinished -> Files.copy(checkpoint, unfinished, StandardCopyOption.REPLACE_EXISTING));
    } catch (IOException e) {
      throw new UncheckedIOException("the best weights can't be kept: " + e, e);
    }
  }

  /** Makes the best checkpoint, which is of the given step, the newest one. */
  void returnToBest(long step) {
    Path best = directory.resolve(BEST);
    try {
      if (Files.exists(best)) {
        Files.move(
            best,
            directory.resolve("checkpoint-" + step + ".inlay"),
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the best weights can't be taken back: " + e, e);
    }
    Optional.ofNullable(Checkpoints.files(directory).get(step))
        .ifPresent(
            _ ->
                Checkpoints.files(directory)
                    .tailMap(step, false)
                    .values()
                    .forEach(ModelDirectory::delete));
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("%s can't be deleted: %s".formatted(file, e), e);
    }
  }
}
