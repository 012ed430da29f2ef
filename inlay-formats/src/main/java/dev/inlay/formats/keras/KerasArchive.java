package dev.inlay.formats.keras;

import dev.inlay.formats.DamagedFileException;
import dev.inlay.layer.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * A {@code .keras} file, open for reading. It is a zip of
 *
 * <pre>
 * metadata.json      the version of Keras
 * config.json        how the model is made and compiled
 * model.weights.h5   weights and the optimizer's memory
 * assets/…           vocabularies
 * </pre>
 *
 * Keras stores them uncompressed. An entry that has been compressed may grow when it is read, but
 * not without bounds: a small file can't ask for a large allocation.
 */
final class KerasArchive implements AutoCloseable {
  static final String CONFIG = "config.json";
  static final String WEIGHTS = "model.weights.h5";
  static final String METADATA = "metadata.json";

  /** Texts up to this size may be packed as tightly as they like. */
  private static final int SMALL = 1 << 22;

  /** How many times its packed size a larger text may be. */
  private static final int MOST_EXPANSION = 10;

  /** The same for weights, which are unpacked to the disk. */
  private static final long LARGE = 1 << 28;

  private static final long MOST_EXPANSION_OF_WEIGHTS = 100;

  private final Path file;
  private final ZipFile zip;

  private KerasArchive(Path file, ZipFile zip) {
    this.file = file;
    this.zip = zip;
  }

  /**
   * Opens a file.
   *
   * @throws DamagedFileException if it is no zip, or damaged
   * @throws UncheckedIOException if it can't be read
   */
  static KerasArchive open(Path file) {
    try {
      return new KerasArchive(file, new ZipFile(file.toFile()));
    } catch (ZipException e) {
      throw new DamagedFileException(
          file,
          "is no .keras file, which is a zip (%s), and no HDF5 file".formatted(e.getMessage()));
    } catch (NoSuchFileException | java.io.FileNotFoundException e) {
      throw new UncheckedIOException("there is no file " + file, e);
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + file, e);
    }
  }

  /** The model: {@code class_name}, {@code config}, {@code compile_config}. */
  Map<?, ?> config() {
    return json(CONFIG);
  }

  private Map<?, ?> json(String name) {
    String text = new String(bytes(name), StandardCharsets.UTF_8);
    try {
      if (Json.read(text, name) instanceof Map<?, ?> map) {
        return map;
      }
    } catch (IllegalArgumentException e) {
      throw new DamagedFileException(file, e);
    }
    throw new DamagedFileException(file, name + " holds no JSON object");
  }

  /** The names of the files below a folder. */
  List<String> names(String folder) {
    return zip.stream().map(ZipEntry::getName).filter(name -> name.startsWith(folder)).toList();
  }

  /** All of a text file. */
  byte[] bytes(String name) {
    ZipEntry entry = entry(name);
    long most = Math.max(SMALL, MOST_EXPANSION * packed(entry));
    return read(
        name,
        entry,
        stream -> {
          byte[] bytes = stream.readNBytes((int) Math.min(most, Integer.MAX_VALUE - 16) + 1);
          if (bytes.length > most) {
            throw new DamagedFileException(
                file, "%s grows beyond %,d bytes when it is unpacked".formatted(name, most));
          }
          return bytes;
        });
  }

  /**
   * The weights in a file of their own, which is for the caller to close. A large one may be no
   * more than a hundred times its packed size, as Keras has it.
   */
  ExtractedFile weights() {
    ZipEntry entry = entry(WEIGHTS);
    long most = Math.max(LARGE, MOST_EXPANSION_OF_WEIGHTS * packed(entry));
    ExtractedFile extracted = ExtractedFile.empty();
    try {
      read(WEIGHTS, entry, stream -> copy(stream, extracted.path(), most));
      return extracted;
    } catch (RuntimeException e) {
      extracted.close();
      throw e;
    }
  }

  private long copy(InputStream from, Path to, long most) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long total = 0;
    try (OutputStream out = Files.newOutputStream(to)) {
      for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
        total += n;
        if (total > most) {
          throw new DamagedFileException(
              file, "%s grows beyond %,d bytes when it is unpacked".formatted(WEIGHTS, most));
        }
        out.write(buffer, 0, n);
      }
    }
    return total;
  }

  private ZipEntry entry(String name) {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new DamagedFileException(
          file, "holds no %s; a .keras file of Keras 3 does".formatted(name));
    }
    return entry;
  }

  /** The bytes that an entry takes up in the file, no more than the file has. */
  private long packed(ZipEntry entry) {
    return Math.clamp(entry.getCompressedSize(), 0, file.toFile().length());
  }

  @FunctionalInterface
  private interface Reading<T> {
    T from(InputStream stream) throws IOException;
  }

  private <T> T read(String name, ZipEntry entry, Reading<T> reading) {
    try (@Nullable InputStream stream = zip.getInputStream(entry)) {
      if (stream == null) {
        throw new DamagedFileException(file, name + " can't be found");
      }
      return reading.from(stream);
    } catch (IOException e) {
      throw new DamagedFileException(file, "%s is damaged (%s)".formatted(name, e.getMessage()));
    }
  }

  @Override
  public void close() {
    try {
      zip.close();
    } catch (IOException e) {
      throw new UncheckedIOException("closing " + file, e);
    }
  }
}
