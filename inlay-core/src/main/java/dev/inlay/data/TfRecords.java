package dev.inlay.data;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.zip.CRC32C;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * The records of a TFRecord file, byte by byte as they were written: each with its length before it
 * and masked CRC-32C sums over length and content (format: tensorflow/core/lib/io/record_writer.h).
 * Whether a file is compressed, by gzip or zlib, is told from its first bytes.
 */
public final class TfRecords implements Iterator<byte[]>, Closeable {
  private static final int HEADER = Long.BYTES + Integer.BYTES;
  private static final int BUFFER = 1 << 16;
  private static final int MASK = 0xa282ead8;
  private static final int GZIP_FIRST = 0x1f;
  private static final int GZIP_SECOND = 0x8b;
  private static final int ZLIB_FIRST = 0x78;

  /** The first two bytes of zlib's data are a multiple of this. */
  private static final int ZLIB_CHECK = 31;

  /** Lengths beyond are taken for damage; no record of TensorFlow's comes near. */
  private static final long LONGEST = 1L << 30;

  private final Path file;
  private final InputStream in;
  private final ByteBuffer header = ByteBuffer.allocate(HEADER).order(LITTLE_ENDIAN);
  private long number;
  private byte @Nullable [] next;
  private boolean ended;

  private TfRecords(Path file, InputStream in) {
    this.file = file;
    this.in = in;
  }

  /**
   * Reads a file from its beginning.
   *
   * @throws UncheckedIOException if it can't be opened
   */
  public static TfRecords read(Path file) {
    try {
      return new TfRecords(file, open(file));
    } catch (IOException e) {
      throw new UncheckedIOException("the records of %s can't be read".formatted(file), e);
    }
  }

  private static InputStream open(Path file) throws IOException {
    var in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
    in.mark(HEADER);
    byte[] start = in.readNBytes(HEADER);
    in.reset();
    // A length may begin like gzip's or zlib's first bytes, but then its checksum is right.
    if (start.length < HEADER
        || ByteBuffer.wrap(start).order(LITTLE_ENDIAN).getInt(Long.BYTES)
            == masked(start, Long.BYTES)) {
      return in;
    }
    int first = start[0] & 0xff;
    int second = start[1] & 0xff;
    if (first == GZIP_FIRST && second == GZIP_SECOND) {
      return new BufferedInputStream(new GZIPInputStream(in, BUFFER), BUFFER);
    }
    if (first == ZLIB_FIRST && (first << 8 | second) % ZLIB_CHECK == 0) {
      return new BufferedInputStream(new InflaterInputStream(in), BUFFER);
    }
    return in;
  }

  /**
   * @throws IllegalArgumentException if the file ends within a record, or a checksum differs
   * @throws UncheckedIOException if reading fails
   */
  @Override
  public boolean hasNext() {
    if (next == null && !ended) {
      try {
        next = record();
        ended = next == null;
      } catch (EOFException | ZipException e) {
        throw damaged("the file is cut off or damaged", e);
      } catch (IOException e) {
        throw new UncheckedIOException("%s, record %,d".formatted(file, number), e);
      }
    }
    return next != null;
  }

  @Override
  public byte[] next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException("no record after the last of " + file);
    }
    byte[] record = next;
    next = null;
    number++;
    return record;
  }

  private byte @Nullable [] record() throws IOException {
    int got = in.readNBytes(header.array(), 0, HEADER);
    if (got == 0) {
      return null;
    }
    if (got < HEADER) {
      throw damaged("the file ends within its length", null);
    }
    long length = header.getLong(0);
    if (header.getInt(Long.BYTES) != masked(header.array(), Long.BYTES)) {
      throw damaged("its length is damaged, or this is no TFRecord file", null);
    }
    if (length < 0 || length > LONGEST) {
      throw damaged("it is %,d bytes long".formatted(length), null);
    }
    byte[] content = in.readNBytes((int) length);
    if (content.length < length
        || in.readNBytes(header.array(), 0, Integer.BYTES) < Integer.BYTES) {
      throw damaged("the file ends within it", null);
    }
    if (header.getInt(0) != masked(content, content.length)) {
      throw damaged("its content is damaged", null);
    }
    return content;
  }

  private Damage damaged(String how, @Nullable Exception cause) {
    return new Damage(file, number, how, cause);
  }

  /** A record that can't be read, and with it what follows. */
  static final class Damage extends IllegalArgumentException {
    private final String how;

    Damage(Path file, long record, String how, @Nullable Exception cause) {
      super("%s, record %,d: %s; copy or write the file again".formatted(file, record, how), cause);
      this.how = how;
    }

    /** What is damaged. */
    String how() {
      return how;
    }
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw new UncheckedIOException("closing " + file, e);
    }
  }

  /**
   * A new file for records, in place of one that was there; compressed by gzip if its name ends in
   * {@code .gz}. Close it, or its end may be missing.
   *
   * @throws UncheckedIOException if it can't be made
   */
  public static Writer write(Path file) {
    try {
      OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER);
      boolean compressed = file.toString().endsWith(".gz");
      return new Writer(
          file, compressed ? new BufferedOutputStream(new GZIPOutputStream(out), BUFFER) : out);
    } catch (IOException e) {
      throw new UncheckedIOException("%s can't be written".formatted(file), e);
    }
  }

  /** Writes records one after the other. */
  public static final class Writer implements Closeable {
    private final Path file;
    private final OutputStream out;
    private final ByteBuffer header = ByteBuffer.allocate(HEADER).order(LITTLE_ENDIAN);

    private Writer(Path file, OutputStream out) {
      this.file = file;
      this.out = out;
    }

    /** Adds a record. */
    public void add(byte[] content) {
      header.putLong(0, content.length);
      header.putInt(Long.BYTES, masked(header.array(), Long.BYTES));
      try {
        out.write(header.array(), 0, HEADER);
        out.write(content);
        header.putInt(0, masked(content, content.length));
        out.write(header.array(), 0, Integer.BYTES);
      } catch (IOException e) {
        throw new UncheckedIOException("%s can't be written".formatted(file), e);
      }
    }

    /** Lets readers see what has been added so far. */
    public void flush() {
      try {
        out.flush();
      } catch (IOException e) {
        throw new UncheckedIOException("%s can't be written".formatted(file), e);
      }
    }

    @Override
    public void close() {
      try {
        out.close();
      } catch (IOException e) {
        throw new UncheckedIOException("%s can't be written".formatted(file), e);
      }
    }
  }

  private static int masked(byte[] bytes, int length) {
    var crc = new CRC32C();
    crc.update(bytes, 0, length);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK;
  }
}
