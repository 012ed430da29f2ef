package dev.inlay.checkpoint;

import dev.inlay.tensor.Bytes;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Storage;
import dev.inlay.tensor.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What training needs to go on: named tables of floats or of 8-bit numbers (weights, optimizer
 * slots), the step, and small notes.
 *
 * <p>The file, all numbers little-endian:
 *
 * <pre>
 * "INLAYCKP"  version int  header length int
 * header      step long; notes: count int, (key, value)…; entries: count int, (name, rank int, dims int…)…
 * CRC-32C of all that, int
 * per entry   its floats, then their CRC-32C, int
 * </pre>
 *
 * A file that holds numbers of 8 bits is of version 2: the header has a byte behind each entry's
 * dims, how many bytes one of its numbers takes, 4 or 1. All others are of version 1.
 *
 * <p>Texts are a length in bytes and UTF-8. The header says how long the file is, so a shorter one
 * is known before a float is read; nothing is allocated that the file isn't large enough to fill.
 *
 * @param step how many training steps led here
 * @param notes texts by key: a config, a learning rate, a position in the data
 * @param entries the tables; no name stands twice
 */
public record Checkpoint(long step, Map<String, String> notes, List<Entry> entries) {
  /**
   * A named table.
   *
   * @param name what it is found by: {@code dense/kernel}
   * @param shape the axes that its numbers stand for; axis 0 counts the table's rows
   * @param values the numbers themselves, not a copy
   */
  public record Entry(String name, Shape shape, Storage values) {
    public Entry {
      if (shape.size() != values.size()) {
        throw new IllegalArgumentException(
            "\"%s\": shape %s and a table of %,d numbers".formatted(name, shape, values.size()));
      }
    }

    /**
     * The floats themselves, as those of an optimizer's slot.
     *
     * @throws IllegalStateException if these are numbers of 8 bits
     */
    public Table floats() {
      if (values instanceof Table table) {
        return table;
      }
      throw new IllegalStateException("\"%s\" is %s".formatted(name, values));
    }

    /** FLOAT32 or INT8. */
    DType dtype() {
      return values instanceof Bytes ? DType.INT8 : DType.FLOAT32;
    }
  }

  public Checkpoint {
    notes = Collections.unmodifiableMap(new LinkedHashMap<>(notes));
    entries = List.copyOf(entries);
    Set<String> names = new HashSet<>();
    for (Entry e : entries) {
      if (!names.add(e.name)) {
        throw new IllegalArgumentException("two tables are named \"" + e.name + "\"");
      }
    }
  }

  /**
   * Writes a file: under another name first, then renamed when all of it is on the disk. Whatever
   * was there under this name stays until then.
   *
   * @throws java.io.UncheckedIOException if it can't be written; what was there is as before
   */
  public void write(Path file) {
    CheckpointWriter.write(this, file);
  }

  /**
   * Reads all of a file.
   *
   * @throws DamagedCheckpointException if it is damaged, cut short, or of a newer version
   * @throws java.io.UncheckedIOException if it can't be read
   */
  public static Checkpoint read(Path file) {
    try (var reader = CheckpointReader.open(file).intoNewTables()) {
      List<Entry> entries = new ArrayList<>();
      reader
          .shapes()
          .forEach(
              (name, shape) ->
                  entries.add(new Entry(name, shape, storage(shape, reader.dtype(name)))));
      reader.readInto(entries);
      return new Checkpoint(reader.step(), reader.notes(), entries);
    }
  }

  /**
   * Copies tables into others of the same names; those that are the very same stay.
   *
   * @throws IllegalArgumentException naming a table that is missing here or has another shape; then
   *     none is changed
   */
  @SuppressWarnings("ReferenceEquality") // the very same table needs no copy
  public void copyInto(List<Entry> into) {
    Map<String, Entry> byName = new LinkedHashMap<>();
    entries.forEach(entry -> byName.put(entry.name, entry));
    for (Entry wanted : into) {
      Entry own = byName.get(wanted.name);
      if (own == null || !own.shape.equals(wanted.shape) || own.dtype() != wanted.dtype()) {
        throw new IllegalArgumentException(
            own == null
                ? "the checkpoint has no table \"%s\"".formatted(wanted.name)
                : "table \"%s\": wanted %s %s, the checkpoint has %s %s"
                    .formatted(wanted.name, wanted.dtype(), wanted.shape, own.dtype(), own.shape));
      }
    }
    for (Entry wanted : into) {
      Storage from = Objects.requireNonNull(byName.get(wanted.name)).values;
      if (from != wanted.values) {
        wanted.values.copyFrom(from);
      }
    }
  }

  private static Storage storage(Shape shape, DType dtype) {
    int rows = shape.rank() == 0 ? 1 : shape.dim(0);
    return dtype == DType.INT8 ? new Bytes(rows, width(shape)) : new Table(rows, width(shape));
  }

  /**
   * The numbers in a row of a table of this shape.
   *
   * @throws ArithmeticException if they are more than an array can hold
   */
  static int width(Shape shape) {
    return Math.toIntExact(shape.size(Math.min(1, shape.rank()), shape.rank()));
  }
}
