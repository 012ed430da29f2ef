package dev.inlay.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.ChildJvm;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Table;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {
  @TempDir Path directory;

  private static Checkpoint at(long step) {
    var table = new Table(1, 1);
    table.array()[0] = step;
    return new Checkpoint(
        step, Map.of(), List.of(new Checkpoint.Entry("w", Shape.of(1, 1), table)));
  }

  private long newest() {
    try (var reader = Checkpoints.newest(directory).orElseThrow()) {
      return reader.step();
    }
  }

  @Test
  void theNewestAreKept() {
    try (var checkpoints = Checkpoints.open(directory, 2)) {
      for (long step : new long[] {2, 9, 10, 100}) {
        checkpoints.save(at(step));
      }
    }
    assertThat(Checkpoints.files(directory)).containsOnlyKeys(10L, 100L);
    assertThat(newest()).isEqualTo(100);
  }

  @Test
  void aFileIsNoPlaceForThem() throws IOException {
    Path file = Files.createFile(directory.resolve("rows.csv"));
    assertThatThrownBy(() -> Checkpoints.open(file, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(file + " is a file; give a directory for checkpoints");
  }

  @Test
  void theBestStaysWhateverIsDeleted() {
    try (var checkpoints = Checkpoints.open(directory, 1)) {
      checkpoints.saveBest(at(1));
      checkpoints.save(at(2));
      checkpoints.save(at(3));
    }
    try (var best = Checkpoints.best(directory).orElseThrow()) {
      assertThat(best.step()).isEqualTo(1);
    }
    assertThat(newest()).isEqualTo(3);
  }

  @Test
  void aDamagedOneIsPassedOverAndGoneAfterTheNextSave() throws IOException {
    try (var checkpoints = Checkpoints.open(directory, 3)) {
      checkpoints.save(at(1));
      Path damaged = checkpoints.save(at(5));
      byte[] bytes = Files.readAllBytes(damaged);
      bytes[bytes.length - 6] ^= 4;
      Files.write(damaged, bytes);
      Files.write(directory.resolve("checkpoint-7.inlay"), new byte[3]);
      assertThat(newest()).isEqualTo(1);
      checkpoints.save(at(2));
    }
    assertThat(Checkpoints.files(directory)).containsOnlyKeys(1L, 2L);
  }

  @Test
  void aDirectoryWithoutCheckpointsHasNoNewest() {
    assertThat(Checkpoints.newest(directory.resolve("none"))).isEmpty();
    assertThat(Checkpoints.newest(directory)).isEmpty();
    assertThat(Checkpoints.best(directory)).isEmpty();
  }

  @Test
  void unfinishedFilesAreClearedAway() throws IOException {
    Path unfinished = Files.write(directory.resolve(".checkpoint-8.inlay.tmp"), new byte[10]);
    Checkpoints.open(directory, 1).close();
    assertThat(unfinished).doesNotExist();
  }

  @Test
  void aSecondTrainerOfThisProcessIsRefused() {
    try (var _ = Checkpoints.open(directory, 1)) {
      assertThatThrownBy(() -> Checkpoints.open(directory, 1))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(directory.toString())
          .hasMessageContaining("this process");
    }
    Checkpoints.open(directory, 1).close();
  }

  @Test
  void aTrainerInAnotherProcessIsRefusedWhileTheFirstLives() throws Exception {
    Process other =
        ChildJvm.of(Holder.class, List.of(), directory)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      var lines =
          new BufferedReader(new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8));
      assertThat(lines.readLine()).isEqualTo("held");
      assertThatThrownBy(() -> Checkpoints.open(directory, 1))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("process " + other.pid());
    } finally {
      other.destroyForcibly().waitFor();
    }
    Checkpoints.open(directory, 1).close();
  }

  /** Holds a directory until it is killed. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] args) throws InterruptedException {
      try (var _ = Checkpoints.open(Path.of(args[0]), 1)) {
        System.out.println("held");
        Thread.sleep(60_000);
      }
    }
  }
}
