package dev.inlay.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Texts seen before, found by their bytes in UTF-8, so that a column of categories holds each text
 * once and makes no garbage. It forgets: a text may push out another one of the same slot.
 */
final class TextPool {
  private static final int SLOTS = 1 << 12;

  /** Longer texts hardly come twice. */
  private static final int LONGEST = 64;

  private record Entry(byte[] bytes, String text) {}

  private final @Nullable Entry[] slots = new Entry[SLOTS];

  /**
   * @throws BadCell if the bytes are no UTF-8
   */
  String get(byte[] buffer, int offset, int length) {
    if (length > LONGEST) {
      return decode(buffer, offset, length);
    }
    int hash = length;
    for (int i = offset; i < offset + length; i++) {
      hash = 31 * hash + buffer[i];
    }
    int slot = (hash ^ (hash >>> 12) ^ (hash >>> 24)) & (SLOTS - 1);
    Entry seen = slots[slot];
    if (seen != null
        && Arrays.equals(seen.bytes, 0, seen.bytes.length, buffer, offset, offset + length)) {
      return seen.text;
    }
    String text = decode(buffer, offset, length);
    slots[slot] = new Entry(Arrays.copyOfRange(buffer, offset, offset + length), text);
    return text;
  }

  /** The text that bytes are; an error where they aren't UTF-8, not a question mark. */
  static String decode(byte[] buffer, int offset, int length) {
    boolean ascii = true;
    for (int i = offset; i < offset + length; i++) {
      ascii &= buffer[i] >= 0;
    }
    if (ascii) {
      return new String(buffer, offset, length, ISO_8859_1);
    }
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(buffer, offset, length)).toString();
    } catch (CharacterCodingException _) {
      throw new BadCell(
          "\"%s\" is not in the encoding of the format; save the file in UTF-8, or give its charset"
              .formatted(new String(buffer, offset, length, UTF_8)));
    }
  }
}
