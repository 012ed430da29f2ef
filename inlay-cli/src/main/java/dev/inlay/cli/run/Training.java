package dev.inlay.cli.run;

import dev.inlay.checkpoint.Interruption;
import dev.inlay.cli.job.Holdout;
import dev.inlay.cli.job.Job;
import dev.inlay.cli.job.Origin;
import dev.inlay.cli.job.TrainingChoice;
import dev.inlay.cli.recipe.Answer;
import dev.inlay.cli.recipe.ColumnText;
import dev.inlay.cli.recipe.Estimators;
import dev.inlay.cli.recipe.Inference;
import dev.inlay.cli.recipe.Partition;
import dev.inlay.cli.recipe.Recipe;
import dev.inlay.cli.recipe.Use;
import dev.inlay.data.Batch;
import dev.inlay.data.Dataset;
import dev.inlay.estimator.Estimator;
import dev.inlay.estimator.Hook;
import dev.inlay.estimator.ProfilerHook;
import dev.inlay.estimator.RunConfig;
import dev.inlay.estimator.RunContext;
import dev.inlay.estimator.StepListener;
import dev.inlay.estimator.Steps;
import dev.inlay.formats.tensorboard.EventFile;
import dev.inlay.train.Profile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Trains the model of a job into its model directory, or goes on where an earlier training of the
 * same job has stopped, however it stopped.
 */
public final class Training {
  /** What {@link #run} gives if it was interrupted. */
  public static final int INTERRUPTED = 130;

  private final Job job;
  private final Screen screen;
  private final ModelDirectory directory;
  private final boolean profiles;
  private @Nullable Profile profile;

  private Training(Job job, Screen screen, boolean profiles) {
    this.job = job;
    this.screen = screen;
    this.profiles = profiles;
    this.directory = new ModelDirectory(job.output());
  }

  /**
   * Trains, measures, and reports.
   *
   * @param restart whether a model that is there already is thrown away
   * @param profiles whether it is reported what the time of the steps went into
   * @return the exit code
   * @throws IllegalArgumentException if the job or its data doesn't suit, or the directory holds
   *     the model of another job
   */
  public static int run(Job job, boolean restart, boolean profiles, Screen screen) {
    TrainingChoice training = job.training();
    Job whole =
        training.epochs() == 0 && training.patience() == 0
            ? job.withTraining(training.withEarlyStopping(new Holdout.Fraction(0.1), 3))
            : job;
    return new Training(whole, screen, profiles).run(restart);
  }

  private int run(boolean restart) {
    long start = System.nanoTime();
    directory.checkPlace();
    if (restart) {
      directory.clear();
    }
    Optional<ModelDirectory.Contents> known = known();
    Inference.Result data = known.map(this::resumed).orElseGet(this::begun);
    describe(data);
    if (known.isPresent()) {
      screen.say("\n" + directory.path() + " has a model of this job; going on with it");
    }
    History history;
    Estimator estimator = estimator(data);
    try (var interruption = Interruption.watch()) {
      history = train(data, estimator, interruption);
      if (history.finishedFor() < 0) {
        screen.say(
            "\nstopped at step %,d, which is saved in %s; run the same command again to go on"
                .formatted(estimator.globalStep(), directory.path()));
        return INTERRUPTED;
      }
    }
    report(data, history, (System.nanoTime() - start) / 1e9);
    return 0;
  }

  private Inference.Result begun() {
    return Inference.of(job, screen::note);
  }

  /**
   * The model that is there to go on with. One without a step isn't: nothing is lost with it, and
   * its job or data may have been mended since.
   */
  private Optional<ModelDirectory.Contents> known() {
    if (!directory.hasModel()) {
      return Optional.empty();
    }
    ModelDirectory.Contents contents = directory.read();
    if (directory.isTrained()) {
      return Optional.of(contents);
    }
    directory.clear();
    return Optional.empty();
  }

  private Inference.Result resumed(ModelDirectory.Contents contents) {
    Differences.between(contents.settings(), job.settings())
        .ifPresent(
            difference -> {
              throw new IllegalArgumentException(
                  "%s has the model of another job: %s; give --restart to train it anew, or another --model-dir"
                      .formatted(directory.path(), difference));
            });
    Inference.Result data = Inference.of(job, contents.recipe());
    if (data.rows().train().rows() != contents.rows()) {
      throw new IllegalArgumentException(
          "%s has a model that was trained on %,d rows, now there are %,d; give --restart to train it anew, or another --model-dir"
              .formatted(directory.path(), contents.rows(), data.rows().train().rows()));
    }
    return data;
  }

