package dev.inlay.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.inlay.data.ParsedFile.Flaw;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Hands the values of JSON lines to columns. */
final class JsonRows {
  private static final JsonFactory JSON = new JsonFactory();

  private byte[] bytes = {};
  private int at;
  private int to;
  private int breaks;
  private byte[] scratch = new byte[64];

  /** What rows are read into. */
  interface Target {
    /** Where a column's values go; null if they are left out. */
    @Nullable CellSink column(String name);

    /** Says that the row has a list of values in a column. */
    void list(String name);

    void endRow();

    /** Forgets the row that was begun. */
    void dropRow();
  }

  /** Opens a file whose records are lines. */
  static Blocks open(Path file) {
    return new Blocks(TextFile.open(file, UTF_8), JsonRows::lastLine);
  }

  private static int lastLine(byte[] text, int length) {
    for (int i = length; i > 0; i--) {
      if (text[i - 1] == '\n') {
        return i;
      }
    }
    return 0;
  }

  void reset(Blocks.Block block) {
    bytes = block.bytes();
    at = block.from();
    to = block.to();
    breaks = 0;
  }

  /** How many line breaks have been read. */
  int breaks() {
    return breaks;
  }

  /**
   * Reads rows.
   *
   * @param limit how many at most
   * @param strict whether to stop at the first bad one
   * @param flaws takes the bad ones
   */
  void fill(Target target, int limit, boolean strict, List<Flaw> flaws) {
    for (int rows = 0; rows < limit && at < to; at++, breaks++) {
      int start = at;
      while (at < to && bytes[at] != '\n') {
        at++;
      }
      if (isBlank(start, at)) {
        continue;
      }
      String reason = read(start, at, target);
      if (reason == null) {
        rows++;
        continue;
      }
      target.dropRow();
      flaws.add(new Flaw(breaks, reason, new String(bytes, start, at - start, UTF_8).strip()));
      if (strict) {
        return;
      }
    }
  }

  private boolean isBlank(int from, int end) {
    for (int i = from; i < end; i++) {
      if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
        return false;
      }
    }
    return true;
  }

  /** Reads a row; says what is wrong with it, or null. */
  private @Nullable String read(int from, int end, Target target) {
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), bytes, from, end - from)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return "wanted an object, {\"column\": value, …}, a line";
      }
      object(json, "", target);
      if (json.nextToken() != null) {
        return "wanted one object a line, but something follows it";
      }
      target.endRow();
      return null;
    } catch (BadCell e) {
      return e.getMessage();
    } catch (JacksonException e) {
      // Where the parser thinks that things began is in no file.
      String message =
          e.getOriginalMessage().replaceAll("(?s) \\((for|start marker) .*|\\s*\\[Source.*", "");
      return "character %d: %s".formatted(e.getLocation().getColumnNr(), message);
    }
  }

  private void object(JsonParser json, String prefix, Target target) {
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String key = json.currentName();
      String name = prefix.isEmpty() ? key : prefix + key;
      JsonToken token = json.nextToken();
      switch (token) {
        case START_OBJECT -> object(json, name + ".", target);
        case START_ARRAY -> {
          target.list(name);
          CellSink column = target.column(name);
          for (JsonToken t = json.nextToken(); t != JsonToken.END_ARRAY; t = json.nextToken()) {
            if (t == JsonToken.START_ARRAY || t == JsonToken.START_OBJECT) {
              throw new BadCell(
                  "column \"%s\": a list has numbers and texts, not lists and objects"
                      .formatted(name));
            }
            value(json, t, column);
          }
        }
        case VALUE_NULL -> {
          // Missing, as a key that is not there.
        }
        default -> value(json, token, target.column(name));
      }
    }
  }

  private void value(JsonParser json, JsonToken token, @Nullable CellSink column) {
    if (column == null) {
      return;
    }
    switch (token) {
      case VALUE_NULL -> {
        // Lists have no gaps.
      }
      case VALUE_TRUE, VALUE_FALSE -> column.add(token == JsonToken.VALUE_TRUE);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
        int length = text(json);
        column.add(scratch, 0, length);
      }
      default -> {
        int length = text(json);
        column.addText(scratch, 0, length);
      }
    }
  }

  /** Puts a token's text into the scratch buffer; gives its length there. */
  private int text(JsonParser json) {
    int length = json.getStringLength();
    char[] chars = json.getStringCharacters();
    int offset = json.getStringOffset();
    if (scratch.length < length) {
      scratch = new byte[2 * length];
    }
    for (int i = 0; i < length; i++) {
      char c = chars[offset + i];
      if (c >= 128) {
        byte[] encoded = new String(chars, offset, length).getBytes(UTF_8);
        scratch = encoded;
        return encoded.length;
      }
      scratch[i] = (byte) c;
    }
    return length;
  }
}
