package dev.inlay.checkpoint;

import dev.inlay.tensor.Bytes;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Storage;
import dev.inlay.tensor.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint's file, open for reading: first its header, then whichever tables are wanted. Not
 * safe for use from several threads.
 */
public final class CheckpointReader implements AutoCloseable {
  private static final int CHECKSUM = 4;
  private static final int MAX_RANK = 16;
  private static final int MAX_WIDTH = 1 << 26;

  private final Path file;
  private final FileChannel channel;
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(CheckpointWriter.BUFFER).order(ByteOrder.LITTLE_ENDIAN);
  private final CRC32C crc = new CRC32C();
  private final Map<String, Shape> shapes = new LinkedHashMap<>();
  private final Set<String> inBytes = new HashSet<>();
  private final Map<String, Long> offsets = new LinkedHashMap<>();
  private final Map<String, String> notes = new LinkedHashMap<>();
  private long step;
  private boolean verified;
  private boolean once;

  private CheckpointReader(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Opens a file, reads its header, and checks the file's length against it.
   *
   * @throws DamagedCheckpointException if it is damaged, cut short, or of a newer version
   * @throws UncheckedIOException if it can't be read
   */
  public static CheckpointReader open(Path file) {
    try {
      var reader = new CheckpointReader(file, FileChannel.open(file, StandardOpenOption.READ));
      try {
        reader.readHeader();
        return reader;
      } catch (IOException | RuntimeException e) {
        reader.close();
        throw e;
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** Opens a file and verifies all of it. */
  static CheckpointReader openVerified(Path file) {
    CheckpointReader reader = open(file);
    try {
      reader.verify();
      return reader;
    } catch (RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  /** The file that is read. */
  public Path file() {
    return file;
  }

  /** How many training steps led to it. */
  public long step() {
    return step;
  }

  /** The notes by key. */
  public Map<String, String> notes() {
    return Collections.unmodifiableMap(notes);
  }

  /** The shapes of the tables by name, in order. */
  public Map<String, Shape> shapes() {
    return Collections.unmodifiableMap(shapes);
  }

  /** The type of a table's numbers: FLOAT32 or INT8. */
  DType dtype(String name) {
    return inBytes.contains(name) ? DType.INT8 : DType.FLOAT32;
  }

  /**
   * Reads all of the file and compares the checksums.
   *
   * @throws DamagedCheckpointException naming the first table that is damaged
   */
  public void verify() {
    if (!verified) {
      shapes.keySet().forEach(name -> stream(name, null));
      verified = true;
    }
  }

  /**
   * Tables that are filled from now on are new, and nobody will use them if the file is damaged: so
   * {@link #readInto} reads it once, not a first time to see whether it is whole.
   */
  public CheckpointReader intoNewTables() {
    once = true;
    return this;
  }

  /**
   * Fills tables with the file's values. Nothing is written into any of them unless all are there
   * in the shapes wanted and the whole file is undamaged.
   *
   * @param wanted some or all of the file's tables
   * @throws IllegalArgumentException naming the tables that are missing, or the first whose shape
   *     differs
   * @throws DamagedCheckpointException if the file is damaged
   */
  public void readInto(List<Checkpoint.Entry> wanted) {
    List<String> missing =
        wanted.stream().map(Checkpoint.Entry::name).filter(n -> !shapes.containsKey(n)).toList();
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "checkpoint %s has no %s; it has %s".formatted(file, missing, shapes.keySet()));
    }
    for (var entry : wanted) {
      Shape shape = Objects.requireNonNull(shapes.get(entry.name()));
      if (!entry.shape().equals(shape)) {
        throw new IllegalArgumentException(
            "checkpoint %s: \"%s\" has shape %s, the model wants %s; it was written by another model"
                .formatted(file, entry.name(), shape, entry.shape()));
      }
      if (entry.dtype() != dtype(entry.name())) {
        throw new IllegalArgumentException(
            "checkpoint %s: \"%s\" is of %s, the model wants %s; one of the two is quantized"
                .formatted(file, entry.name(), dtype(entry.name()), entry.dtype()));
      }
    }
    if (!once) {
      verify();
    }
    Map<String, Storage> tables = new HashMap<>();
    wanted.forEach(entry -> tables.put(entry.name(), entry.values()));
    for (String name : shapes.keySet()) {
      if (!verified || tables.containsKey(name)) {
        stream(name, tables.get(name));
      }
    }
    verified = true;
  }

  private void readHeader() throws IOException {
    long size = channel.size();
    if (size < CheckpointWriter.PREFIX + CHECKSUM) {
      throw damaged("is cut short: %d bytes are no checkpoint".formatted(size));
    }
    ByteBuffer prefix = read(0, CheckpointWriter.PREFIX);
    byte[] magic = new byte[CheckpointWriter.MAGIC.length];
    prefix.get(magic);
    if (!Arrays.equals(magic, CheckpointWriter.MAGIC)) {
      throw damaged("is not one of Inlay's, or its beginning is damaged");
    }
    int version = prefix.getInt();
    if (version < 1 || version > CheckpointWriter.VERSION) {
      throw damaged(
          "has version %d, this release reads 1 to %d; use the release that wrote it, or a newer one"
              .formatted(version, CheckpointWriter.VERSION));
    }
    int length = prefix.getInt();
    if (length < 0 || length > size - CheckpointWriter.PREFIX - CHECKSUM) {
      throw damaged(
          "is damaged or cut short: a header of %,d bytes in a file of %,d"
              .formatted(length, size));
    }
    ByteBuffer head = read(0, CheckpointWriter.PREFIX + length + CHECKSUM);
    crc.reset();
    crc.update(head.duplicate().limit(CheckpointWriter.PREFIX + length));
    if ((int) crc.getValue() != head.getInt(CheckpointWriter.PREFIX + length)) {
      throw damaged("is damaged: the checksum of its header differs");
    }
    ByteBuffer header = head.limit(CheckpointWriter.PREFIX + length);
    header.position(CheckpointWriter.PREFIX);
    long end;
    try {
      end = parse(header, version, CheckpointWriter.PREFIX + (long) length + CHECKSUM);
    } catch (BufferUnderflowException
        | CharacterCodingException
        | IllegalArgumentException
        | ArithmeticException e) {
      throw damaged("is damaged: its header makes no sense (%s)".formatted(e.getMessage()));
    }
    if (end != size) {
      throw damaged(
          "is %s: it has %,d bytes of %,d"
              .formatted(size < end ? "cut short" : "damaged", size, end));
    }
  }

  /** Reads the header and gives the place where the file must end. */
  private long parse(ByteBuffer header, int version, long at) throws CharacterCodingException {
    step = header.getLong();
    for (int n = count(header); n > 0; n--) {
      notes.put(text(header), text(header));
    }
    for (int n = count(header); n > 0; n--) {
      String name = text(header);
      int rank = header.getInt();
      if (rank < 0 || rank > MAX_RANK) {
        throw new IllegalArgumentException("a table of " + rank + " axes");
      }
      int[] dims = new int[rank];
      for (int i = 0; i < rank; i++) {
        dims[i] = header.getInt();
        if (dims[i] < 0) {
          throw new IllegalArgumentException("an axis of length " + dims[i]);
        }
      }
      Shape shape = Shape.of(dims);
      if (shapes.put(name, shape) != null) {
        throw new IllegalArgumentException("two tables are named " + name);
      }
      int each = version > 1 ? header.get() : Float.BYTES;
      if (each == 1) {
        inBytes.add(name);
      } else if (each != Float.BYTES) {
        throw new IllegalArgumentException("numbers of %d bytes".formatted(each));
      }
      offsets.put(name, at);
      at = Math.addExact(at, Math.addExact(bytes(shape, each), CHECKSUM));
    }
    if (header.hasRemaining()) {
      throw new IllegalArgumentException("there is more than it says");
    }
    return at;
  }

  private static long bytes(Shape shape, int each) {
    if (Checkpoint.width(shape) > MAX_WIDTH) {
      throw new IllegalArgumentException("a table of shape " + shape);
    }
    return Math.multiplyExact(shape.size(), each);
  }

  private static int count(ByteBuffer header) {
    int count = header.getInt();
    if (count < 0 || count > header.remaining() / 8) {
      throw new IllegalArgumentException("a count of " + count);
    }
    return count;
  }

  private static String text(ByteBuffer header) throws CharacterCodingException {
    int length = header.getInt();
    if (length < 0 || length > header.remaining()) {
      throw new IllegalArgumentException("a text of " + length + " bytes");
    }
    ByteBuffer bytes = header.slice(header.position(), length);
    header.position(header.position() + length);
    return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
  }

  /** Reads one table, into another or, if there is none, only for its checksum. */
  private void stream(String name, @Nullable Storage into) {
    long at = Objects.requireNonNull(offsets.get(name));
    int each = inBytes.contains(name) ? 1 : Float.BYTES;
    long left = bytes(Objects.requireNonNull(shapes.get(name)), each);
    long done = 0;
    crc.reset();
    try {
      while (left > 0) {
        buffer.clear().limit((int) Math.min(left, buffer.capacity()));
        fill(buffer, at);
        at += buffer.limit();
        left -= buffer.limit();
        crc.update(buffer.duplicate());
        int n = buffer.remaining() / each;
        if (into != null) {
          take(into, done, n);
        }
        done += n;
      }
      if (read(at, CHECKSUM).getInt() != (int) crc.getValue()) {
        throw damaged("is damaged: the checksum of \"%s\" differs".formatted(name));
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** Sets {@code n} numbers, of which the first is the {@code done}-th, to those of the buffer. */
  private void take(Storage into, long done, int n) {
    switch (into) {
      case Bytes bytes -> buffer.get(bytes.array(), (int) done, n);
      case Table table -> {
        // All chunks but the last are of the first one's length.
        int length = table.chunk(0).length;
        FloatBuffer floats = buffer.asFloatBuffer();
        for (int left = n; left > 0; ) {
          long at = done + n - left;
          float[] array = table.chunk((int) (at / length));
          int place = (int) (at % length);
          int part = Math.min(left, array.length - place);
          floats.get(array, place, part);
          left -= part;
        }
      }
    }
  }

  private ByteBuffer read(long at, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    fill(bytes, at);
    return bytes;
  }

  private void fill(ByteBuffer bytes, long at) throws IOException {
    while (bytes.hasRemaining()) {
      int n = channel.read(bytes, at + bytes.position());
      if (n < 0) {
        throw damaged("became shorter while it was read");
      }
    }
    bytes.flip();
  }

  private DamagedCheckpointException damaged(String what) {
    return new DamagedCheckpointException(file, what);
  }

  private static UncheckedIOException unreadable(Path file, IOException e) {
    String why = e instanceof NoSuchFileException ? "there is no such file" : e.getMessage();
    return new UncheckedIOException("can't read checkpoint %s: %s".formatted(file, why), e);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }
}