  private Estimator estimator(Inference.Result data) {
    RunConfig config =
        RunConfig.of()
            .withModelDir(directory.path())
            .withSaveCheckpointsEvery(Duration.ofSeconds(job.training().checkpointSeconds()))
            .withKeepCheckpointMax(2)
            .withLogStepCountSteps(0);
    if (job.training().tensorBoard()) {
      config = config.withSummaries(EventFile::in);
    }
    boolean weighted = data.rows().train().features().containsKey(Recipe.WEIGHT);
    return Estimators.of(data.recipe(), config, weighted)
        .withNotes(
            new ModelDirectory.Contents(job.settings(), data.rows().train().rows(), data.recipe())
                .toNotes());
  }

  private int wantedEpochs() {
    int epochs = job.training().epochs();
    return epochs == 0 ? TrainingChoice.MOST_EPOCHS : epochs;
  }

  /** Trains to the end, or until it is interrupted: the history isn't finished then. */
  private History train(Inference.Result data, Estimator estimator, Interruption interruption) {
    Partition rows = data.rows();
    int batchSize = job.training().batchSize();
    long perEpoch = Math.ceilDiv(rows.train().rows(), batchSize);
    int epochs = wantedEpochs();
    long step = estimator.globalStep();
    History history = directory.history();
    Estimator judge = judge(data.recipe());
    long kept = history.keptStep(job.training().patience());
    if (history.finishedFor() == epochs && step >= kept) {
      return measured(history, data, judge);
    }
    if (history.finishedFor() >= 0 && step < kept) {
      screen.note(
          "the weights of step %,d are lost; training goes on from step %,d".formatted(kept, step));
    }
    history = history.until(step);
    if (step > 0 && step % perEpoch == 0 && history.steps() < step) {
      // Killed after an epoch's checkpoint, before the epoch was noted.
      String title = "epoch %d/%d".formatted(step / perEpoch, epochs);
      var progress = new Progress(screen, title, perEpoch, perEpoch);
      history = ended(data.recipe(), rows.validation(), judge, history, step, progress);
    }
    if (step < epochs * perEpoch && !history.isStale(job.training().patience())) {
      screen.say("");
    }
    while (step < epochs * perEpoch && !history.isStale(job.training().patience())) {
      long epoch = step / perEpoch;
      var progress =
          new Progress(
              screen, "epoch %d/%d".formatted(epoch + 1, epochs), perEpoch, step % perEpoch);
      Dataset batches =
          Dataset.of(rows.train())
              .shuffle(job.training().seed() * 1_000_003 + epoch)
              .batch(batchSize)
              .skip(step % perEpoch);
      // The data ends with the epoch, but all steps are told: training is made ready for so many.
      estimator.train(() -> batches, Steps.max(epochs * perEpoch), hooks(progress, interruption));
      step = estimator.globalStep();
      if (step % perEpoch != 0 || step == epoch * perEpoch) {
        return history;
      }
      history = ended(data.recipe(), rows.validation(), judge, history, step, progress);
    }
    int best = history.best();
    if (job.training().patience() > 0 && best >= 0) {
      directory.returnToBest(history.epochs().get(best).steps());
      screen.say("the weights of epoch %d are kept".formatted(best + 1));
    }
    return measured(history, data, judge);
  }

  private Hook[] hooks(Progress progress, Interruption interruption) {
    StepListener listener = (_, loss) -> progress.step(loss);
    Hook shown = listener.hook();
    Hook stop = context -> stopping(context, interruption);
    return profiles
        ? new Hook[] {shown, stop, ProfilerHook.of(this::add)}
        : new Hook[] {shown, stop};
  }

  /** Ends a run when somebody asks for it. */
  private static Hook.Observer stopping(RunContext context, Interruption interruption) {
    return new Hook.Observer() {
      @Override
      public void begin() {
        afterStep(Double.NaN);
      }

      @Override
      public void afterStep(double loss) {
        if (interruption.isAsked()) {
          context.requestStop();
        }
      }
    };
  }

  private void add(Profile epoch) {
    profile = profile == null ? epoch : profile.and(epoch);
  }

