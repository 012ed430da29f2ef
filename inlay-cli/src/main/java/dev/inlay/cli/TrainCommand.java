package dev.inlay.cli;

import dev.inlay.cli.job.Data;
import dev.inlay.cli.job.Holdout;
import dev.inlay.cli.job.Job;
import dev.inlay.cli.job.JobFile;
import dev.inlay.cli.job.Layout;
import dev.inlay.cli.job.ModelChoice;
import dev.inlay.cli.job.Origin;
import dev.inlay.cli.job.Target;
import dev.inlay.cli.job.TrainingChoice;
import dev.inlay.cli.run.Training;
import dev.inlay.data.DataFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code inlay train}. */
@Command(
    name = "train",
    description = "Trains a model, or goes on with a training that was stopped.",
    sortOptions = false)
final class TrainCommand implements Callable<Integer> {
  @Mixin
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommonOptions common;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "FILE.yaml",
      description = "the job; options stand above what it says")
  private @Nullable Path file;

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description =
          "the data: CSV, .jsonl or .parquet; may be given several times, or be a pattern in"
              + " quotes")
  private @Nullable List<String> csv;

  @Option(names = "--label", paramLabel = "COLUMN", description = "what is to be predicted")
  private @Nullable String label;

  @Option(
      names = "--test",
      paramLabel = "FILE",
      description = "rows to measure the model on (default: a fifth of the data)")
  private @Nullable List<String> test;

  @Option(
      names = "--header",
      paramLabel = "COLUMN",
      split = ",",
      description = "the columns' names, where files begin with a row (default: their first line)")
  private @Nullable List<String> header;

  @Option(
      names = "--separator",
      paramLabel = "C",
      description = "between cells: one character, or tab (default: a comma)")
  private @Nullable String separator;

  @Option(
      names = "--charset",
      paramLabel = "NAME",
      description = "how letters are written, such as windows-1252 (default: UTF-8)")
  private @Nullable String charset;

  @Option(names = "--drop", paramLabel = "COLUMN", description = "a column not to learn from")
  private @Nullable List<String> drop;

  @Option(
      names = {"--model-dir", "--model"},
      paramLabel = "DIR",
      description = "where the model goes")
  private @Nullable Path modelDir;

  @Option(names = "--kind", paramLabel = "KIND", description = "${COMPLETION-CANDIDATES}")
  private ModelChoice.@Nullable Kind kind;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "times through the data (default: as many as help)")
  private @Nullable Integer epochs;

  @Option(names = "--batch-size", paramLabel = "N", description = "rows a step")
  private @Nullable Integer batchSize;

  @Option(names = "--learning-rate", paramLabel = "X", description = "of the network's optimizer")
  private @Nullable Double learningRate;

  @Option(names = "--seed", paramLabel = "N", description = "the same seed gives the same model")
  private @Nullable Long seed;

  @Option(names = "--restart", description = "throw away a model that is there, and train anew")
  private boolean restart;

  @Option(names = "--profile", description = "say what the time of the steps went into")
  private boolean profile;

  @Override
  public Integer call() {
    return Training.run(job(), restart, profile, common.screen());
  }

  private Job job() {
    Job job = file == null ? inferred() : read(file);
    if (separator != null) {
      job = job.withData(job.data().withLayout(job.data().layout().withSeparator(separator)));
    }
    if (charset != null) {
      job = job.withData(job.data().withLayout(job.data().layout().withCharset(charset)));
    }
    if (header != null) {
      job = job.withData(job.data().withLayout(job.data().layout().withHeader(header)));
    }
    if (test != null) {
      int skip =
          job.data().test() instanceof Holdout.Separate s
              ? s.skipLines()
              : job.data().layout().skipLines();
      List<Path> files = DataFiles.named(Path.of(""), test);
      job = job.withData(job.data().withTest(new Holdout.Separate(files, skip)));
    }
    if (drop != null) {
      job = job.withDrop(drop);
    }
    if (modelDir != null) {
      job = job.withOutput(modelDir);
    }
    if (kind != null) {
      job = job.withModel(job.model().withKind(kind));
    }
    return job.withTraining(training(job.training()));
  }

  private TrainingChoice training(TrainingChoice said) {
    TrainingChoice training = said;
    if (epochs != null) {
      training = training.withEpochs(atLeastOne("--epochs", epochs));
    }
    if (batchSize != null) {
      training = training.withBatchSize(atLeastOne("--batch-size", batchSize));
    }
    if (learningRate != null) {
      training =
          training.withOptimizer(training.optimizer().withLearningRate(learningRate.floatValue()));
    }
    return seed == null ? training : training.withSeed(seed);
  }

  private Job read(Path yaml) {
    if (Layout.isData(yaml)) {
      throw new IllegalArgumentException(
          "%s is data, and a job is wanted; train on it with --csv %s --label COLUMN"
              .formatted(yaml, yaml));
    }
    return JobFile.read(yaml, csv == null ? null : DataFiles.named(Path.of(""), csv), label);
  }

  private Job inferred() {
    if (csv == null || label == null) {
      throw new IllegalArgumentException(
          "what is to be trained? Give a job, as in inlay train FILE.yaml, or --csv FILE --label"
              + " COLUMN");
    }
    List<Path> files = DataFiles.named(Path.of(""), csv);
    return new Job(
        new Data(
            new Origin.Files(files, ""),
            Layout.USUAL,
            Data.BadRowsChoice.FAIL,
            new Holdout.Fraction(0.2)),
        Target.of(label),
        Map.of(),
        List.of(),
        ModelChoice.USUAL,
        TrainingChoice.USUAL,
        Path.of(JobFile.stem(files.getFirst()) + "-model"));
  }

  private static int atLeastOne(String option, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("%s %d: give 1 or more".formatted(option, value));
    }
    return value;
  }
}
