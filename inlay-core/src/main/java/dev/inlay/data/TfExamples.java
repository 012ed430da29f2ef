package dev.inlay.data;

import dev.inlay.data.BadRows.BadRow;
import dev.inlay.tensor.Value;
import java.nio.BufferUnderflowException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows in TFRecord files of {@code tf.train.Example}s (message: tensorflow/core/example), read by a
 * {@link ParseSpec}:
 *
 * <pre>{@code
 * var spec = FeatureColumn.parseSpec(columns).withLabel("y", FixedLength.of(INT64));
 * var data = TfExamples.of(spec, Path.of("train-00000.tfrecord.gz")).read();
 * }</pre>
 *
 * @param spec which fields become which columns
 * @param files read one after the other
 * @param badRows what becomes of records that can't be read
 */
public record TfExamples(ParseSpec spec, List<Path> files, BadRows badRows) implements Sharded {
  private static final int CHUNK_ROWS = 1024;

  public TfExamples {
    files = List.copyOf(files);
    if (files.isEmpty()) {
      throw new IllegalArgumentException("no files; give one or more");
    }
  }

  public static TfExamples of(ParseSpec spec, Path... files) {
    return of(spec, List.of(files));
  }

  public static TfExamples of(ParseSpec spec, List<Path> files) {
    return new TfExamples(spec, files, BadRows.fail());
  }

  public TfExamples withBadRows(BadRows badRows) {
    return new TfExamples(spec, files, badRows);
  }

  /**
   * The rows. Walking over them throws {@code IllegalArgumentException} naming the file and the
   * record that can't be read.
   */
  public Dataset read() {
    return Shards.of(this).dataset();
  }

  @Override
  public List<Part> parts() {
    return files.stream()
        .map(file -> new Part(file.toString(), () -> new Chunks(new Examples(file))))
        .toList();
  }

  /**
   * Rows of messages that are in memory.
   *
   * @throws IllegalArgumentException if one can't be read, naming its place
   */
  public static Batch parse(ParseSpec spec, List<byte[]> examples) {
    var rows = new ExampleRows(spec);
    for (int i = 0; i < examples.size(); i++) {
      try {
        rows.add(examples.get(i));
      } catch (IllegalArgumentException | BufferUnderflowException e) {
        throw new IllegalArgumentException("example %,d: %s".formatted(i, reason(e)), e);
      }
    }
    return rows.take();
  }

  private static String reason(RuntimeException e) {
    return e instanceof BufferUnderflowException
        ? "it ends too early"
        : String.valueOf(e.getMessage());
  }

  private final class Examples implements Chunks.Source {
    private final Path file;
    private final TfRecords records;
    private long number;
    private boolean ended;

    Examples(Path file) {
      this.file = file;
      this.records = TfRecords.read(file);
    }

    @Override
    public @Nullable Batch next() {
      var rows = new ExampleRows(spec);
      while (rows.count() < CHUNK_ROWS) {
        byte[] record = record();
        if (record == null) {
          break;
        }
        try {
          rows.add(record);
        } catch (IllegalArgumentException | BufferUnderflowException e) {
          rows.drop();
          badRows.add(new BadRow("%s, record %,d".formatted(file, number - 1), reason(e), ""));
        }
      }
      return rows.count() == 0 ? null : rows.take();
    }

    private byte @Nullable [] record() {
      try {
        if (!ended && records.hasNext()) {
          number++;
          return records.next();
        }
      } catch (TfRecords.Damage damage) {
        badRows.add(
            new BadRow(
                "%s, record %,d".formatted(file, number),
                damage.how() + ", and what follows can't be found; copy or write the file again",
                ""));
      }
      ended = true;
      return null;
    }

    @Override
    public void close() {
      records.close();
    }
  }

  /**
   * Writes rows to a file, with labels and weights as fields beside the features.
   *
   * @param weights the name of the field for sample weights, if there are some
   * @return how many rows were written
   */
  public static long write(Dataset rows, String weights, Path file) {
    long count = 0;
    try (var out = TfRecords.write(file);
        var walk = (rows.isBatched() ? rows : rows.batch(CHUNK_ROWS)).iterator()) {
      while (walk.hasNext()) {
        Batch batch = walk.next();
        Map<String, Value> fields = new LinkedHashMap<>(batch.features());
        fields.putAll(batch.labels());
        if (batch.sampleWeights() != null) {
          fields.put(weights, batch.sampleWeights());
        }
        for (int row = 0; row < batch.rows(); row++) {
          out.add(ExampleWriter.write(fields, row));
          count++;
        }
      }
    }
    return count;
  }
}
