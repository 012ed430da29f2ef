package dev.inlay.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
  @TempDir Path directory;

  @Test
  void takesThePlaceOfWhatWasThere() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "something longer");
    WholeFile.write(
        file,
        unfinished -> {
          Files.writeString(unfinished, "new");
          assertThat(file).hasContent("something longer");
        });
    assertThat(file).hasContent("new");
    assertThat(directory)
        .isDirectoryContaining(file::equals)
        .isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void leavesWhatWasThereIfWritingFails() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "old");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(
            () ->
                WholeFile.write(
                    file,
                    unfinished -> {
                      Files.writeString(unfinished, "half");
                      throw new IOException("full");
                    }))
        .withMessage("full");
    assertThat(file).hasContent("old");
    assertThat(directory).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void anInterruptedThreadWritesToo() throws IOException {
    Path file = directory.resolve("file");
    Thread.currentThread().interrupt();
    try {
      WholeFile.write(file, unfinished -> Files.write(unfinished, new byte[3]));
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(file).hasSize(3);
  }
}
