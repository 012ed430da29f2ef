package dev.inlay.estimator;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Evaluates each checkpoint of a training, unless the last evaluation was just now. */
final class EvaluatingListener implements CheckpointSaverListener {
  private final Estimator estimator;
  private final EvalSpec spec;
  private final Map<Exporter, Path> exports = new LinkedHashMap<>();
  private SortedMap<String, Double> results = new TreeMap<>();
  private @Nullable Timer timer;
  private long start;
  private long evaluated = -1;

  EvaluatingListener(Estimator estimator, EvalSpec spec) {
    this.estimator = estimator;
    this.spec = spec;
  }

  @Override
  public void begin(RunContext context) {
    start = context.globalStep();
  }

  @Override
  public void afterSave(RunContext context, Path checkpoint) {
    long step = context.globalStep();
    if (step == start) {
      return; // nothing has been trained yet
    }
    if (timer == null || spec.throttle().isZero() || timer.isDue(step)) {
      evaluate(step, checkpoint);
    }
  }

  @Override
  public void end(RunContext context) {
    Path checkpoint = estimator.latestCheckpoint().orElseThrow();
    if (evaluated != context.globalStep()) {
      evaluate(context.globalStep(), checkpoint);
    }
    export(checkpoint, true);
  }

  private void evaluate(long step, Path checkpoint) {
    results = estimator.evaluate(spec.input(), spec.options());
    evaluated = step;
    export(checkpoint, false);
    timer = new Timer(0, spec.throttle().isZero() ? Duration.ofNanos(1) : spec.throttle(), step);
  }

  private void export(Path checkpoint, boolean atTheEnd) {
    Path base = Objects.requireNonNull(estimator.config().modelDir()).resolve("export");
    for (Exporter exporter : spec.exporters()) {
      if (exporter.onlyAtTheEnd() == atTheEnd) {
        exporter
            .export(estimator, base.resolve(exporter.name()), checkpoint, results)
            .ifPresent(path -> exports.put(exporter, path));
      }
    }
  }

  TrainedAndEvaluated outcome() {
    List<Path> paths = new ArrayList<>(exports.values());
    return new TrainedAndEvaluated(results, paths);
  }
}
