package dev.inlay.data;

import org.jspecify.annotations.Nullable;

/**
 * Texts seen before, found by their characters, so that a column of categories holds each text once
 * and makes no garbage. It forgets: a text may push out another one of the same slot.
 */
final class TextPool {
  private static final int SLOTS = 1 << 12;

  /** Longer texts hardly come twice. */
  private static final int LONGEST = 64;

  private final @Nullable String[] slots = new String[SLOTS];

  String get(char[] buffer, int offset, int length) {
    if (length > LONGEST) {
      return new String(buffer, offset, length);
    }
    int hash = length;
    for (int i = offset; i < offset + length; i++) {
      hash = 31 * hash + buffer[i];
    }
    int slot = (hash ^ (hash >>> 12) ^ (hash >>> 24)) & (SLOTS - 1);
    String seen = slots[slot];
    if (seen != null && equal(seen, buffer, offset, length)) {
      return seen;
    }
    String text = new String(buffer, offset, length);
    slots[slot] = text;
    return text;
  }

  private static boolean equal(String text, char[] buffer, int offset, int length) {
    if (text.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (text.charAt(i) != buffer[offset + i]) {
        return false;
      }
    }
    return true;
  }
}
