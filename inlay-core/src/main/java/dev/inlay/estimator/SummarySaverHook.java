package dev.inlay.estimator;

import dev.inlay.tensor.Tensor.FloatTensor;
import java.time.Duration;

/**
 * Gives a writer the loss, the speed and the summaries of the model every so many steps:
 * TensorFlow's hook of this name. An estimator has one by itself if its {@link RunConfig} names
 * where summaries go.
 *
 * @param writer is not closed
 */
public record SummarySaverHook(SummaryWriter writer, int everySteps) implements Hook {
  @Override
  public Observer start(RunContext context) {
    var timer = new Timer(everySteps, Duration.ZERO, context.globalStep());
    return new Observer() {
      private boolean any;

      @Override
      public void afterStep(double loss) {
        long step = context.globalStep();
        if (any && !timer.isDue(step)) {
          return;
        }
        writer.scalar(Evaluation.LOSS, step, loss);
        context
            .summaries()
            .forEach(
                (tag, value) -> {
                  FloatTensor floats = value.toFloats();
                  if (floats.shape().rank() == 0) {
                    writer.scalar(tag, step, floats.data()[0]);
                  } else {
                    writer.histogram(tag, step, floats);
                  }
                });
        if (any) {
          double speed = (step - timer.lastStep()) / timer.secondsSinceReset();
          writer.scalar("global_step/sec", step, speed);
        }
        any = true;
        timer.reset(step);
      }

      @Override
      public void end() {
        writer.flush();
      }
    };
  }
}
