package dev.inlay.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CSVLoggerTest {
  @TempDir Path folder;

  private final FakeTraining training = new FakeTraining(2, 1);

  @Test
  void writesALineAnEpoch() throws IOException {
    Path file = folder.resolve("log.csv");
    Callback.Observer observer = CSVLogger.of(file).start(training);
    observer.epochEnd(0, Map.of("val_loss", 0.5, "loss", 1.0));
    assertThat(file).hasContent("epoch,loss,val_loss\n0,1.0,0.5\n");
    observer.epochEnd(1, Map.of("loss", 0.25));
    observer.trainEnd();
    assertThat(Files.readAllLines(file))
        .containsExactly("epoch,loss,val_loss", "0,1.0,0.5", "1,0.25,NA");
  }

  @Test
  void appendsWithoutASecondHeader() throws IOException {
    Path file = folder.resolve("log.csv");
    for (int i = 0; i < 2; i++) {
      Callback.Observer observer =
          CSVLogger.of(file).withAppend(true).withSeparator(';').start(training);
      observer.epochEnd(i, Map.of("loss", 1.0));
      observer.trainEnd();
    }
    assertThat(Files.readAllLines(file))
        .containsExactly("epoch;loss;val_loss", "0;1.0;NA", "1;1.0;NA");
  }

  @Test
  void writesOverWhatIsThere() throws IOException {
    Path file = Files.writeString(folder.resolve("log.csv"), "old\nolder\noldest\n");
    Callback.Observer observer = CSVLogger.of(file).start(training);
    observer.epochEnd(0, Map.of("loss", 1.0));
    observer.trainEnd();
    assertThat(Files.readAllLines(file)).containsExactly("epoch,loss,val_loss", "0,1.0,NA");
  }

  @Test
  void namesTheFileThatCannotBeWritten() {
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> CSVLogger.of(folder).start(training))
        .withMessageContaining(folder.toString());
  }
}
