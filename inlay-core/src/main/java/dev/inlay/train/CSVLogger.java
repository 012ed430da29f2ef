package dev.inlay.train;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Writes a line for each epoch into a CSV file: the epoch, counted from 0, and all logs in the
 * order of the alphabet. The first epoch decides on the columns: if it has no validation, those of
 * one come after its own. A number that an epoch lacks is {@code NA}. Every line is on disk before
 * the next epoch begins.
 *
 * @param file where to
 * @param separator what stands between the fields
 * @param append whether lines are added to a file that is there, rather than written over it
 */
public record CSVLogger(Path file, char separator, boolean append) implements Callback {
  private static final String VALIDATION = "val_";

  public static CSVLogger of(Path file) {
    return new CSVLogger(file, ',', false);
  }

  public CSVLogger withSeparator(char newSeparator) {
    return new CSVLogger(file, newSeparator, append);
  }

  public CSVLogger withAppend(boolean toEnd) {
    return new CSVLogger(file, separator, toEnd);
  }

  /**
   * Opens the file.
   *
   * @throws UncheckedIOException if it can't be written
   */
  @Override
  public Observer start(Training training) {
    try {
      boolean header = !append || !Files.exists(file) || Files.size(file) == 0;
      StandardOpenOption how =
          append ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
      CsvWriter writer =
          CsvWriter.builder()
              .fieldSeparator(separator)
              .build(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how);
      return new Lines(file, writer, header);
    } catch (IOException e) {
      throw new UncheckedIOException("can't write the log " + file, e);
    }
  }

  private static final class Lines implements Observer {
    private final Path file;
    private final CsvWriter writer;
    private final boolean header;
    private @Nullable List<String> columns;

    Lines(Path file, CsvWriter writer, boolean header) {
      this.file = file;
      this.writer = writer;
      this.header = header;
    }

    @Override
    public void epochEnd(int epoch, Map<String, Double> logs) {
      List<String> names = columns;
      if (names == null) {
        names = columns(new TreeSet<>(logs.keySet()));
        columns = names;
        if (header) {
          write("epoch", names);
        }
      }
      List<String> values = new ArrayList<>();
      for (String name : names) {
        Double value = logs.get(name);
        values.add(value == null ? "NA" : PythonFormat.of(value));
      }
      write(Integer.toString(epoch), values);
    }

    private static List<String> columns(Set<String> names) {
      List<String> columns = new ArrayList<>(names);
      if (names.stream().noneMatch(name -> name.startsWith(VALIDATION))) {
        names.forEach(name -> columns.add(VALIDATION + name));
      }
      return columns;
    }

    private void write(String first, List<String> rest) {
      List<String> line = new ArrayList<>();
      line.add(first);
      line.addAll(rest);
      try {
        writer.writeRecord(line);
        writer.flush();
      } catch (IOException | UncheckedIOException e) {
        throw new UncheckedIOException(
            "can't write the log " + file, e instanceof IOException io ? io : new IOException(e));
      }
    }

    @Override
    public void trainEnd() {
      try {
        writer.close();
      } catch (IOException e) {
        throw new UncheckedIOException("can't write the log " + file, e);
      }
    }
  }
}
