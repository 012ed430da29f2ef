package dev.inlay.parquet;

import dev.inlay.data.Fields;
import dev.inlay.data.Schema;
import dev.inlay.tensor.DType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.LocalInputFile;

/** What files say of their columns. */
final class Footers {
  /** Beyond, floats no longer tell whole numbers apart. */
  private static final long FLOAT_EXACT = 1 << 24;

  private static final ParquetReadOptions OPTIONS =
      ParquetReadOptions.builder(new PlainParquetConfiguration())
          .withCodecFactory(new Codecs())
          .build();

  private Footers() {}

  /**
   * Opens a file.
   *
   * @throws IllegalArgumentException if it is no Parquet file
   * @throws UncheckedIOException if it can't be read
   */
  static ParquetFileReader open(Path file) {
    if (!Files.exists(file)) {
      throw new UncheckedIOException(new IOException(file + ": no such file"));
    }
    try {
      return ParquetFileReader.open(new LocalInputFile(file), OPTIONS);
    } catch (IOException e) {
      throw new UncheckedIOException("%s can't be read: %s".formatted(file, e.getMessage()), e);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "%s is no Parquet file, or damaged: %s"
              .formatted(
                  file, String.valueOf(e.getMessage()).replaceAll("\\S+@\\p{XDigit}+", "it")),
          e);
    }
  }

  /** What is known of a column over all files. */
  private static final class Known {
    final Leaf leaf;
    boolean gaps;
    boolean large;

    Known(Leaf leaf) {
      this.leaf = leaf;
    }
  }

  static Schema schema(Parquet parquet) {
    Map<String, Known> known = new LinkedHashMap<>();
    long rows = 0;
    for (Path file : parquet.files()) {
      try (ParquetFileReader reader = open(file)) {
        List<Leaf> leaves = Leaf.of(reader.getFooter().getFileMetaData().getSchema());
        if (known.isEmpty()) {
          leaves.forEach(leaf -> known.put(leaf.name(), new Known(leaf)));
        }
        check(parquet, file, known, leaves);
        rows += reader.getRecordCount();
        for (BlockMetaData block : reader.getFooter().getBlocks()) {
          look(block, leaves, known);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("closing " + file, e);
      }
    }
    if (rows == 0) {
      throw new IllegalArgumentException(parquet.files() + ": no rows");
    }
    return schema(parquet, known);
  }

  private static void check(
      Parquet parquet, Path file, Map<String, Known> known, List<Leaf> leaves) {
    Map<String, Leaf> here = new LinkedHashMap<>();
    for (Leaf leaf : leaves) {
      if (here.put(leaf.name(), leaf) != null) {
        throw new IllegalArgumentException(
            "%s: two columns have the name \"%s\"".formatted(file, leaf.name()));
      }
    }
    if (!here.keySet().equals(known.keySet())) {
      throw new IllegalArgumentException(
          "%s: columns %s, but %s has %s"
              .formatted(file, here.keySet(), parquet.files().getFirst(), known.keySet()));
    }
    known.forEach(
        (name, first) -> {
          Leaf leaf = here.get(name);
          if (leaf != null
              && (leaf.kind() != first.leaf.kind() || leaf.depth() != first.leaf.depth())) {
            throw new IllegalArgumentException(
                "%s: column \"%s\" is %s, but in %s it is %s"
                    .formatted(
                        file,
                        name,
                        leaf.column(),
                        parquet.files().getFirst(),
                        first.leaf.column()));
          }
        });
  }

  /** Learns from a row group's statistics whether whole numbers are missing, or large. */
  private static void look(BlockMetaData block, List<Leaf> leaves, Map<String, Known> known) {
    Map<List<String>, ColumnChunkMetaData> chunks = new LinkedHashMap<>();
    block.getColumns().forEach(chunk -> chunks.put(List.of(chunk.getPath().toArray()), chunk));
    for (Leaf leaf : leaves) {
      Known column = known.get(leaf.name());
      ColumnChunkMetaData chunk = chunks.get(List.of(leaf.column().getPath()));
      if (column == null || chunk == null || leaf.column().getMaxDefinitionLevel() == 0) {
        continue;
      }
      Statistics<?> statistics = chunk.getStatistics();
      column.gaps |= !statistics.isNumNullsSet() || statistics.getNumNulls() > 0;
      column.large |=
          statistics.hasNonNullValue()
              && (isLarge(statistics.genericGetMin()) || isLarge(statistics.genericGetMax()));
    }
  }

  private static boolean isLarge(Object value) {
    return value instanceof Number number && Math.abs(number.doubleValue()) > FLOAT_EXACT;
  }

  private static Schema schema(Parquet parquet, Map<String, Known> known) {
    Fields fields = parquet.fields();
    String first = parquet.files().getFirst().toString();
    Schema schema = Schema.of(Map.of());
    for (String name : fields.chosen(first, known.keySet())) {
      Known column = known.get(name);
      if (column == null) {
        continue;
      }
      if (column.leaf.depth() > 1) {
        throw new IllegalArgumentException(
            "%s: column \"%s\" is a list of lists, which is no column of a batch; name the columns to read (withColumns), without it"
                .formatted(first, name));
      }
      DType given = fields.given().types().get(name);
      DType type = given == null ? type(column, fields.defaults().containsKey(name)) : given;
      schema = column.leaf.depth() == 1 ? schema.withList(name, type) : schema.with(name, type);
    }
    return schema;
  }

  private static DType type(Known column, boolean hasDefault) {
    return switch (column.leaf.kind()) {
      case NUMBER, DECIMAL -> DType.FLOAT32;
      case TEXT, BYTES -> DType.STRING;
      case WHOLE, TRUTH -> {
        boolean complete = !column.gaps || hasDefault || column.leaf.depth() > 0;
        yield complete ? DType.INT64 : column.large ? DType.STRING : DType.FLOAT32;
      }
    };
  }
}
