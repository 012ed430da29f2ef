package dev.inlay.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** A file as text: unpacked, decoded, without its byte order mark. */
final class CsvSource {
  private static final int BUFFER = 1 << 16;

  private CsvSource() {}

  static Reader open(Path file, Charset charset) throws IOException {
    InputStream raw = Files.newInputStream(file);
    try {
      boolean packed = file.getFileName() != null && file.getFileName().toString().endsWith(".gz");
      InputStream bytes =
          new BufferedInputStream(packed ? new GZIPInputStream(raw, BUFFER) : raw, BUFFER);
      Charset decoded = mark(bytes, charset);
      // A wrong character is an error here, where a reader would put a question mark.
      return new InputStreamReader(
          bytes,
          decoded
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT));
    } catch (IOException | RuntimeException e) {
      raw.close();
      throw e;
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
}
