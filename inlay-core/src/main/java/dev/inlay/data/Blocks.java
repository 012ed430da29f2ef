package dev.inlay.data;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Text cut into blocks of whole records, each of which can be parsed by itself. */
final class Blocks implements AutoCloseable {
  /** Small enough for a processor's cache, large enough that cutting costs nothing. */
  private static final int SIZE = 1 << 18;

  private static final int LONGEST = 1 << 30;

  /** Some records. */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  record Block(byte[] bytes, int from, int to) {}

  /** Tells where records end. */
  @FunctionalInterface
  interface RecordEnds {
    /**
     * The end of the last record that surely ends within a text that goes on.
     *
     * @return the place after its line break; 0 if there is none
     */
    int last(byte[] bytes, int to);
  }

  private final InputStream in;
  private final RecordEnds ends;
  private byte[] rest = {};
  private boolean ended;

  Blocks(InputStream in, RecordEnds ends) {
    this.in = in;
    this.ends = ends;
  }

  /** Leaves out lines at the beginning; gives how many there were, at most {@code count}. */
  int skipLines(int count) throws IOException {
    for (int line = 0; line < count; line++) {
      int c = in.read();
      if (c < 0) {
        return line;
      }
      while (c >= 0 && c != '\n' && c != '\r') {
        c = in.read();
      }
      in.mark(1);
      if (c == '\r' && in.read() != '\n') {
        in.reset();
      }
    }
    return count;
  }

  /** The next block, or null at the end. */
  @Nullable Block next() throws IOException {
    if (ended) {
      return null;
    }
    byte[] bytes = Arrays.copyOf(rest, rest.length + SIZE);
    int length = rest.length;
    while (true) {
      int wanted = bytes.length - length;
      int got = in.readNBytes(bytes, length, wanted);
      length += got;
      if (got < wanted) {
        ended = true;
        rest = new byte[0];
        return length == 0 ? null : new Block(bytes, 0, length);
      }
      int end = ends.last(bytes, length);
      if (end > 0) {
        rest = Arrays.copyOfRange(bytes, end, length);
        return new Block(bytes, 0, end);
      }
      if (length > LONGEST) {
        throw new IOException("a record of more than %,d bytes".formatted(LONGEST));
      }
      bytes = Arrays.copyOf(bytes, Math.toIntExact(Math.min(2L * length, LONGEST + 1L)));
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
