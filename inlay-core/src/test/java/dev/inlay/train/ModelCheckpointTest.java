package dev.inlay.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelCheckpointTest {
  private final FakeTraining training = new FakeTraining(3, 2);

  private void run(ModelCheckpoint callback, double... losses) {
    Callback.Observer observer = callback.start(training);
    for (int epoch = 0; epoch < losses.length; epoch++) {
      observer.epochBegin(epoch);
      for (int batch = 0; batch < 2; batch++) {
        observer.batchEnd(batch, Map.of("loss", losses[epoch]));
      }
      observer.epochEnd(epoch, Map.of("loss", 1.0, "val_loss", losses[epoch]));
    }
  }

  @Test
  void savesEachEpochUnderItsNumber() {
    run(ModelCheckpoint.of("out/{epoch:02d}-{val_loss:.2f}.inlay"), 0.123, 2, 3);
    assertThat(training.saved)
        .containsExactly(
            Path.of("out/01-0.12.inlay"),
            Path.of("out/02-2.00.inlay"),
            Path.of("out/03-3.00.inlay"));
  }

  @Test
  void savesTheBestAlone() {
    run(ModelCheckpoint.of("{epoch}").withSaveBestOnly(true), 3, 4, 2, 2);
    assertThat(training.saved).containsExactly(Path.of("1"), Path.of("3"));
  }

  @Test
  void savesWhatBeatsTheThreshold() {
    run(
        ModelCheckpoint.of("{epoch}").withSaveBestOnly(true).withInitialValueThreshold(2.5),
        3,
        4,
        2);
    assertThat(training.saved).containsExactly(Path.of("3"));
  }

  @Test
  void savesEverySoManyBatches() {
    run(ModelCheckpoint.of("{epoch}-{batch}").withEveryBatches(3), 1, 1, 1);
    assertThat(training.saved).containsExactly(Path.of("2-1"), Path.of("3-2"));
  }

  @Test
  void namesWhatAPathMayHold() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run(ModelCheckpoint.of("{accuracy}"), 1))
        .withMessageContaining("accuracy")
        .withMessageContaining("val_loss");
  }
}
