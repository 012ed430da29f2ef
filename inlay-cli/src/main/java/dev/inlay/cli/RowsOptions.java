package dev.inlay.cli;

import dev.inlay.data.DataFiles;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that name a model and rows for it. */
final class RowsOptions {
  @Option(
      names = "--model",
      required = true,
      paramLabel = "MODEL",
      description = "the model directory, a zip file of it, or a .keras or .h5 file")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path model;

  @Option(
      names = "--csv",
      required = true,
      paramLabel = "FILE",
      description =
          "the rows: CSV, .jsonl or .parquet; may be given several times, or be a pattern in"
              + " quotes")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private List<String> csv;

  @Option(
      names = "--skip-lines",
      paramLabel = "N",
      defaultValue = "-1",
      description = "lines to leave out at the beginning (default: as in training)")
  private int skipLines;

  Path model() {
    return model;
  }

  List<Path> files() {
    return DataFiles.named(Path.of(""), csv);
  }

  /** -1 if nothing is said. */
  int skipLines() {
    return skipLines;
  }
}
