package dev.inlay.estimator;

import dev.inlay.checkpoint.Checkpoints;
import dev.inlay.checkpoint.WholeFile;
import dev.inlay.layer.Config;
import dev.inlay.layer.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a model directory holds besides checkpoints: {@code model.json} with the estimator, the
 * schema of the data, and notes. Nothing in it depends on where it lies.
 *
 * @param estimator a canned one; null if it is a model of layers
 * @param model a model of layers as JSON; empty if it is a canned estimator
 * @param schema of the features that the model reads; empty before any data was seen
 * @param notes of whoever made it, as trees
 */
record ModelDirectory(
    @Nullable Description estimator,
    String model,
    List<FeatureSchema> schema,
    Map<String, Object> notes) {
  static final String FILE = "model.json";
  private static final int FORMAT = 2;

  ModelDirectory {
    schema = List.copyOf(schema);
    notes = new LinkedHashMap<>(notes);
  }

  static boolean exists(Path directory) {
    return Files.exists(directory.resolve(FILE));
  }

  ModelDirectory withSchema(List<FeatureSchema> other) {
    return new ModelDirectory(estimator, model, other, notes);
  }

  /**
   * Reads a directory.
   *
   * @param classes knows layers, losses and activations of the user's own
   * @throws IllegalArgumentException if it holds no model, or its file isn't understood
   */
  static ModelDirectory read(Path directory, Config classes) {
    Path file = directory.resolve(FILE);
    if (!Files.exists(file)) {
      throw new IllegalArgumentException(
          "%s is no model directory: it has no %s; inlay train makes one, and so does the training of an estimator with a model directory"
              .formatted(directory, FILE));
    }
    if (!(tree(file) instanceof Map<?, ?> tree) || !(tree.get("format") instanceof Number format)) {
      throw new IllegalArgumentException(
          file + " is damaged: wanted format, estimator, schema and notes; train anew");
    }
    if (format.intValue() != FORMAT) {
      throw new IllegalArgumentException(
          "%s has format %s, this version reads %d; use the version that wrote it, or train anew"
              .formatted(file, format, FORMAT));
    }
    Config config = Description.CONFIG.and(classes);
    try {
      Object estimator = tree.get("estimator");
      Map<String, Object> notes = new LinkedHashMap<>();
      if (tree.get("notes") instanceof Map<?, ?> map) {
        map.forEach((key, value) -> notes.put(String.valueOf(key), value));
      }
      return new ModelDirectory(
          estimator == null ? null : config.read(estimator, Description.class),
          tree.get("model") instanceof String text ? text : "",
          schema(directory),
          notes);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("%s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** The schema that a directory has so far; none if its file isn't understood. */
  static List<FeatureSchema> schema(Path directory) {
    List<FeatureSchema> schema = new ArrayList<>();
    if (tree(directory.resolve(FILE)) instanceof Map<?, ?> tree
        && tree.get("schema") instanceof List<?> features) {
      Config config = Config.of(FeatureSchema.class);
      features.forEach(feature -> schema.add(config.read(feature, FeatureSchema.class)));
    }
    return schema;
  }

  private static @Nullable Object tree(Path file) {
    try {
      return Json.read(Files.readString(file), file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + file, e);
    }
  }

  /**
   * Writes the file, whole or not at all.
   *
   * @throws IllegalArgumentException naming what can't be saved, such as a lambda
   */
  void write(Path directory) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("format", FORMAT);
    if (estimator != null) {
      tree.put("estimator", Description.CONFIG.write(estimator));
    } else {
      tree.put("model", model);
    }
    tree.put("schema", schema.stream().map(Config.of()::write).toList());
    tree.put("notes", notes);
    write(directory.resolve(FILE), Json.write(tree) + "\n");
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      WholeFile.write(file, unfinished -> Files.writeString(unfinished, text));
    } catch (IOException e) {
      throw new UncheckedIOException("can't write " + file, e);
    }
  }

  /**
   * Copies a model with one of its checkpoints into a new directory, which appears whole or not at
   * all.
   *
   * @param to where it goes; it doesn't exist yet
   */
  static void export(Path directory, Path checkpoint, Path to) {
    Path fresh = to.resolveSibling("." + to.getFileName() + ".tmp");
    try {
      Files.createDirectories(fresh);
      Files.copy(directory.resolve(FILE), fresh.resolve(FILE), StandardCopyOption.REPLACE_EXISTING);
      Files.copy(
          checkpoint,
          fresh.resolve(checkpoint.getFileName().toString()),
          StandardCopyOption.REPLACE_EXISTING);
      copyEvaluations(directory, fresh);
      try (var _ = Checkpoints.newest(fresh).orElseThrow()) {
        Files.move(fresh, to, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("can't export into " + to, e);
    }
  }

  private static void copyEvaluations(Path from, Path to) throws IOException {
    try (Stream<Path> folders = Files.list(from)) {
      for (Path folder : folders.filter(EvalResults::isIn).toList()) {
        Path copy = to.resolve(folder.getFileName().toString());
        Files.createDirectories(copy);
        Files.copy(
            folder.resolve(EvalResults.FILE),
            copy.resolve(EvalResults.FILE),
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
