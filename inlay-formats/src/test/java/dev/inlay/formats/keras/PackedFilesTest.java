package dev.inlay.formats.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.formats.DamagedFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Arrays in pieces, packed and checked ({@code packed_files.py}), that lie: reading ends with an
 * error. That they are read right is with all other files in {@link KerasFilesTest}.
 */
class PackedFilesTest {
  @TempDir Path folder;

  private static ByteBuffer bytes(String name) throws IOException {
    byte[] bytes = Files.readAllBytes(Recorded.FOLDER.resolve(name + ".h5"));
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private Path written(ByteBuffer bytes) throws IOException {
    return Files.write(folder.resolve("hostile.h5"), bytes.array());
  }

  /** The first place of bytes from a place on. */
  private static int find(ByteBuffer bytes, int from, byte... wanted) {
    int at = from;
    while (bytes.slice(at, wanted.length).compareTo(ByteBuffer.wrap(wanted)) != 0) {
      at++;
    }
    return at;
  }

  private static byte[] longs(long... numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(8 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    for (long number : numbers) {
      bytes.putLong(number);
    }
    return bytes.array();
  }

  /** A node of the tree of an array's pieces, with so many levels below. */
  private static int node(ByteBuffer bytes, int level) {
    byte[] start = "TREE12".getBytes(StandardCharsets.US_ASCII);
    start[4] = 1;
    start[5] = (byte) level;
    return find(bytes, 0, start);
  }

  @ParameterizedTest
  @ValueSource(strings = {"packed_gzip", "packed_one_packed", "packed_listed"})
  void aBombIsRefusedBeforeItIsUnpacked(String name) throws IOException {
    ByteBuffer bytes = bytes(name);
    // The lengths of the axes, then those to which they may grow.
    int at = find(bytes, 0, longs(40, 30, 40, 30));
    bytes.put(at, longs(1 << 20, 1 << 20, 1 << 20, 1 << 20));

    Path file = written(bytes);

    assertThatThrownBy(() -> Keras.load(file))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageMatching("(?s).*(bytes when they are unpacked|pieces of).*");
  }

  @Test
  void aTreeThatLeadsBackToItselfIsRefused() throws IOException {
    ByteBuffer bytes = bytes("packed_pieces_alone");
    int node = node(bytes, 1);
    bytes.putLong(node + 24 + 32, node);
    Path file = written(bytes);

    assertThatThrownBy(() -> Keras.load(file))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("lead back to themselves");
  }

  @Test
  void piecesThatShareTheirBytesAreRefused() throws IOException {
    ByteBuffer bytes = bytes("packed_pieces_alone");
    int node = node(bytes, 0);
    bytes.put(node + 24 + 40, bytes, node + 24, 40);
    Path file = written(bytes);

    assertThatThrownBy(() -> Keras.load(file))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("one piece twice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"packed_all_filters", "packed_listed_packed"})
  void aChangedBitIsNoticed(String name) throws IOException {
    ByteBuffer bytes = bytes(name);
    int stream = find(bytes, 0, (byte) 0x78, (byte) 0x5E);
    bytes.put(stream + 9, (byte) (bytes.get(stream + 9) ^ 1));
    Path file = written(bytes);

    assertThatThrownBy(() -> Keras.load(file))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("checksum");
  }

  @ParameterizedTest
  @ValueSource(strings = {"BTIN", "BTLF", "FRHP", "FHIB", "FHDB", "EAHD", "EAIB", "EADB", "FADB"})
  void aBlockOfAnotherKindIsRefused(String letters) throws IOException {
    String name =
        switch (letters.substring(0, 2)) {
          case "EA" -> "packed_growing";
          case "FA" -> "packed_with_room";
          default -> "packed_many_layers";
        };
    ByteBuffer bytes = bytes(name);
    bytes.put(find(bytes, 0, letters.getBytes(StandardCharsets.US_ASCII)), (byte) 'X');
    Path file = written(bytes);

    assertThatThrownBy(() -> Keras.load(file))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("lack a block " + letters);
  }

  @Test
  void linksThatLeadBackToThemselvesAreRefused() throws IOException {
    ByteBuffer bytes = bytes("packed_many_layers");
    int node = find(bytes, 0, "BTIN".getBytes(StandardCharsets.US_ASCII));
    int root = find(bytes, 0, longs(node));
    // A tree that is a level deeper, whose node has itself in the place of its children.
    bytes.putShort(root - 4, (short) 16);
    for (int at = node + 6; at < node + 500; at++) {
      bytes.put(at, longs(node)[(at - node - 6) % 8]);
    }
    Path file = written(bytes);

    assertThatThrownBy(() -> Keras.load(file)).isInstanceOf(DamagedFileException.class);
  }

  @Test
  void anotherFilterIsNamed() throws IOException {
    ByteBuffer bytes = bytes("packed_one_packed");
    // Version 2 of the list of filters: one, of number 1, which can be left out.
    int at = find(bytes, 0, (byte) 2, (byte) 1, (byte) 1, (byte) 0, (byte) 1, (byte) 0);
    bytes.put(at + 2, (byte) 4);
    Path file = written(bytes);

    assertThatThrownBy(() -> Keras.load(file))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("went through filter 4");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "packed_gzip",
        "packed_all_filters",
        "packed_lzf",
        "packed_pieces_alone",
        "packed_one_packed",
        "packed_listed_packed",
        "packed_in_pages",
        "packed_growing",
        "packed_growing_sideways",
        "packed_growing_both_ways",
        "packed_growing_both_ways_packed",
        "packed_with_room",
        "packed_many_layers"
      })
  void mutatedFilesAreReadOrRefused(String name) throws IOException {
    ByteBuffer whole = bytes(name);
    for (int seed = 0; seed < 150; seed++) {
      var random = new Random(seed);
      ByteBuffer bytes = ByteBuffer.wrap(whole.array().clone());
      for (int i = random.nextInt(6); i >= 0; i--) {
        // Most structures are near the beginning or among the last bytes; numbers are anywhere.
        int at = random.nextInt(bytes.limit());
        bytes.put(at, (byte) (random.nextBoolean() ? -1 : random.nextInt(256)));
      }
      reads(written(bytes));
    }
  }

  /** Reads; any other exception than those that say what is wrong with a file is a failure. */
  private static void reads(Path file) {
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          try {
            assertThat(Keras.load(file).knowsInputs()).isTrue();
          } catch (DamagedFileException | UnsupportedOperationException e) {
            assertThat(e).hasMessageMatching("(?s).+");
          }
        });
  }
}
