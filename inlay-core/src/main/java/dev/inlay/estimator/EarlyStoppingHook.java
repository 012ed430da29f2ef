package dev.inlay.estimator;

import static java.lang.System.Logger.Level.INFO;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ends a training by what evaluations say of it: TensorFlow's {@code stop_if_higher_hook}, {@code
 * stop_if_lower_hook}, {@code stop_if_no_increase_hook} and {@code stop_if_no_decrease_hook}. The
 * evaluations are those of the model directory, whoever made them ({@link Estimator#evaluate}, or
 * {@code trainAndEvaluate}).
 *
 * @param metric of the evaluations
 * @param higherIsBetter which way it gets better
 * @param threshold ends training when it is crossed; null to end it by steps
 * @param maxStepsWithoutImprovement ends training when so many steps lie between the best
 *     evaluation and a later one
 * @param minSteps evaluations before this step don't count
 * @param everySteps after how many steps evaluations are looked at; 0 to go by time
 * @param every after how much time
 * @param evaluation the name of the evaluation; empty for the usual one
 */
public record EarlyStoppingHook(
    String metric,
    boolean higherIsBetter,
    @Nullable Double threshold,
    long maxStepsWithoutImprovement,
    long minSteps,
    int everySteps,
    Duration every,
    String evaluation)
    implements Hook {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** Ends training when a metric was above a threshold. */
  public static EarlyStoppingHook stopIfHigher(String metric, double threshold) {
    return new EarlyStoppingHook(metric, true, threshold, 0, 0, 0, MINUTE, "");
  }

  /** Ends training when a metric was below a threshold. */
  public static EarlyStoppingHook stopIfLower(String metric, double threshold) {
    return new EarlyStoppingHook(metric, false, threshold, 0, 0, 0, MINUTE, "");
  }

  /** Ends training when a metric hasn't become higher within so many steps. */
  public static EarlyStoppingHook stopIfNoIncrease(String metric, long maxSteps) {
    return new EarlyStoppingHook(metric, true, null, maxSteps, 0, 0, MINUTE, "");
  }

  /** Ends training when a metric hasn't become lower within so many steps. */
  public static EarlyStoppingHook stopIfNoDecrease(String metric, long maxSteps) {
    return new EarlyStoppingHook(metric, false, null, maxSteps, 0, 0, MINUTE, "");
  }

  public EarlyStoppingHook withMinSteps(long steps) {
    return new EarlyStoppingHook(
        metric,
        higherIsBetter,
        threshold,
        maxStepsWithoutImprovement,
        steps,
        everySteps,
        every,
        evaluation);
  }

  /** Looks at evaluations every so many steps, instead of every minute. */
  public EarlyStoppingHook withEverySteps(int steps) {
    return new EarlyStoppingHook(
        metric,
        higherIsBetter,
        threshold,
        maxStepsWithoutImprovement,
        minSteps,
        steps,
        Duration.ZERO,
        evaluation);
  }

  /** Looks at evaluations every so often, instead of every minute. */
  public EarlyStoppingHook withEvery(Duration time) {
    return new EarlyStoppingHook(
        metric,
        higherIsBetter,
        threshold,
        maxStepsWithoutImprovement,
        minSteps,
        0,
        time,
        evaluation);
  }

  /** Looks at the evaluations of a name. */
  public EarlyStoppingHook withEvaluation(String name) {
    return new EarlyStoppingHook(
        metric,
        higherIsBetter,
        threshold,
        maxStepsWithoutImprovement,
        minSteps,
        everySteps,
        every,
        name);
  }

  @Override
  public Observer start(RunContext context) {
    var timer = new Timer(everySteps, every, context.globalStep());
    return new Observer() {
      private boolean looked;

      @Override
      public void afterStep(double loss) {
        long step = context.globalStep();
        if (looked && !timer.isDue(step)) {
          return;
        }
        looked = true;
        timer.reset(step);
        if (shallStop(context.evaluations(evaluation))) {
          Driver.LOG.log(INFO, "training ends early, at step {0}", step);
          context.requestStop();
        }
      }
    };
  }

  /**
   * Whether training is to end.
   *
   * @throws IllegalArgumentException if an evaluation doesn't have the metric
   */
  boolean shallStop(Map<Long, Map<String, Double>> evaluations) {
    double best = Double.NaN;
    long bestStep = -1;
    for (var entry : evaluations.entrySet()) {
      long step = entry.getKey();
      if (step < minSteps) {
        continue;
      }
      Double value = entry.getValue().get(metric);
      if (value == null) {
        throw new IllegalArgumentException(
            "evaluations have no metric \"%s\"; they have %s"
                .formatted(metric, entry.getValue().keySet()));
      }
      if (threshold != null) {
        if (isBetter(value, threshold)) {
          return true;
        }
        continue;
      }
      if (bestStep < 0 || isBetter(value, best)) {
        best = value;
        bestStep = step;
      }
      if (step - bestStep >= maxStepsWithoutImprovement) {
        return true;
      }
    }
    return false;
  }

  private boolean isBetter(double value, double than) {
    return higherIsBetter ? value > than : value < than;
  }
}
