package dev.inlay.estimator;

import dev.inlay.data.Dataset;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Measures while a model is trained, with the weights as they are in memory: TensorFlow's hook of
 * this name. It does so at the beginning, every so many steps, and at the end.
 *
 * @param everySteps after how many steps
 */
public record InMemoryEvaluatorHook(Supplier<Dataset> input, EvalOptions options, int everySteps)
    implements Hook {
  /** Every 100 steps, over all of the data. */
  public static InMemoryEvaluatorHook of(Supplier<Dataset> input) {
    return new InMemoryEvaluatorHook(input, EvalOptions.of(), 100);
  }

  public InMemoryEvaluatorHook withEverySteps(int steps) {
    return new InMemoryEvaluatorHook(input, options, steps);
  }

  public InMemoryEvaluatorHook withOptions(EvalOptions others) {
    return new InMemoryEvaluatorHook(input, others, everySteps);
  }

  @Override
  public Observer start(RunContext context) {
    var timer = new Timer(everySteps, Duration.ZERO, context.globalStep());
    return new Observer() {
      @Override
      public void begin() {
        evaluate();
      }

      @Override
      public void afterStep(double loss) {
        if (timer.isDue(context.globalStep())) {
          evaluate();
        }
      }

      @Override
      public void end() {
        if (timer.lastStep() != context.globalStep()) {
          evaluate();
        }
      }

      private void evaluate() {
        timer.reset(context.globalStep());
        context.evaluate(input, options);
      }
    };
  }
}
