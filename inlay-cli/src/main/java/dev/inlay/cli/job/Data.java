package dev.inlay.cli.job;

import dev.inlay.data.BadRows;
import dev.inlay.data.RowSource;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where rows come from.
 *
 * @param origin where they are
 * @param layout how they are written and completed
 * @param badRows what becomes of rows that can't be read
 * @param test the rows that the model is measured on at the end
 */
public record Data(Origin origin, Layout layout, BadRowsChoice badRows, Holdout test) {
  /**
   * What becomes of rows that can't be read.
   *
   * @param skip whether they are left out
   * @param file takes those that are left out; null for none
   */
  public record BadRowsChoice(boolean skip, @Nullable Path file) {
    /** They are errors. */
    public static final BadRowsChoice FAIL = new BadRowsChoice(false, null);

    BadRows policy() {
      return file != null ? BadRows.toFile(file) : skip ? BadRows.skip() : BadRows.fail();
    }
  }

  public Data withLayout(Layout other) {
    return new Data(origin, other, badRows, test);
  }

  public Data withTest(Holdout other) {
    return new Data(origin, layout, badRows, other);
  }

  /** All rows and columns. */
  public RowSource<?> rows() {
    return origin.rows(layout).withBadRows(badRows.policy());
  }
}
