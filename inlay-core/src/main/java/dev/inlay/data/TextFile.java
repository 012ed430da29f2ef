package dev.inlay.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** A file as text in UTF-8, whatever it is in: unpacked, and without its byte order mark. */
final class TextFile {
  private static final int BUFFER = 1 << 16;

  private TextFile() {}

  /**
   * Opens a file.
   *
   * @throws IllegalArgumentException naming it, if it is a folder, or not packed as its name says
   * @throws UncheckedIOException naming it, if it can't be read
   */
  static InputStream open(Path file, Charset charset) {
    if (Files.isDirectory(file)) {
      throw new IllegalArgumentException(
          "%s is a folder; name the files in it, as by the pattern %s"
              .formatted(file, file.resolve("*")));
    }
    try {
      InputStream raw = Files.newInputStream(file);
      try {
        boolean packed =
            file.getFileName() != null && file.getFileName().toString().endsWith(".gz");
        InputStream bytes =
            new BufferedInputStream(packed ? new GZIPInputStream(raw, BUFFER) : raw, BUFFER);
        Charset written = mark(bytes, charset);
        return written.equals(StandardCharsets.UTF_8) || written.equals(StandardCharsets.US_ASCII)
            ? bytes
            : new BufferedInputStream(new Recoded(bytes, written), BUFFER);
      } catch (IOException | RuntimeException e) {
        raw.close();
        throw e;
      }
    } catch (NoSuchFileException e) {
      throw new UncheckedIOException(file + ": no such file", e);
    } catch (EOFException | ZipException e) {
      throw new IllegalArgumentException(
          "%s is not packed by gzip, as its name says, or cut short; rename it, or pack it again"
              .formatted(file),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException("%s can't be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** Skips a byte order mark and says which encoding it stands for. */
  private static Charset mark(InputStream bytes, Charset otherwise) throws IOException {
    bytes.mark(3);
    int first = bytes.read();
    int second = bytes.read();
    if (first == 0xfe && second == 0xff) {
      return StandardCharsets.UTF_16BE;
    }
    if (first == 0xff && second == 0xfe) {
      return StandardCharsets.UTF_16LE;
    }
    if (first == 0xef && second == 0xbb && bytes.read() == 0xbf) {
      return StandardCharsets.UTF_8;
    }
    bytes.reset();
    return otherwise;
  }

  /** Text of another encoding as UTF-8. */
  private static final class Recoded extends InputStream {
    private final Reader reader;
    private final CharBuffer chars = CharBuffer.allocate(1 << 13);
    private ByteBuffer bytes = ByteBuffer.allocate(0);

    Recoded(InputStream in, Charset charset) {
      // A wrong character is an error here, where a reader would put a question mark.
      reader =
          new InputStreamReader(
              in,
              charset
                  .newDecoder()
                  .onMalformedInput(CodingErrorAction.REPORT)
                  .onUnmappableCharacter(CodingErrorAction.REPORT));
    }

    @Override
    public int read() throws IOException {
      return more() ? bytes.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (!more()) {
        return -1;
      }
      int count = Math.min(length, bytes.remaining());
      bytes.get(target, offset, count);
      return count;
    }

    private boolean more() throws IOException {
      while (!bytes.hasRemaining()) {
        int read = reader.read(chars);
        if (read < 0 && chars.position() == 0) {
          return false;
        }
        chars.flip();
        // Half of a pair of surrogates waits for its other half.
        int end = chars.limit();
        boolean half =
            read >= 0 && Character.isHighSurrogate(chars.get(end - 1)) && chars.length() > 1;
        chars.limit(half ? end - 1 : end);
        bytes = StandardCharsets.UTF_8.encode(chars);
        chars.limit(end);
        chars.compact();
      }
      return true;
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }
}
