package dev.inlay.cli.yaml;

import java.util.List;
import java.util.Map;

/** A value of a YAML file, with its place. */
public sealed interface Entry {
  Place place();

  /** What it is, for messages. */
  String describe();

  /**
   * A single value.
   *
   * @param text as it stands in the file, without quotes
   */
  record Scalar(Place place, String text, Kind kind) implements Entry {
    /** What YAML takes an unquoted value for. */
    public enum Kind {
      TEXT,
      NUMBER,
      FLAG,
      NOTHING
    }

    @Override
    public String describe() {
      return switch (kind) {
        case TEXT -> "the text \"" + text + "\"";
        case NUMBER -> "the number " + text;
        case FLAG -> text;
        case NOTHING -> "nothing";
      };
    }
  }

  /** Values in order. */
  record Items(Place place, List<Entry> items) implements Entry {
    @Override
    public String describe() {
      return "a list of " + items.size();
    }
  }

  /** Values by key, in the order of the file. */
  record Mapping(Place place, Map<String, Keyed> entries) implements Entry {
    @Override
    public String describe() {
      return "keys " + entries.keySet();
    }
  }

  /** A value with the place of its key. */
  record Keyed(Place key, Entry value) {}
}
