package dev.inlay.estimator;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.inlay.data.Batch;
import dev.inlay.data.BatchIterator;
import dev.inlay.data.Dataset;
import dev.inlay.graph.Node;
import dev.inlay.kernel.Job;
import dev.inlay.kernel.Kernels;
import dev.inlay.model.NonFiniteLossException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One call of {@link Estimator#train}: steps with hooks, from where the model is. */
final class TrainingRun {
  private final Driver driver;

  TrainingRun(Driver driver) {
    this.driver = driver;
  }

  void train(
      Supplier<Dataset> input,
      Steps steps,
      List<Hook> hooks,
      List<CheckpointSaverListener> listeners) {
    Dataset data = Driver.batched(input.get());
    driver.show(data);
    Machine m = driver.made();
    var context = new RunContext(driver, m, ModeKeys.TRAIN);
    try (Observers observers = new Observers()) {
      // Takes the right to write into the directory before anything is read from it.
      Path directory = driver.config().modelDir();
      Witness witness =
          directory == null
              ? null
              : new Witness(driver.assembly(), directory, driver.assembly().features());
      saver(hooks, listeners, context).ifPresent(observers::add);
      driver.forTraining();
      if (witness != null) {
        context.witness(witness);
        observers.add(witness);
      }
      long first = m.step();
      long end = steps.end(first);
      if (first >= end) {
        Driver.LOG.log(INFO, "nothing to train: {0} of {1} steps are made", first, end);
        return;
      }
      Driver.LOG.log(INFO, driver.assembly()::describe);
      observers.add(LoggingHook.ofSteps(driver.config().logStepCountSteps()).start(context));
      summaries(context, observers);
      observers.start(m.traced(ModeKeys.TRAIN).spec().hooks(), context);
      observers.start(
          hooks.stream().filter(hook -> !(hook instanceof CheckpointSaverHook)).toList(), context);
      // Where data ends before the steps, another call is likely to make the rest.
      long expected = end == Long.MAX_VALUE ? data.cardinality().orElse(-1) : end - first;
      try (Job job = Kernels.job(expected)) {
        observers.begin();
        if (run(m, data.take(end - first), witness, context, observers, job) == 0) {
          Driver.LOG.log(WARNING, "training made no step: the data has no rows");
        }
        m.settle();
        observers.end();
      }
    }
  }

  /** What writes checkpoints: the user's own hook, or one as the settings say. */
  private Optional<Hook.Observer> saver(
      List<Hook> hooks, List<CheckpointSaverListener> listeners, RunContext context) {
    List<CheckpointSaverHook> own = new ArrayList<>();
    for (Hook hook : hooks) {
      if (hook instanceof CheckpointSaverHook saver) {
        own.add(saver);
      }
    }
    if (own.size() > 1) {
      throw new IllegalArgumentException("two hooks save checkpoints; give one");
    }
    Path directory = driver.config().modelDir();
    if (own.isEmpty() && directory == null) {
      if (!listeners.isEmpty()) {
        throw new IllegalArgumentException(
            "listeners for checkpoints, but the estimator has no model directory; give it one");
      }
      return Optional.empty();
    }
    CheckpointSaverHook hook =
        own.isEmpty()
            ? CheckpointSaverHook.of(driver.config(), Objects.requireNonNull(directory), listeners)
            : own.getFirst().withMoreListeners(listeners);
    return Optional.of(hook.start(context));
  }

  private void summaries(RunContext context, Observers observers) {
    SummaryWriter.Factory factory = driver.config().summaries();
    Path directory = driver.config().modelDir();
    if (factory != null && directory != null && driver.config().saveSummarySteps() > 0) {
      SummaryWriter writer = factory.open(directory);
      Node loss = context.loss();
      if (context.globalStep() == 0 && loss != null) {
        writer.graph(List.of(loss));
      }
      Hook.Observer saver =
          new SummarySaverHook(writer, driver.config().saveSummarySteps()).start(context);
      observers.add(saver, writer::close);
    }
  }

  /** Makes a step for each batch; gives their number. */
  private static long run(
      Machine m,
      Dataset data,
      @Nullable Witness witness,
      RunContext context,
      Observers observers,
      Job job) {
    var encoder = new WalkEncoder(m.traced(ModeKeys.TRAIN)).watchedBy(witness);
    long made = 0;
    try (BatchIterator batches = data.mapRows(encoder).prefetch().iterator()) {
      while (!context.isStopRequested()
          && !Thread.currentThread().isInterrupted()
          && batches.hasNext()) {
        Batch batch = batches.next();
        observers.beforeStep();
        double loss;
        try {
          loss = m.train(batch);
        } catch (NonFiniteLossException e) {
          if (observers.notFinite(e)) {
            break;
          }
          throw e;
        }
        made++;
        job.step();
        observers.afterStep(loss);
      }
    }
    return made;
  }
}
