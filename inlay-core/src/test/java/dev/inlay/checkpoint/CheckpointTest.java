package dev.inlay.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.tensor.Bytes;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
  private static final Checkpoint SMALL =
      new Checkpoint(
          42,
          Map.of("config", "{\"a\": \"ä\"}"),
          List.of(
              entry("dense/kernel", Shape.of(3, 4), 1),
              entry("scalar", Shape.SCALAR, 2),
              entry("empty", Shape.of(0, 5), 3)));

  @TempDir Path directory;

  private static Checkpoint.Entry entry(String name, Shape shape, long seed) {
    int rows = shape.rank() == 0 ? 1 : shape.dim(0);
    var table = new Table(rows, rows == 0 ? 5 : (int) (shape.size() / rows));
    var random = new Random(seed);
    for (float[] chunk : table.chunks()) {
      for (int i = 0; i < chunk.length; i++) {
        chunk[i] = (float) random.nextGaussian();
      }
    }
    return new Checkpoint.Entry(name, shape, table);
  }

  private Path write(byte[] bytes) throws IOException {
    return Files.write(directory.resolve("damaged"), bytes);
  }

  private byte[] small() throws IOException {
    Path file = directory.resolve("whole");
    SMALL.write(file);
    return Files.readAllBytes(file);
  }

  private static void assertSame(Checkpoint a, Checkpoint b) {
    assertThat(a.step()).isEqualTo(b.step());
    assertThat(a.notes()).isEqualTo(b.notes());
    assertThat(a.entries()).hasSameSizeAs(b.entries());
    for (int i = 0; i < a.entries().size(); i++) {
      var x = a.entries().get(i);
      var y = b.entries().get(i);
      assertThat(x.name()).isEqualTo(y.name());
      assertThat(x.shape()).isEqualTo(y.shape());
      assertThat(numbers(x)).isEqualTo(numbers(y));
    }
  }

  private static float[] numbers(Checkpoint.Entry entry) {
    float[] numbers = new float[entry.shape().intSize()];
    entry.values().read(0, (int) entry.values().rows(), numbers, 0);
    return numbers;
  }

  @Test
  void numbersOf8BitsTakeAByteEach() throws IOException {
    var bytes = new Bytes(1000, 70);
    for (int i = 0; i < 70_000; i++) {
      bytes.array()[i] = (byte) (i * 31);
    }
    var table = new Checkpoint.Entry("table", Shape.of(1000, 70), bytes);
    var checkpoint = new Checkpoint(1, Map.of(), List.of(entry("w", Shape.of(3), 1), table));
    Path file = directory.resolve("bytes");
    checkpoint.write(file);
    assertSame(Checkpoint.read(file), checkpoint);
    assertThat(Files.size(file)).isBetween(70_000L, 70_200L);
    Checkpoint floats = new Checkpoint(1, Map.of(), List.of(entry("table", Shape.of(1000, 70), 1)));
    assertThatThrownBy(
            () -> {
              try (var reader = CheckpointReader.open(file)) {
                reader.readInto(floats.entries());
              }
            })
        .hasMessageContaining("\"table\" is of INT8, the model wants FLOAT32");
  }

  @Test
  void whatIsWrittenIsRead() {
    Path file = directory.resolve("a");
    SMALL.write(file);
    assertSame(Checkpoint.read(file), SMALL);
    assertThat(directory).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void aTableLargerThanTheBufferIsWhole() {
    var large = new Checkpoint(1, Map.of(), List.of(entry("t", Shape.of(70_001, 3), 7)));
    Path file = directory.resolve("a");
    large.write(file);
    assertSame(Checkpoint.read(file), large);
  }

  @Test
  void aFileCutShortAnywhereIsRefused() throws IOException {
    byte[] whole = small();
    for (int length = 0; length < whole.length; length++) {
      Path file = write(Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Checkpoint.read(file))
          .isInstanceOf(DamagedCheckpointException.class)
          .hasMessageContaining("cut short");
    }
  }

  @Test
  void anyBitThatFlipsIsSeen() throws IOException {
    byte[] whole = small();
    for (int bit = 0; bit < whole.length * 8; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      Path file = write(flipped);
      assertThatThrownBy(() -> Checkpoint.read(file))
          .as("bit %d", bit)
          .isInstanceOf(DamagedCheckpointException.class);
    }
  }

  @Test
  void theDamagedTableIsNamed() throws IOException {
    byte[] bytes = small();
    int kernel = bytes.length - 4 - (4 + 4) - (12 * 4 + 4);
    bytes[kernel + 5] ^= 1;
    Path file = write(bytes);
    assertThatThrownBy(() -> Checkpoint.read(file))
        .hasMessageContaining(file.toString())
        .hasMessageContaining("\"dense/kernel\"");
  }

  @Test
  void moreThanAWholeFileIsRefused() throws IOException {
    byte[] whole = small();
    Path file = write(Arrays.copyOf(whole, whole.length + 1));
    assertThatThrownBy(() -> Checkpoint.read(file)).isInstanceOf(DamagedCheckpointException.class);
  }

  @Test
  void aNewerVersionSaysSo() throws IOException {
    byte[] bytes = small();
    bytes[8] = 9;
    Path file = write(bytes);
    assertThatThrownBy(() -> Checkpoint.read(file))
        .isInstanceOf(DamagedCheckpointException.class)
        .hasMessageContaining("version 9");
  }

  @Test
  void randomHeadersWithRightChecksumsAreRefusedWithoutLargeAllocations() throws IOException {
    var random = new Random(5);
    byte[] whole = small();
    int header = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getInt(12);
    long before = allocated();
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = whole.clone();
      for (int n = random.nextInt(1, 8); n > 0; n--) {
        bytes[16 + 8 + random.nextInt(header - 8)] =
            random.nextBoolean() ? (byte) random.nextInt() : (byte) 0x7F;
      }
      var crc = new CRC32C();
      crc.update(bytes, 0, 16 + header);
      ByteBuffer.wrap(bytes)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putInt(16 + header, (int) crc.getValue());
      try {
        Checkpoint.read(write(bytes));
      } catch (DamagedCheckpointException _) {
        continue; // as it should; what is still read whole had only a text changed
      }
    }
    assertThat(allocated() - before).isLessThan(400_000_000);
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean)
            java.lang.management.ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  @Test
  void anotherShapeIsNamedAndNothingIsOverwritten() {
    Path file = directory.resolve("a");
    SMALL.write(file);
    var kept = entry("scalar", Shape.SCALAR, 9);
    float before = kept.values().at(0, 0);
    try (var reader = CheckpointReader.open(file)) {
      var wrong = entry("dense/kernel", Shape.of(4, 3), 9);
      assertThatThrownBy(() -> reader.readInto(List.of(kept, wrong)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("dense/kernel")
          .hasMessageContaining("(3, 4)")
          .hasMessageContaining("(4, 3)");
      assertThatThrownBy(() -> reader.readInto(List.of(kept, entry("dense/bias", Shape.of(4), 9))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("dense/bias");
    }
    assertThat(kept.values().at(0, 0)).isEqualTo(before);
  }

  @Test
  void aMissingFileSaysSo() {
    assertThatThrownBy(() -> Checkpoint.read(directory.resolve("none")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("no such file");
  }

  @Test
  void twoTablesOfOneNameAreRefused() {
    var e = entry("a", Shape.of(1), 1);
    assertThatThrownBy(() -> new Checkpoint(1, Map.of(), List.of(e, e)))
        .hasMessageContaining("\"a\"");
  }
}
