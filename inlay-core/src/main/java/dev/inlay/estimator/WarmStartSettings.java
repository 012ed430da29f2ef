package dev.inlay.estimator;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a new model's first weights come from: TensorFlow's class of this name. It plays no part
 * once the model directory has a checkpoint of its own.
 *
 * @param from a checkpoint's file, or a model directory, whose newest checkpoint is meant
 * @param variables a regular expression that says which weights are taken: those whose path begins
 *     with a match
 * @param states whether that goes for states too, such as the averages of a batch normalisation
 * @param vocabularies for tables whose rows stand for words, which words they were and are, by the
 *     weight's path
 * @param names the weight's path in the checkpoint, by the weight's path, where it differs
 */
public record WarmStartSettings(
    Path from,
    String variables,
    boolean states,
    Map<String, VocabInfo> vocabularies,
    Map<String, String> names) {
  public WarmStartSettings {
    vocabularies = Collections.unmodifiableMap(new LinkedHashMap<>(vocabularies));
    names = Collections.unmodifiableMap(new LinkedHashMap<>(names));
  }

  /** All weights that training moves. */
  public static WarmStartSettings of(Path from) {
    return new WarmStartSettings(from, ".*", false, Map.of(), Map.of());
  }

  /** Only weights whose path begins with a match of a regular expression: {@code "dnn/.*"}. */
  public WarmStartSettings withVariables(String regex) {
    return new WarmStartSettings(from, regex, states, vocabularies, names);
  }

  /** With states, such as the averages of a batch normalisation, too. */
  public WarmStartSettings withStates(boolean too) {
    return new WarmStartSettings(from, variables, too, vocabularies, names);
  }

  /** With the rows of a table brought to where their words are now. */
  public WarmStartSettings withVocabulary(String path, VocabInfo words) {
    Map<String, VocabInfo> more = new LinkedHashMap<>(vocabularies);
    more.put(path, words);
    return new WarmStartSettings(from, variables, states, more, names);
  }

  /** With a weight that had another path. */
  public WarmStartSettings withName(String path, String before) {
    Map<String, String> more = new LinkedHashMap<>(names);
    more.put(path, before);
    return new WarmStartSettings(from, variables, states, vocabularies, more);
  }
}
