package dev.inlay.estimator;

import dev.inlay.data.Dataset;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * The evaluations of {@link Estimator#trainAndEvaluate}: TensorFlow's class of this name.
 *
 * @param options over how many batches, under what name
 * @param exporters give models away after evaluations
 * @param throttle so much time passes at least between two evaluations
 */
public record EvalSpec(
    Supplier<Dataset> input, EvalOptions options, List<Exporter> exporters, Duration throttle) {
  public EvalSpec {
    exporters = List.copyOf(exporters);
    if (throttle.isNegative()) {
      throw new IllegalArgumentException("throttle: %s; give zero or more".formatted(throttle));
    }
  }

  /** Over 100 batches, every ten minutes at most. */
  public static EvalSpec of(Supplier<Dataset> input) {
    return new EvalSpec(input, EvalOptions.of().withSteps(100), List.of(), Duration.ofMinutes(10));
  }

  /** Over so many batches; 0 for all. */
  public EvalSpec withSteps(int batches) {
    return withOptions(options.withSteps(batches));
  }

  public EvalSpec withName(String name) {
    return withOptions(options.withName(name));
  }

  public EvalSpec withHooks(Hook... hooks) {
    return withOptions(options.withHooks(hooks));
  }

  private EvalSpec withOptions(EvalOptions others) {
    return new EvalSpec(input, others, exporters, throttle);
  }

  public EvalSpec withExporters(Exporter... others) {
    return new EvalSpec(input, options, List.of(others), throttle);
  }

  public EvalSpec withThrottle(Duration time) {
    return new EvalSpec(input, options, exporters, time);
  }
}