  /** A history that ends here, with what the model is worth on the test rows. */
  private History measured(History history, Inference.Result data, Estimator judge) {
    Batch test = data.rows().test();
    Map<String, Double> metrics = test == null ? Map.of() : Metrics.of(data.recipe(), judge, test);
    History finished = history.finished(wantedEpochs(), metrics);
    if (job.training().tensorBoard()) {
      Logs.test(directory.path(), history.steps(), metrics);
    }
    directory.write(finished);
    return finished;
  }

  private History ended(
      Recipe recipe,
      @Nullable Batch validation,
      Estimator judge,
      History before,
      long step,
      Progress progress) {
    double loss = Double.NaN;
    String more = "";
    Map<String, Double> metrics = Map.of();
    if (validation != null) {
      metrics = Metrics.of(recipe, judge, validation);
      loss = Objects.requireNonNull(metrics.get("loss"));
      more = "  validation loss %s".formatted(Metrics.text(loss));
    }
    History history = before.with(new History.Epoch(step, progress.loss(), loss));
    if (job.training().patience() > 0 && history.best() == history.epochs().size() - 1) {
      judge.latestCheckpoint().ifPresent(directory::keepBest);
    }
    directory.write(history);
    if (job.training().tensorBoard()) {
      Logs.epoch(directory.path(), step, progress.loss(), metrics);
    }
    progress.end(more);
    return history;
  }

  /** What measures: rows count the same there. */
  private Estimator judge(Recipe recipe) {
    return Estimators.of(
        recipe, RunConfig.of().withModelDir(directory.path()).withLogStepCountSteps(0), false);
  }

  private void describe(Inference.Result data) {
    Recipe recipe = data.recipe();
    Partition rows = data.rows();
    Answer answer = recipe.answer();
    screen.say(
        "%,d rows for training%s%s"
            .formatted(
                rows.train().rows(),
                count(rows.validation(), "for validation"),
                count(rows.test(), "to test on (" + job.data().test().describe() + ")")));
    screen.say(
        "label \"%s\": %s"
            .formatted(
                answer.column(),
                switch (answer.task()) {
                  case REGRESSION -> "a number (regression)";
                  case BINARY ->
                      "\"%s\" or \"%s\"; probabilities are of \"%s\""
                          .formatted(
                              answer.classes().get(0),
                              answer.classes().get(1),
                              answer.classes().get(1));
                  case MULTICLASS -> "one of %d classes".formatted(answer.classes().size());
                  case MULTILABEL -> "any of %d classes".formatted(answer.classes().size());
                  case SEQUENCE ->
                      "one of %d classes for each step".formatted(answer.classes().size());
                  case AUTO -> throw new IllegalStateException("the task is known");
                }));
    screen.say(columns(recipe));
  }

  private static String count(@Nullable Batch rows, String what) {
    return rows == null ? "" : ", %,d %s".formatted(rows.rows(), what);
  }

  static String columns(Recipe recipe) {
    TextTable table = TextTable.of("column", "kind", "learned from the data", "seen by");
    for (Use use : recipe.columns()) {
      ColumnText text = ColumnText.of(use.column());
      table.add(
          String.join(" x ", use.column().features()), text.kind(), text.details(), use.describe());
    }
    return table.toString();
  }

  private void report(Inference.Result data, History history, double seconds) {
    Path path = directory.path();
    if (profile != null) {
      screen.say("\nwhat the time of the steps went into:\n" + profile);
    }
    if (!history.metrics().isEmpty()) {
      screen.say("\non the test rows:\n" + Metrics.table(history.metrics()));
    }
    screen.say(
        "\nthe model is in %s (%s s in all); ask it with\n  ./inlay predict --model %s --csv %s"
            .formatted(
                path,
                String.format(Locale.ROOT, "%.1f", seconds),
                quoted(path),
                quoted(
                    job.data().origin() instanceof Origin.Files files
                        ? files.files().getFirst()
                        : Path.of("FILE"))));
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("model_dir", path.toString());
    tree.put("task", data.recipe().answer().task().name().toLowerCase(Locale.ROOT));
    tree.put("train_rows", data.rows().train().rows());
    tree.put("epochs", history.toTree().get("epochs"));
    tree.put("metrics", history.metrics());
    tree.put("seconds", seconds);
    if (profile != null) {
      tree.put("profile", profile.seconds());
    }
    screen.result(tree);
  }

  /** A path as a shell takes it. */
  private static String quoted(Path path) {
    String text = path.toString();
    return text.matches("[\\w./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
