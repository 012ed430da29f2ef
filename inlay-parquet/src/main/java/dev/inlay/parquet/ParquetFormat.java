package dev.inlay.parquet;

import dev.inlay.data.FileFormat;
import dev.inlay.data.RowSource;
import java.nio.file.Path;
import java.util.List;

/** Parquet among the kinds of files that are told by their names. */
public final class ParquetFormat implements FileFormat {
  @Override
  public String name() {
    return "parquet";
  }

  @Override
  public List<String> suffixes() {
    return List.of(".parquet");
  }

  @Override
  public RowSource<?> open(List<Path> files) {
    return Parquet.of(files);
  }
}
