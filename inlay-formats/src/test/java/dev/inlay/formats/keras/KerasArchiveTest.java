package dev.inlay.formats.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.formats.DamagedFileException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KerasArchiveTest {
  @TempDir Path folder;

  private Path zip(Map<String, String> entries) throws IOException {
    Path file = folder.resolve("model.keras");
    try (var out = new ZipOutputStream(Files.newOutputStream(file))) {
      for (var entry : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return file;
  }

  @Test
  void readsConfigAndNames() throws IOException {
    Path file =
        zip(
            Map.of(
                "config.json", "{\"class_name\": \"Sequential\"}",
                "metadata.json", "{\"keras_version\": \"3.15.1\"}",
                "assets/layers/string_lookup/vocabulary.txt", "a\nb"));

    try (var archive = KerasArchive.open(file)) {
      assertThat(archive.config().get("class_name")).isEqualTo("Sequential");
      assertThat(archive.names("assets/"))
          .containsExactly("assets/layers/string_lookup/vocabulary.txt");
    }
  }

  @Test
  void aFileThatIsNoZipSaysSo() throws IOException {
    Path file = Files.writeString(folder.resolve("model.keras"), "not a zip");

    assertThatThrownBy(() -> KerasArchive.open(file))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("model.keras: is no .keras file, which is a zip");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> KerasArchive.open(folder.resolve("none.keras")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("none.keras");
  }

  @Test
  void aZipWithoutConfigSaysSo() throws IOException {
    try (var archive = KerasArchive.open(zip(Map.of("other.json", "{}")))) {
      assertThatThrownBy(archive::config)
          .isInstanceOf(DamagedFileException.class)
          .hasMessageContaining("holds no config.json");
    }
  }

  @Test
  void aBombIsNotUnpacked() throws IOException {
    String blanks = " ".repeat(20_000_000);

    try (var archive = KerasArchive.open(zip(Map.of("config.json", blanks)))) {
      assertThatThrownBy(archive::config)
          .isInstanceOf(DamagedFileException.class)
          .hasMessageContaining("config.json grows beyond 4,194,304 bytes");
    }
  }

  @Test
  void deepJsonIsRefused() throws IOException {
    String deep = "[".repeat(1_000_000);

    try (var archive = KerasArchive.open(zip(Map.of("config.json", deep)))) {
      assertThatThrownBy(archive::config)
          .isInstanceOf(DamagedFileException.class)
          .hasMessageContaining("nesting depth");
    }
  }

  @Test
  void configThatIsNoObjectIsRefused() throws IOException {
    try (var archive = KerasArchive.open(zip(Map.of("config.json", "[1]")))) {
      assertThatThrownBy(archive::config).hasMessageContaining("config.json holds no JSON object");
    }
  }
}
