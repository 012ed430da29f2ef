package dev.inlay.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
  void whatGoesWrongNamesTheFileThatWasAskedFor() {
    Path file = directory.resolve("file");
    assertThatExceptionOfType(AccessDeniedException.class)
        .isThrownBy(
            () ->
                WholeFile.write(
                    file,
                    unfinished -> {
                      throw new AccessDeniedException(unfinished.toString());
                    }))
        .withMessage(file.toString());
    assertThatExceptionOfType(FileSystemException.class)
        .isThrownBy(
            () ->
                WholeFile.write(
                    file,
                    unfinished -> {
                      throw new FileSystemException(unfinished.toString(), null, "Read-only");
                    }))
        .withMessage(file + ": Read-only");
    assertThatExceptionOfType(FileSystemException.class)
        .isThrownBy(
            () ->
                WholeFile.write(
                    file,
                    _ -> {
                      throw new FileSystemException("another", null, "Read-only");
                    }))
        .withMessage("another: Read-only");
    Path nowhere = directory.resolve("missing/file");
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> WholeFile.write(nowhere, Files::createFile))
        .withMessage(
            "%s: there is no folder %s; make it first".formatted(nowhere, nowhere.getParent()));
    assertThatExceptionOfType(FileSystemException.class)
        .isThrownBy(() -> WholeFile.write(directory, Files::createFile))
        .withMessage(directory + ": is a folder; name a file in it");
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
