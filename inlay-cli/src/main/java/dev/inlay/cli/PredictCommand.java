package dev.inlay.cli;

import dev.inlay.cli.run.Prediction;
import dev.inlay.cli.run.TrainedModel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code inlay predict}. */
@Command(
    name = "predict",
    description =
        "Writes a prediction for each row: as CSV, or as JSON lines with --json, or --output"
            + " FILE.jsonl.",
    sortOptions = false)
final class PredictCommand implements Callable<Integer> {
  @Mixin
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommonOptions common;

  @Mixin
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private RowsOptions rows;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description =
          "where predictions go: CSV, or JSON lines if it ends in .jsonl; .gz packs it (default:"
              + " standard output)")
  private @Nullable Path output;

  @Option(
      names = "--keep",
      paramLabel = "COLUMN",
      split = ",",
      description = "columns of the rows that stand beside the predictions, such as an id")
  private @Nullable List<String> keep;

  @Option(names = "--keep-all", description = "all columns stand beside the predictions")
  private boolean keepAll;

  @Override
  public Integer call() {
    Prediction prediction =
        new Prediction(
            rows.files(), rows.skipLines(), output, keep == null ? List.of() : keep, keepAll);
    prediction.run(TrainedModel.open(rows.model()), common.screen());
    return 0;
  }
}
