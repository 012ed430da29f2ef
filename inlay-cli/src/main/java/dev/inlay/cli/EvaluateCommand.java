package dev.inlay.cli;

import dev.inlay.cli.run.TrainedModel;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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

  @Override
  public Integer call() {
    TrainedModel.open(rows.model()).evaluate(rows.files(), rows.skipLines(), common.screen());
    return 0;
  }
}
