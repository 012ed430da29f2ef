package dev.inlay.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A file of cases: {@code {"cases": [{"id": …, "kind": …, …}, …]}}, or with a map of trajectories
 * by name instead of the list.
 *
 * @param cases as they stand in the file, not checked
 */
record GoldenFile(String name, List<Case> cases) {
  /** The kind of the cases of a map. */
  static final String TRAJECTORY = "trajectory";

  /** Python writes {@code NaN} as a number. */
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  /** The golden files of a folder, by name. */
  static List<Path> in(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".json"))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException if it isn't JSON, or has no cases
   */
  static GoldenFile read(Path file) throws IOException {
    Case root = Case.of("it", tree(file));
    List<Case> cases = new ArrayList<>();
    switch (root.get("cases")) {
      case List<?> list -> {
        for (Object tree : list) {
          String place = "case " + cases.size();
          Case given = tree instanceof Map ? Case.of(place, tree) : new Case(place, Map.of());
          cases.add(
              given.fields().get("id") instanceof String id ? new Case(id, given.fields()) : given);
        }
      }
      case Map<?, ?> map ->
          map.forEach(
              (name, tree) -> {
                Case given = Case.of(String.valueOf(name), tree);
                given.fields().putIfAbsent("kind", TRAJECTORY);
                cases.add(given);
              });
      case Object other ->
          throw new IllegalArgumentException(
              "\"cases\" should be a list or an object, but is a "
                  + other.getClass().getSimpleName());
    }
    return new GoldenFile(file.getFileName().toString(), cases);
  }

  /** The JSON of a file. */
  static Object tree(Path file) throws IOException {
    try {
      return JSON.readValue(Files.readString(file), Object.class);
    } catch (JacksonException e) {
      String why = e.getOriginalMessage().replaceAll("(?s) \\(start marker.*", "");
      int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
      throw new IllegalArgumentException("no JSON, line %d: %s".formatted(line, why), e);
    }
  }
}
