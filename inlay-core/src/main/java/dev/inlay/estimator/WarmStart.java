package dev.inlay.estimator;

import static java.lang.System.Logger.Level.INFO;

import dev.inlay.checkpoint.Checkpoint;
import dev.inlay.checkpoint.CheckpointReader;
import dev.inlay.checkpoint.Checkpoints;
import dev.inlay.graph.Variable;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Table;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Gives a new model's weights the values of a checkpoint. */
final class WarmStart {
  private WarmStart() {}

  /**
   * Sets weights.
   *
   * @param variables the model's, by path
   * @throws IllegalArgumentException if a weight isn't in the checkpoint, has another shape there,
   *     or a vocabulary doesn't suit its table
   */
  static void apply(WarmStartSettings settings, Map<String, Variable> variables, long seed) {
    for (String path : settings.vocabularies().keySet()) {
      checkKnown(path, variables);
    }
    for (String path : settings.names().keySet()) {
      checkKnown(path, variables);
    }
    Pattern pattern = Pattern.compile(settings.variables());
    try (CheckpointReader reader = open(settings)) {
      List<Checkpoint.Entry> whole = new ArrayList<>();
      int count = 0;
      for (var entry : variables.entrySet()) {
        String path = entry.getKey();
        Variable variable = entry.getValue();
        if (!pattern.matcher(path).lookingAt() || !(variable.trainable() || settings.states())) {
          continue;
        }
        count++;
        String before = settings.names().getOrDefault(path, path);
        Shape shape = reader.shapes().get(before);
        if (shape == null) {
          throw new IllegalArgumentException(
              "warm start: %s has no \"%s\"; say how it was named (withName), or leave it out"
                      .formatted(settings.from(), before)
                  + " (withVariables); it has "
                  + reader.shapes().keySet());
        }
        VocabInfo words = settings.vocabularies().get(path);
        if (words == null && !shape.equals(variable.shape())) {
          throw new IllegalArgumentException(
              "warm start: \"%s\" has shape %s and had %s; say which words its rows are (withVocabulary), or leave it out (withVariables)"
                  .formatted(path, variable.shape(), shape));
        }
        if (words == null) {
          whole.add(new Checkpoint.Entry(before, variable.shape(), variable.values()));
        } else {
          remap(reader, before, shape, words, variable, seed + path.hashCode());
        }
      }
      reader.readInto(whole);
      int all = count;
      Driver.LOG.log(INFO, () -> "%d weights begin as in %s".formatted(all, settings.from()));
    }
  }

  private static void checkKnown(String path, Map<String, Variable> variables) {
    if (!variables.containsKey(path)) {
      throw new IllegalArgumentException(
          "warm start: the model has no weight \"%s\"; it has %s"
              .formatted(path, variables.keySet()));
    }
  }

  private static CheckpointReader open(WarmStartSettings settings) {
    return Files.isDirectory(settings.from())
        ? Checkpoints.newest(settings.from())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "warm start: no whole checkpoint in directory " + settings.from()))
        : CheckpointReader.open(settings.from());
  }

  private static void remap(
      CheckpointReader reader,
      String before,
      Shape shape,
      VocabInfo words,
      Variable variable,
      long seed) {
    int axis = words.axis();
    int wanted = words.words().size() + words.oovBuckets();
    List<String> old =
        words.oldSize() < 0
            ? words.oldWords()
            : words.oldWords().subList(0, Math.min(words.oldSize(), words.oldWords().size()));
    if (axis >= shape.rank()
        || shape.rank() != variable.shape().rank()
        || variable.shape().dim(axis) != wanted
        || shape.dim(axis) < old.size()
        || (shape.rank() == 2 && shape.dim(1 - axis) != variable.shape().dim(1 - axis))) {
      throw new IllegalArgumentException(
          "warm start: \"%s\" has shape %s for %d words and %d buckets, and had %s for %d words"
              .formatted(
                  variable.path(),
                  variable.shape(),
                  words.words().size(),
                  words.oovBuckets(),
                  shape,
                  old.size()));
    }
    Table from = read(reader, before, shape);
    variable.values().fill(_ -> 0);
    if (words.backupInitializer() != null) {
      words.backupInitializer().fill(variable, seed);
    }
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < old.size(); i++) {
      places.put(old.get(i), i);
    }
    Table to = variable.values();
    for (int i = 0; i < words.words().size(); i++) {
      Integer place = places.get(words.words().get(i));
      if (place == null) {
        continue;
      }
      if (axis == 0) {
        to.write(i, 1, from.chunkOf(place), from.offset(place));
      } else {
        for (int row = 0; row < shape.dim(0); row++) {
          to.chunkOf(row)[to.offset(row) + i] = from.at(row, place);
        }
      }
    }
  }

  private static Table read(CheckpointReader reader, String name, Shape shape) {
    Table table = new Table(shape.dim(0), shape.rank() == 1 ? 1 : shape.dim(1));
    reader.readInto(List.of(new Checkpoint.Entry(name, shape, table)));
    return table;
  }
}
