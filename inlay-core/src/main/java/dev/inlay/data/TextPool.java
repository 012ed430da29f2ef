package dev.inlay.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Texts seen before, found by their bytes in UTF-8, so that a column of categories holds each text
 * once and makes no garbage. It grows with the number of different texts for as long as they come
 * again; beyond that, a new text pushes out an old one.
 */
final class TextPool {
  private static final int FEWEST_SLOTS = 1 << 12;
  private static final int MOST_SLOTS = 1 << 17;

  /** In how many slots a text may be. */
  private static final int REACH = 8;

  /** So many texts may be new for each one that wasn't, if it is worth to keep more of them. */
  private static final int NEW_FOR_KNOWN = 16;

  /** Longer texts hardly come twice. */
  private static final int LONGEST = 64;

  /**
   * A text and its bytes.
   *
   * @param head the first of them, up to eight
   * @param tail the last of them, up to eight
   */
  private record Entry(int hash, long head, long tail, byte[] bytes, String text) {
    boolean is(long first, long last, byte[] buffer, int offset, int length) {
      return head == first
          && tail == last
          && bytes.length == length
          && (length <= 2 * Words.BYTES
              || Arrays.equals(bytes, 0, length, buffer, offset, offset + length));
    }
  }

  private @Nullable Entry[] slots = new Entry[FEWEST_SLOTS];
  private long known;
  private long fresh;

  /**
   * @throws BadCell if the bytes are no UTF-8
   */
  String get(byte[] buffer, int offset, int length) {
    if (length > LONGEST) {
      return decode(buffer, offset, length);
    }
    int word = Math.min(length, Words.BYTES);
    long head = Words.at(buffer, offset, word);
    long tail = Words.at(buffer, offset + length - word, word);
    long mixed = ((head + length) * Words.GOLDEN) ^ tail;
    for (int i = word; i < length - Words.BYTES; i += Words.BYTES) {
      mixed = (mixed * Words.GOLDEN) ^ Words.at(buffer, offset + i);
    }
    // A product's bits depend on none above them.
    int hash = (int) (((mixed ^ (mixed >>> 32)) * Words.GOLDEN) >>> 32);
    for (int i = 0; i < REACH; i++) {
      Entry seen = slots[(hash + i) & (slots.length - 1)];
      if (seen == null) {
        break;
      }
      if (seen.is(head, tail, buffer, offset, length)) {
        known++;
        return seen.text;
      }
    }
    String text = decode(buffer, offset, length);
    byte[] bytes = Arrays.copyOfRange(buffer, offset, offset + length);
    add(new Entry(hash, head, tail, bytes, text));
    return text;
  }

  private void add(Entry entry) {
    fresh++;
    while (!place(entry)) {
      if (slots.length == MOST_SLOTS || fresh > NEW_FOR_KNOWN * known) {
        slots[(entry.hash + (int) (fresh % REACH)) & (slots.length - 1)] = entry;
        return;
      }
      grow();
    }
  }

  /** Puts an entry into a free slot, if it finds one. */
  private boolean place(Entry entry) {
    for (int i = 0; i < REACH; i++) {
      int slot = (entry.hash + i) & (slots.length - 1);
      if (slots[slot] == null) {
        slots[slot] = entry;
        return true;
      }
    }
    return false;
  }

  /** Doubles the slots; an entry that finds no place is forgotten. */
  private void grow() {
    @Nullable Entry[] before = slots;
    slots = new Entry[2 * before.length];
    for (Entry entry : before) {
      if (entry != null) {
        boolean _ = place(entry);
      }
    }
    known = 0;
    fresh = 0;
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
