package dev.inlay.model;

import dev.inlay.checkpoint.Checkpoint;
import dev.inlay.checkpoint.CheckpointReader;
import dev.inlay.checkpoint.Checkpoints;
import dev.inlay.layer.Config;
import dev.inlay.layer.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Models in files: a checkpoint whose notes hold, as JSON, how the model is made and compiled. What
 * a file holds of the optimizer lets training go on as if it had never stopped.
 */
final class ModelFile {
  private static final String MODEL = "model";
  private static final String COMPILE = "compile";

  private ModelFile() {}

  /** Everything that a file holds of a model. */
  static Checkpoint checkpoint(Model model) {
    Map<String, String> notes = description(model);
    Learner learner = model.stages().learnerIfAny();
    return learner != null
        ? learner.checkpoint(notes)
        : new Checkpoint(0, notes, model.stages().built().weights().entries());
  }

  /**
   * How a model is made and compiled.
   *
   * @throws IllegalArgumentException naming what can't be saved
   */
  static Map<String, String> description(Model model) {
    Map<String, String> notes = new LinkedHashMap<>();
    var trees = new StructureTree(Known.CONFIG);
    notes.put(MODEL, Json.write(trees.write(model, model.stages().built().specs())));
    model
        .compiled()
        .ifPresent(settings -> notes.put(COMPILE, Json.write(Known.CONFIG.write(settings))));
    return notes;
  }

  /**
   * The model of a file, or of the newest whole checkpoint of a directory.
   *
   * @param config knows the classes of its layers, losses and so on
   */
  static Model load(Path path, Config config) {
    try (CheckpointReader reader = open(path).intoNewTables()) {
      Model model = make(reader.notes(), path.toString(), config);
      model.stages().weights().fillNew(false);
      restore(model, reader);
      model.stages().weights().fillNew(true);
      return model;
    }
  }

  /** The model of a text that holds a {@link #description}. */
  static Model make(String json, Config config) {
    Map<String, String> notes = new LinkedHashMap<>();
    if (Json.read(json, "the model") instanceof Map<?, ?> map) {
      map.forEach((key, value) -> notes.put(String.valueOf(key), String.valueOf(value)));
    }
    return make(notes, "the text", config);
  }

  private static Model make(Map<String, String> notes, String from, Config config) {
    Model model = new StructureTree(config).read(tree(notes, from, MODEL));
    if (notes.containsKey(COMPILE)) {
      model.compile(config.read(tree(notes, from, COMPILE), Compile.class));
    }
    return model;
  }

  private static CheckpointReader open(Path path) {
    return Files.isDirectory(path)
        ? Checkpoints.newest(path)
            .orElseThrow(
                () -> new IllegalArgumentException("no whole checkpoint in directory " + path))
        : CheckpointReader.open(path);
  }

  private static Object tree(Map<String, String> notes, String from, String note) {
    String text = notes.get(note);
    if (text == null) {
      throw new IllegalArgumentException(
          "%s holds weights, but not how the model is made; make the model and use restore"
              .formatted(from));
    }
    Object tree = Json.read(text, from + " (" + note + ")");
    if (tree == null) {
      throw new IllegalArgumentException("%s: the note \"%s\" is empty".formatted(from, note));
    }
    return tree;
  }

  static void restore(Model model, Path path) {
    try (CheckpointReader reader = open(path)) {
      restore(model, reader);
    }
  }

  /** Gives a model the weights of a file, and its optimizer its memory if both have one. */
  private static void restore(Model model, CheckpointReader reader) {
    Learner learner = model.stages().learnerIfCompiled();
    if (learner != null) {
      learner.restore(reader);
    } else {
      reader.readInto(model.stages().built().weights().entries());
    }
  }
}
