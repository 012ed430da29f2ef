package dev.inlay.cli.job;

import java.nio.file.Path;
import java.util.List;

/** Rows that are kept from training. */
public sealed interface Holdout {
  /** What of it decides about the model: which rows are left for training. */
  default Holdout settings() {
    return this;
  }

  /** Says which rows, for people. */
  String describe();

  /** No rows. */
  record None() implements Holdout {
    @Override
    public String describe() {
      return "no rows";
    }
  }

  /** Every n-th row, the first one among them. */
  record Every(int n) implements Holdout {
    @Override
    public String describe() {
      return "one row in " + n + ", from the first on";
    }
  }

  /** A part of the rows, drawn at random by the job's seed. */
  record Fraction(double part) implements Holdout {
    @Override
    public String describe() {
      return "%.0f%% of the rows, drawn at random".formatted(100 * part);
    }
  }

  /** All rows of other files, which are written like those of training but for lines to skip. */
  record Separate(List<Path> files, int skipLines) implements Holdout {
    public Separate {
      files = List.copyOf(files);
    }

    @Override
    public Holdout settings() {
      return new None();
    }

    @Override
    public String describe() {
      return "the rows of " + String.join(", ", files.stream().map(Path::toString).toList());
    }
  }
}
