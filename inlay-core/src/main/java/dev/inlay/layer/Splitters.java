package dev.inlay.layer;

import java.util.ArrayList;
import java.util.List;

/** Keras's ways to split texts. */
public enum Splitters implements Splitter {
  /** Texts are terms already: not split, and not given another axis. */
  NONE {
    @Override
    public List<String> split(String text) {
      return List.of(text);
    }
  },
  /** At ASCII's white space. */
  WHITESPACE {
    @Override
    public List<String> split(String text) {
      List<String> words = new ArrayList<>();
      int from = -1;
      for (int i = 0; i < text.length(); i++) {
        if (isSpace(text.charAt(i))) {
          if (from >= 0) {
            words.add(text.substring(from, i));
          }
          from = -1;
        } else if (from < 0) {
          from = i;
        }
      }
      if (from >= 0) {
        words.add(text.substring(from));
      }
      return words;
    }
  },
  /** Each character (code point) for itself. */
  CHARACTER {
    @Override
    public List<String> split(String text) {
      return text.codePoints().mapToObj(Character::toString).toList();
    }
  };

  private static boolean isSpace(char c) {
    return c == ' ' || ('\t' <= c && c <= '\r');
  }
}
