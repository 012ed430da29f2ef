package dev.inlay.estimator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.ChildJvm;
import dev.inlay.Killed;
import dev.inlay.checkpoint.Checkpoints;
import dev.inlay.data.Dataset;
import dev.inlay.feature.EmbeddingColumn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An estimator's training that is killed (as by {@code kill -9}) and started again. */
class KilledTest {
  private static final int KILLS = Integer.getInteger("inlay.test.kills", 4);
  private static final int STEPS = 1_500;
  private static final int SAVED = 5;

  @TempDir Path directory;

  private static DnnLinearCombinedRegressor estimator(Path directory) {
    return DnnLinearCombinedRegressor.of(
            List.of(Items.ITEM), List.of(Items.X, EmbeddingColumn.of(Items.ITEM, 2)), 4)
        .withDnnDropout(0.25)
        .withConfig(
            RunConfig.of()
                .withModelDir(directory)
                .withSaveCheckpointsSteps(SAVED)
                .withLogStepCountSteps(0));
  }

  /** Each step has the same rows, so that a training that goes on sees what it would have seen. */
  private static void train(Path directory, Hook... hooks) {
    estimator(directory)
        .train(
            () -> Dataset.of(Items.features(), Items.Y).repeat().batch(6), Steps.max(STEPS), hooks);
  }

  @Test
  void itGoesOnFromAWholeCheckpointAlongTheSameWay() throws Exception {
    Path killed = directory.resolve("killed");
    long saved = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      saved = Killed.soon(child(killed), saved, SAVED);
      try (var newest = Checkpoints.newest(killed).orElseThrow()) {
        assertThat(newest.step()).isGreaterThanOrEqualTo(saved);
      }
      assertThat(estimator(killed).globalStep()).isGreaterThanOrEqualTo(saved);
    }
    train(killed);
    Path whole = directory.resolve("whole");
    train(whole);

    for (String name : estimator(whole).variableNames()) {
      assertThat(estimator(killed).variableValue(name))
          .as(name)
          .isEqualTo(estimator(whole).variableValue(name));
    }
  }

  private static Process child(Path directory) throws IOException {
    return ChildJvm.of(Trainer.class, List.of("-XX:TieredStopAtLevel=1"), directory).start();
  }

  /** Trains, slowly enough to be killed in between, and says what it has done. */
  static final class Trainer {
    private Trainer() {}

    public static void main(String[] args) {
      Hook report =
          context ->
              new Hook.Observer() {
                @Override
                public void begin() {
                  System.out.println("from " + context.globalStep());
                }

                @Override
                public void afterStep(double loss) {
                  // The saver is told first.
                  if (context.globalStep() % SAVED == 0) {
                    System.out.println("saved " + context.globalStep());
                  }
                  sleep();
                }
              };
      train(Path.of(args[0]), report);
    }

    private static void sleep() {
      try {
        Thread.sleep(1);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
