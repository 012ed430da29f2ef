package dev.inlay.data;

import dev.inlay.data.ParsedFile.Flaw;
import dev.inlay.tensor.DType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds out which columns JSON lines have, and of what type. */
final class JsonInference implements JsonRows.Target {
  private final JsonLines lines;
  private final Map<String, Guess> guesses = new LinkedHashMap<>();
  private final Set<String> lists = new LinkedHashSet<>();
  private int rows;

  /** What one column is like, and in how many rows it was. */
  private static final class Guess {
    final TypeGuess type = new TypeGuess();
    int lastRow = -1;
    int rows;
  }

  JsonInference(JsonLines lines) {
    this.lines = lines;
  }

  Schema schema() {
    for (Path file : lines.files()) {
      read(file);
    }
    if (rows == 0) {
      throw new IllegalArgumentException(
          lines.files().stream().map(Path::toString).collect(Collectors.joining(", "))
              + ": no rows");
    }
    Fields fields = lines.fields();
    List<String> chosen = fields.chosen(lines.files().getFirst().toString(), guesses.keySet());
    Schema schema = Schema.of(Map.of());
    for (String name : chosen) {
      schema =
          lists.contains(name) ? schema.withList(name, type(name)) : schema.with(name, type(name));
    }
    Map<String, DType> given = new LinkedHashMap<>(fields.given().types());
    given.keySet().retainAll(chosen);
    for (String name : given.keySet()) {
      DType type = fields.given().type(name);
      boolean list = lists.contains(name) || fields.given().isList(name);
      schema = list ? schema.withList(name, type) : schema.with(name, type);
    }
    return schema;
  }

  private DType type(String name) {
    Guess guess = guesses.get(name);
    if (guess == null) {
      return lines.fields().given().type(name);
    }
    if (guess.rows < rows && !lists.contains(name)) {
      guess.type.addMissing();
    }
    return guess.type.type(lines.fields().defaults().containsKey(name));
  }

  private void read(Path file) {
    int limit = lines.fields().sampleRows();
    boolean strict = lines.badRows().fails();
    JsonRows parser = new JsonRows();
    long line = 1;
    try (Blocks blocks = JsonRows.open(file)) {
      for (var block = blocks.next(); block != null && rows < limit; block = blocks.next()) {
        List<Flaw> flaws = new ArrayList<>();
        parser.reset(block);
        parser.fill(this, limit - rows, strict, flaws);
        if (strict && !flaws.isEmpty()) {
          lines.badRows().add(flaws.getFirst().at(file, line));
        }
        line += parser.breaks();
      }
    } catch (IOException e) {
      throw ParsedFile.unread(file, line, e);
    }
  }

  @Override
  public CellSink column(String name) {
    Guess guess = guesses.computeIfAbsent(name, _ -> new Guess());
    if (guess.lastRow != rows) {
      guess.lastRow = rows;
      guess.rows++;
    }
    return guess.type;
  }

  @Override
  public void list(String name) {
    lists.add(name);
  }

  @Override
  public void endRow() {
    rows++;
  }

  @Override
  public void dropRow() {}
}
