package dev.inlay.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The records of a block of separated values (RFC 4180, with the freedoms of a {@link CsvFormat}),
 * one after the other: where their cells begin and end.
 */
final class CsvTokens implements Blocks.RecordEnds {
  private static final long FEEDS = Words.of((byte) '\n');
  private static final long RETURNS = Words.of((byte) '\r');

  private final byte separator;
  private final byte quote;
  private final int comment;
  private final boolean trim;
  private final long separators;
  private byte[] bytes = {};
  private int at;
  private int to;
  private int breaks;

  /** Where the bytes begin that {@link #cellEnds} has bits for. */
  private int window;

  /** A bit for each byte of the window, the first the lowest: those that end a cell. */
  private long cellEnds;

  private int line;
  private int begin;
  private int end;
  private int count;
  private int[] starts = new int[64];
  private int[] ends = new int[64];
  private boolean[] doubled = new boolean[64];
  private byte[] scratch = new byte[64];
  private int length;
  private @Nullable String flaw;

  CsvTokens(CsvFormat format) {
    separator = (byte) format.separator();
    separators = Words.of(separator);
    quote = (byte) format.quote();
    Character begins = format.comment();
    comment = begins == null ? -1 : begins;
    trim = format.trim();
  }

  void reset(Blocks.Block block) {
    reset(block.bytes(), block.from(), block.to());
  }

  private void reset(byte[] text, int from, int end) {
    bytes = text;
    at = from;
    to = end;
    breaks = 0;
    window = from - Words.SPAN;
    cellEnds = 0;
  }

  /** What has not been read yet. */
  Blocks.Block rest() {
    return new Blocks.Block(bytes, at, to);
  }

  /** How many line breaks have been read. */
  int breaks() {
    return breaks;
  }

  /** How many line breaks stand before the record. */
  int line() {
    return line;
  }

  /** How many cells the record has. */
  int count() {
    return count;
  }

  /** What is wrong with the record; null for nothing. */
  @Nullable String flaw() {
    return flaw;
  }

  /** The record as it stands. */
  String text() {
    return new String(bytes, begin, end - begin, UTF_8);
  }

  /** Goes to a cell; where it stands, {@link #buffer}, {@link #offset} and {@link #length} say. */
  int offset(int cell) {
    int start = starts[cell];
    length = ends[cell] - start;
    if (!doubled[cell]) {
      return start;
    }
    if (scratch.length < length) {
      scratch = new byte[2 * length];
    }
    int size = 0;
    for (int i = start; i < ends[cell]; i++) {
      scratch[size++] = bytes[i];
      i += bytes[i] == quote ? 1 : 0;
    }
    length = size;
    return 0;
  }

  byte[] buffer(int cell) {
    return doubled[cell] ? scratch : bytes;
  }

  int length() {
    return length;
  }

  /** Goes on to the next record; false at the end. Empty lines and comments are none. */
  boolean next() {
    while (at < to) {
      byte c = bytes[at];
      if (c == '\n' || c == '\r') {
        lineBreak();
      } else if (c == comment) {
        while (at < to && bytes[at] != '\n' && bytes[at] != '\r') {
          at++;
        }
      } else {
        record();
        return true;
      }
    }
    return false;
  }

  private void record() {
    begin = at;
    line = breaks;
    count = 0;
    flaw = null;
    while (true) {
      cell();
      if (at == to || bytes[at] != separator) {
        break;
      }
      at++;
    }
    end = at;
    if (at < to) {
      lineBreak();
    }
  }

  private void lineBreak() {
    breaks++;
    boolean pair = bytes[at] == '\r' && at + 1 < to && bytes[at + 1] == '\n';
    at += pair ? 2 : 1;
  }

  /** Reads a cell up to the separator or line break that ends it. */
  private void cell() {
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, 2 * count);
      ends = Arrays.copyOf(ends, 2 * count);
      doubled = Arrays.copyOf(doubled, 2 * count);
    }
    int start = trim ? blanks(at) : at;
    if (start < to && bytes[start] == quote) {
      quoted(start + 1);
    } else {
      at = plain(start);
      int last = at;
      while (trim && last > start && isBlank(bytes[last - 1])) {
        last--;
      }
      starts[count] = start;
      ends[count] = last;
      doubled[count] = false;
    }
    count++;
  }

  /** Where the cell ends that goes on at a place, if no quote holds it together. */
  private int plain(int from) {
    int into = from - window;
    long found = into < Words.SPAN ? cellEnds & (-1L << into) : 0;
    while (found == 0) {
      window = Math.max(from, window + Words.SPAN);
      if (window >= to) {
        return to;
      }
      found = cellEnds();
      cellEnds = found;
    }
    return Math.min(window + Long.numberOfTrailingZeros(found), to);
  }

  /** Which bytes of the window end a cell. */
  private long cellEnds() {
    if (window <= bytes.length - Words.SPAN) {
      return Words.places(bytes, window, separators, FEEDS, RETURNS);
    }
    long found = 0;
    for (int i = window; i < to; i++) {
      byte c = bytes[i];
      if (c == separator || c == '\n' || c == '\r') {
        found |= 1L << (i - window);
      }
    }
    return found;
  }

  private int blanks(int from) {
    int i = from;
    while (i < to && isBlank(bytes[i])) {
      i++;
    }
    return i;
  }

  private boolean isBlank(byte c) {
    return c >= 0 && c <= ' ' && c != separator && c != '\n' && c != '\r';
  }

  private void quoted(int start) {
    boolean pairs = false;
    int i = start;
    for (; i < to; i++) {
      byte c = bytes[i];
      if (c == quote) {
        if (i + 1 == to || bytes[i + 1] != quote) {
          break;
        }
        pairs = true;
        i++;
      } else if (c == '\n' || (c == '\r' && (i + 1 == to || bytes[i + 1] != '\n'))) {
        breaks++;
      }
    }
    starts[count] = start;
    ends[count] = i;
    doubled[count] = pairs;
    if (i == to) {
      flaw = "a quote that is never closed; all from here to the end is one cell";
      at = to;
      return;
    }
    int after = trim ? blanks(i + 1) : i + 1;
    at = plain(after);
    if (at > after && flaw == null) {
      flaw =
          "cell %d goes on after its closing quote; double quotes within a cell"
              .formatted(count + 1);
    }
  }

  /** Without quotes a line break is a record's end; with them, records have to be read. */
  @Override
  public int last(byte[] text, int length) {
    if (Words.indexOf(quote, text, 0, length) == length) {
      return lastBreak(text, length);
    }
    reset(text, 0, length);
    int whole = 0;
    while (next()) {
      // At the very end, a quote may be half of a pair, and '\r' half of a line break.
      if (at < to || (end < at && bytes[at - 1] == '\n')) {
        whole = at;
      }
    }
    return whole;
  }

  private static int lastBreak(byte[] text, int length) {
    for (int i = length; i > 0; i--) {
      if (text[i - 1] == '\n') {
        return i;
      }
    }
    for (int i = length - 1; i > 0; i--) {
      if (text[i - 1] == '\r') {
        return i;
      }
    }
    return 0;
  }
}
