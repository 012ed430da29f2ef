package dev.inlay.parquet;

import dev.inlay.data.BadRows.BadRow;
import dev.inlay.data.Batch;
import dev.inlay.data.BatchBuilder;
import dev.inlay.data.Chunks;
import dev.inlay.data.Schema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.ParquetRuntimeException;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.DummyRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.jspecify.annotations.Nullable;

/** The rows of one file, row group by row group. */
final class ParquetRows implements Chunks.Source {
  private static final int CHUNK_ROWS = 4096;

  private final Parquet parquet;
  private final Path file;
  private final ParquetFileReader reader;
  private final BatchBuilder builder;
  private final List<Wanted> wanted = new ArrayList<>();
  private long left;
  private long row;

  /** A column that is read. */
  private static final class Wanted {
    final Leaf leaf;
    final BatchBuilder.Column to;
    @Nullable ColumnReader values;

    Wanted(Leaf leaf, BatchBuilder.Column to) {
      this.leaf = leaf;
      this.to = to;
    }

    /** Reads a row's values; those of a bad row are read to their end too. */
    void read() {
      ColumnReader from = values;
      if (from == null) {
        return;
      }
      IllegalArgumentException bad = null;
      do {
        if (bad == null) {
          try {
            leaf.read(from, to);
          } catch (IllegalArgumentException e) {
            bad = e;
          }
        }
        from.consume();
      } while (from.getCurrentRepetitionLevel() > 0);
      if (bad != null) {
        throw bad;
      }
    }
  }

  ParquetRows(Parquet parquet, Path file, Schema schema) {
    this.parquet = parquet;
    this.file = file;
    this.reader = Footers.open(file);
    this.builder = BatchBuilder.of(schema, parquet.fields());
    List<ColumnDescriptor> columns = new ArrayList<>();
    for (Leaf leaf : Leaf.of(reader.getFooter().getFileMetaData().getSchema())) {
      BatchBuilder.Column to = builder.column(leaf.name());
      if (to != null) {
        wanted.add(new Wanted(leaf, to));
        columns.add(leaf.column());
      }
    }
    reader.setRequestedSchema(columns);
  }

  @Override
  public @Nullable Batch next() {
    while (builder.rows() < CHUNK_ROWS) {
      if (left == 0 && !nextGroup()) {
        break;
      }
      try {
        read();
      } catch (ParquetRuntimeException e) {
        throw damaged(e);
      }
      left--;
      row++;
    }
    return builder.take();
  }

  private boolean nextGroup() {
    try {
      PageReadStore group = reader.readNextRowGroup();
      if (group == null) {
        return false;
      }
      FileMetaData meta = reader.getFooter().getFileMetaData();
      var store =
          new ColumnReadStoreImpl(
              group,
              new DummyRecordConverter(meta.getSchema()).getRootConverter(),
              meta.getSchema(),
              meta.getCreatedBy());
      wanted.forEach(column -> column.values = store.getColumnReader(column.leaf.column()));
      left = group.getRowCount();
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "%s, row %,d: can't be read on: %s".formatted(file, row, e.getMessage()), e);
    } catch (RuntimeException e) {
      throw damaged(e);
    }
  }

  private IllegalArgumentException damaged(RuntimeException e) {
    return new IllegalArgumentException(
        "%s, row %,d: damaged, or written in a way that isn't known: %s"
            .formatted(file, row, e.getMessage()),
        e);
  }

  private void read() {
    IllegalArgumentException bad = null;
    for (Wanted column : wanted) {
      try {
        column.read();
      } catch (IllegalArgumentException e) {
        bad = bad == null ? e : bad;
      }
    }
    try {
      if (bad == null) {
        builder.endRow();
        return;
      }
    } catch (IllegalArgumentException e) {
      bad = e;
    }
    builder.dropRow();
    parquet
        .badRows()
        .add(new BadRow("%s, row %,d".formatted(file, row), String.valueOf(bad.getMessage()), ""));
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw new UncheckedIOException("closing " + file, e);
    }
  }
}
