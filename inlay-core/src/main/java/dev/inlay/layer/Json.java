package dev.inlay.layer;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.util.DefaultPrettyPrinter;

/**
 * JSON text as a tree of {@code Map} (in the text's order), {@code List}, {@code String}, {@code
 * Number}, {@code Boolean} and null, and back.
 */
public final class Json {
  /**
   * Python writes {@code Infinity} and {@code NaN} as numbers. Jackson's own way to read numbers
   * first makes tables, which takes longer than a model's file.
   */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

  private static final JsonFactory PYTHON =
      FACTORY.rebuild().disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS).build();

  /** Indented, so that files can be read and compared. */
  private static final ObjectWriteContext INDENTED =
      new ObjectWriteContext.Base() {
        @Override
        public PrettyPrinter getPrettyPrinter() {
          return new DefaultPrettyPrinter();
        }

        @Override
        public boolean hasPrettyPrinter() {
          return true;
        }
      };

  /** What the parser adds to a message: its own settings, not the place. */
  private static final Pattern WHERE_IT_STARTED = Pattern.compile(" \\(start marker at .*");

  private Json() {}

  /** The text of a tree, indented. Numbers that aren't finite become the texts of their names. */
  public static String write(@Nullable Object tree) {
    return write(tree, FACTORY);
  }

  /**
   * The text of a tree as Python's {@code json} writes it: numbers that aren't finite are bare
   * {@code Infinity}, {@code -Infinity} and {@code NaN}, which no strict reader takes.
   */
  public static String writeForPython(@Nullable Object tree) {
    return write(tree, PYTHON);
  }

  private static String write(@Nullable Object tree, JsonFactory factory) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = factory.createGenerator(INDENTED, text)) {
      write(tree, generator);
    }
    return text.toString();
  }

  /**
   * The tree of a text.
   *
   * @param what what the text is, for messages: a file's name
   * @throws IllegalArgumentException with line and column if it isn't JSON, says a key twice or is
   *     nested too deeply
   */
  public static @Nullable Object read(String text, String what) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      if (parser.nextToken() == null) {
        throw new IllegalArgumentException(what + ": there is no text, wanted JSON");
      }
      Object tree = value(parser);
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException(
            "%s, line %d: there is more text behind the end of the JSON value"
                .formatted(what, parser.currentTokenLocation().getLineNr()));
      }
      return tree;
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "%s%s: %s"
              .formatted(
                  what,
                  e.getLocation() == null
                      ? ""
                      : ", line %d, column %d"
                          .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()),
                  WHERE_IT_STARTED.matcher(e.getOriginalMessage()).replaceAll("")),
          e);
    }
  }

  private static void write(@Nullable Object tree, JsonGenerator to) {
    switch (tree) {
      case null -> to.writeNull();
      case String s -> to.writeString(s);
      case Boolean b -> to.writeBoolean(b);
      case Float f -> to.writeNumber(f);
      case Double d -> to.writeNumber(d);
      case Number n -> to.writeNumber(n.longValue());
      case List<?> list -> {
        to.writeStartArray();
        list.forEach(element -> write(element, to));
        to.writeEndArray();
      }
      case Map<?, ?> map -> {
        to.writeStartObject();
        map.forEach(
            (key, value) -> {
              to.writeName(String.valueOf(key));
              write(value, to);
            });
        to.writeEndObject();
      }
      default ->
          throw new IllegalArgumentException(
              "a %s is no part of a JSON tree; write it with Config first"
                  .formatted(tree.getClass().getName()));
    }
  }

  private static @Nullable Object value(JsonParser parser) {
    JsonToken token = parser.currentToken();
    return switch (token) {
      case VALUE_NULL -> null;
      case VALUE_STRING -> parser.getString();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_INT -> parser.getNumberValue();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case START_ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(value(parser));
        }
        yield list;
      }
      case START_OBJECT -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String key = parser.currentName();
          parser.nextToken();
          map.put(key, value(parser));
        }
        yield map;
      }
      case null, default -> throw new IllegalStateException("a value can't start with " + token);
    };
  }
}
