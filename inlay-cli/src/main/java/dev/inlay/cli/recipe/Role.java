package dev.inlay.cli.recipe;

import dev.inlay.data.Csv;
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
  Csv read(Csv csv, String column) {
    return switch (this) {
      case NUMBER -> csv.withType(column, DType.FLOAT32);
      case ID -> csv.withType(column, DType.INT64).withDefault(column, "-1");
      case TEXT -> csv.withType(column, DType.STRING);
    };
  }
}
