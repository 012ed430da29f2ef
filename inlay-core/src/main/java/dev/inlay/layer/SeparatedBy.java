package dev.inlay.layer;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a text at a separator; spaces around the parts go, and so do empty ones.
 *
 * @param separator one character or more, taken as they stand
 */
public record SeparatedBy(String separator) implements Splitter {
  public SeparatedBy {
    if (separator.isEmpty()) {
      throw new IllegalArgumentException("a text is separated by one character or more, not none");
    }
  }

  public static SeparatedBy of(String separator) {
    return new SeparatedBy(separator);
  }

  @Override
  public List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    while (from <= text.length()) {
      int at = text.indexOf(separator, from);
      int to = at < 0 ? text.length() : at;
      String part = text.substring(from, to).strip();
      if (!part.isEmpty()) {
        parts.add(part);
      }
      from = to + separator.length();
    }
    return parts;
  }
}
