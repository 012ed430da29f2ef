package dev.inlay.cli;

import dev.inlay.cli.run.TrainedModel;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code inlay summary}. */
@Command(
    name = "summary",
    description = "Shows a model: its columns, its weights, how training went.",
    sortOptions = false)
final class SummaryCommand implements Callable<Integer> {
  @Mixin
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommonOptions common;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "MODEL",
      description = "the model directory, a zip file of it, or a .keras or .h5 file")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path model;

  @Override
  public Integer call() {
    TrainedModel.open(model).summarize(common.screen());
    return 0;
  }
}
