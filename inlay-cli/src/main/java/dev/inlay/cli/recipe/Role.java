package dev.inlay.cli.recipe;

import dev.inlay.data.RowSource;
import dev.inlay.tensor.DType;

/** How a column of a file is read. */
public enum Role {
  /** As numbers; a missing one is NaN. */
  NUMBER,
  /** As whole numbers; a missing one is -1, which categories take for that. */
  ID,
  /** As it stands; a missing one is the empty text. */
  TEXT;

  /** A reader that reads the column so. */
  RowSource<?> read(RowSource<?> rows, String column) {
    return switch (this) {
      case NUMBER -> rows.withType(column, DType.FLOAT32);
      case ID -> rows.withType(column, DType.INT64).withDefault(column, "-1");
      case TEXT -> rows.withType(column, DType.STRING);
    };
  }
}
