package dev.inlay.train;

import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A callback of functions, each for one kind of event.
 *
 * <pre>{@code
 * LambdaCallback.of()
 *     .withEpochBegin((training, epoch) -> System.out.println("epoch " + epoch))
 *     .withTrainEnd(training -> upload())
 * }</pre>
 *
 * @param trainBegin told when a fit begins, likewise the others; null for nobody
 */
public record LambdaCallback(
    @Nullable Consumer<Training> trainBegin,
    @Nullable Consumer<Training> trainEnd,
    @Nullable Begin epochBegin,
    @Nullable End epochEnd,
    @Nullable Begin batchBegin,
    @Nullable End batchEnd)
    implements Callback {
  /** What to do when an epoch or a batch begins; both are counted from 0. */
  @FunctionalInterface
  public interface Begin {
    void accept(Training training, int number);
  }

  /** What to do when an epoch or a batch is over; both are counted from 0. */
  @FunctionalInterface
  public interface End {
    void accept(Training training, int number, Map<String, Double> logs);
  }

  /** A callback that does nothing yet. */
  public static LambdaCallback of() {
    return new LambdaCallback(null, null, null, null, null, null);
  }

  public LambdaCallback withTrainBegin(Consumer<Training> action) {
    return new LambdaCallback(action, trainEnd, epochBegin, epochEnd, batchBegin, batchEnd);
  }

  public LambdaCallback withTrainEnd(Consumer<Training> action) {
    return new LambdaCallback(trainBegin, action, epochBegin, epochEnd, batchBegin, batchEnd);
  }

  public LambdaCallback withEpochBegin(Begin action) {
    return new LambdaCallback(trainBegin, trainEnd, action, epochEnd, batchBegin, batchEnd);
  }

  public LambdaCallback withEpochEnd(End action) {
    return new LambdaCallback(trainBegin, trainEnd, epochBegin, action, batchBegin, batchEnd);
  }

  public LambdaCallback withBatchBegin(Begin action) {
    return new LambdaCallback(trainBegin, trainEnd, epochBegin, epochEnd, action, batchEnd);
  }

  public LambdaCallback withBatchEnd(End action) {
    return new LambdaCallback(trainBegin, trainEnd, epochBegin, epochEnd, batchBegin, action);
  }

  @Override
  public Observer start(Training training) {
    return new Observer() {
      @Override
      public void trainBegin() {
        if (trainBegin != null) {
          trainBegin.accept(training);
        }
      }

      @Override
      public void trainEnd() {
        if (trainEnd != null) {
          trainEnd.accept(training);
        }
      }

      @Override
      public void epochBegin(int epoch) {
        if (epochBegin != null) {
          epochBegin.accept(training, epoch);
        }
      }

      @Override
      public void epochEnd(int epoch, Map<String, Double> logs) {
        if (epochEnd != null) {
          epochEnd.accept(training, epoch, logs);
        }
      }

      @Override
      public void batchBegin(int batch) {
        if (batchBegin != null) {
          batchBegin.accept(training, batch);
        }
      }

      @Override
      public void batchEnd(int batch, Map<String, Double> logs) {
        if (batchEnd != null) {
          batchEnd.accept(training, batch, logs);
        }
      }
    };
  }
}
