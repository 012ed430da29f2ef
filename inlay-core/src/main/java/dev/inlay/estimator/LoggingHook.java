package dev.inlay.estimator;

import static java.lang.System.Logger.Level.INFO;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * Says how training goes, in TensorFlow's words: loss and step, how fast it is, and values of
 * variables if some are named. An estimator has one by itself, as {@link RunConfig} says.
 *
 * @param steps after how many steps a line is due; 0 to go by time
 * @param every after how much time a line is due; zero for never
 * @param variables weights whose mean is said too
 */
public record LoggingHook(int steps, Duration every, List<String> variables) implements Hook {
  public LoggingHook {
    variables = List.copyOf(variables);
  }

  /** Every so many steps. */
  public static LoggingHook ofSteps(int steps) {
    return new LoggingHook(steps, Duration.ZERO, List.of());
  }

  /** Every so often. */
  public static LoggingHook of(Duration every) {
    return new LoggingHook(0, every, List.of());
  }

  /** With the means of variables. */
  public LoggingHook withVariables(String... names) {
    return new LoggingHook(steps, every, List.of(names));
  }

  @Override
  public Observer start(RunContext context) {
    return new Log(this, context);
  }

  private static final class Log implements Observer {
    private final LoggingHook settings;
    private final RunContext context;
    private final Timer timer;
    private double last;
    private boolean said;
    private boolean any;

    Log(LoggingHook settings, RunContext context) {
      this.settings = settings;
      this.context = context;
      this.timer = new Timer(settings.steps, settings.every, 0);
    }

    @Override
    public void afterStep(double loss) {
      last = loss;
      any = true;
      // Steps are counted from 0 here, as TensorFlow does.
      long step = context.globalStep() - 1;
      boolean never = settings.steps == 0 && settings.every.isZero();
      if (never || (said && !timer.isDue(step))) {
        return;
      }
      var line = new StringJoiner(", ");
      line.add("loss = " + (float) loss);
      line.add("step = " + step);
      for (String name : settings.variables) {
        line.add(name + " = " + mean(name));
      }
      String speed = said ? speed(step) : "";
      Driver.LOG.log(INFO, () -> line + speed);
      said = true;
      timer.reset(step);
    }

    private String speed(long step) {
      double seconds = timer.secondsSinceReset();
      return String.format(
          Locale.ROOT,
          " (%.3f sec; global_step/sec: %.4g)",
          seconds,
          (step - timer.lastStep()) / seconds);
    }

    private float mean(String name) {
      double sum = 0;
      float[] values = context.variableValue(name).data();
      for (float value : values) {
        sum += value;
      }
      return (float) (sum / values.length);
    }

    @Override
    public void end() {
      if (any) {
        Driver.LOG.log(INFO, () -> "loss of the final step: " + (float) last);
      }
    }
  }
}
