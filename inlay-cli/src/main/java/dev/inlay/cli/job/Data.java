package dev.inlay.cli.job;

import java.nio.file.Path;
import java.util.List;

/**
 * Where rows come from.
 *
 * @param files read one after the other
 * @param layout how they are written
 * @param test the rows that the model is measured on at the end
 */
public record Data(List<Path> files, Layout layout, Holdout test) {
  public Data {
    files = List.copyOf(files);
  }

  public Data withLayout(Layout other) {
    return new Data(files, other, test);
  }

  public Data withTest(Holdout other) {
    return new Data(files, layout, other);
  }
}
