package dev.inlay.cli.yaml;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.yaml.YAMLFactory;

/** Reads a YAML file as a tree of entries. */
public final class YamlFile {
  private static final YAMLFactory FACTORY = new YAMLFactory();

  private final String file;
  private final JsonParser parser;

  private YamlFile(String file, JsonParser parser) {
    this.file = file;
    this.parser = parser;
  }

  /**
   * The tree of a file.
   *
   * @throws IllegalArgumentException with line and column, if it is empty, no YAML, or says a key
   *     twice
   * @throws UncheckedIOException if it can't be read
   */
  public static Entry read(Path file) {
    try {
      return parse(Files.readString(file), file.toString());
    } catch (MalformedInputException e) {
      throw new IllegalArgumentException(file + ": not in UTF-8; save the file in UTF-8", e);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " can't be read", e);
    }
  }

  /** The tree of a text. */
  static Entry parse(String text, String file) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      if (parser.nextToken() == null) {
        throw new IllegalArgumentException(file + ": there is nothing in the file");
      }
      YamlFile reader = new YamlFile(file, parser);
      Entry tree = reader.entry();
      if (parser.nextToken() != null) {
        throw reader.place().error("a second document; a file has one");
      }
      return tree;
    } catch (JacksonException e) {
      throw explained(file, e);
    }
  }

  private Entry entry() {
    Place place = place();
    return switch (parser.currentToken()) {
      case START_OBJECT -> new Entry.Mapping(place, mapping());
      case START_ARRAY -> {
        List<Entry> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(entry());
        }
        yield new Entry.Items(place, items);
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> scalar(place, Entry.Scalar.Kind.NUMBER);
      case VALUE_TRUE, VALUE_FALSE -> scalar(place, Entry.Scalar.Kind.FLAG);
      case VALUE_NULL -> scalar(place, Entry.Scalar.Kind.NOTHING);
      case VALUE_STRING -> scalar(place, Entry.Scalar.Kind.TEXT);
      case null, default -> throw place.error("anchors and other such things are not understood");
    };
  }

  private Map<String, Entry.Keyed> mapping() {
    Map<String, Entry.Keyed> entries = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      Place key = place();
      String name = parser.currentName();
      parser.nextToken();
      if (entries.put(name, new Entry.Keyed(key, entry())) != null) {
        throw key.error("\"%s\" stands twice; leave one".formatted(name));
      }
    }
    return entries;
  }

  private Entry scalar(Place place, Entry.Scalar.Kind kind) {
    return new Entry.Scalar(place, String.valueOf(parser.getString()), kind);
  }

  private Place place() {
    return place(file, parser.currentTokenLocation());
  }

  private static Place place(String file, TokenStreamLocation at) {
    return new Place(file, at.getLineNr(), at.getColumnNr());
  }

  /** The parser's complaint without its excerpt of the file. */
  private static IllegalArgumentException explained(String file, JacksonException e) {
    String message =
        e.getOriginalMessage().contains("'\\t")
            ? "a tab; indent with spaces"
            : e.getOriginalMessage().lines().findFirst().orElse("not YAML");
    Place place = e.getLocation() == null ? new Place(file, 1, 1) : place(file, e.getLocation());
    return new IllegalArgumentException(place + ": this is not YAML: " + message, e);
  }
}
