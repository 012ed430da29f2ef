package dev.inlay.formats.hdf5;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.formats.DamagedFileException;
import dev.inlay.tensor.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whichever byte of a file is wrong: it is read, or the file is said to be damaged. */
class DamagedHdf5Test {
  private static final byte[] WRONG = {0, 1, 0x7F, -1};

  private static final int MOST_GROUPS = 50;

  @TempDir Path folder;

  private Path written() {
    Path file = folder.resolve("written.h5");
    try (var writer = Hdf5Writer.create(file)) {
      var values = new Table(2, 3);
      values.fill(i -> i);
      writer.floats("dense/kernel", List.of(2, 3), values);
      writer.whole("step", 7);
    }
    return file;
  }

  /** Reads what there is, but not what lies in itself for ever. */
  private static void read(Group root) {
    Deque<Group> groups = new ArrayDeque<>(List.of(root));
    for (int left = MOST_GROUPS; left > 0 && !groups.isEmpty(); left--) {
      Group group = groups.remove();
      List<String> _ = group.texts("names");
      for (String name : group.names()) {
        group
            .dataset(name)
            .ifPresent(array -> array.read(new Table(1, Math.toIntExact(array.size()))));
        group.group(name).ifPresent(groups::add);
      }
    }
  }

  private static void read(Path file) {
    try (Hdf5File opened = Hdf5File.open(file)) {
      read(opened.root());
    }
  }

  private void wrongBytes(byte[] whole, int distance) throws IOException {
    int damaged = 0;
    for (int at = 0; at < whole.length; at += distance) {
      for (byte wrong : WRONG) {
        byte[] bytes = whole.clone();
        bytes[at] = wrong;
        Path file = Files.write(folder.resolve("wrong.h5"), bytes);
        try {
          read(file);
        } catch (DamagedFileException e) {
          assertThat(e).hasMessageContaining("wrong.h5: ");
          damaged++;
        } catch (UnsupportedOperationException e) {
          assertThat(e).hasMessageContaining("HDF5");
        }
      }
    }
    assertThat(damaged).isGreaterThan(20);
  }

  @Test
  void everyWrongByteOfAWrittenFileIsDamageOrHarmless() throws IOException {
    wrongBytes(Files.readAllBytes(written()), 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "packed_all_filters",
        "packed_growing_both_ways_packed",
        "packed_in_pages",
        "legacy_keras_2_model"
      })
  void wrongBytesOfOthersFilesAreDamageOrHarmless(String name) throws IOException {
    Path file = Path.of("src/test/resources/keras", name + ".h5");
    wrongBytes(Files.readAllBytes(file), 97);
  }
}
