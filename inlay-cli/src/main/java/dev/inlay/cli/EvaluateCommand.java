package dev.inlay.cli;

import dev.inlay.cli.run.TrainedModel;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code inlay evaluate}. */
@Command(
    name = "evaluate",
    description = "Measures a model on rows whose label is known.",
    sortOptions = false)
final class EvaluateCommand implements Callable<Integer> {
  @Mixin
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommonOptions common;

  @Mixin
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private RowsOptions rows;

  @Option(
      names = "--label",
      paramLabel = "COLUMN",
      defaultValue = "",
      description = "the column of the label (default: as in training)")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String label;

  @Override
  public Integer call() {
    TrainedModel.open(rows.model())
        .evaluate(rows.files(), rows.skipLines(), label, common.screen());
    return 0;
  }
}
