package dev.inlay.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What becomes of rows that can't be read: damaged ones, and those whose values don't suit. Rows
 * that are left out are counted, and each walk that leaves some out says so at its end, in a
 * warning to the logger {@code dev.inlay.data}. One policy may serve several data sets; it counts
 * over all their walks.
 */
public final class BadRows {
  private static final System.Logger LOG = System.getLogger("dev.inlay.data");

  /**
   * A row that can't be read.
   *
   * @param place the file, and the line or record in it
   * @param reason the column and what is wrong with it
   * @param row as it stands in the file; empty if it isn't text
   */
  public record BadRow(String place, String reason, String row) {
    @Override
    public String toString() {
      return place + ": " + reason;
    }
  }

  private final boolean fails;
  private final Consumer<BadRow> notes;
  private long count;
  private @Nullable BadRow latest;

  private BadRows(boolean fails, Consumer<BadRow> notes) {
    this.fails = fails;
    this.notes = notes;
  }

  /** The first one ends the walk with an error that says where it stands. The default. */
  public static BadRows fail() {
    return new BadRows(true, _ -> {});
  }

  /** They are left out and counted. */
  public static BadRows skip() {
    return new BadRows(false, _ -> {});
  }

  /**
   * They are left out, counted and told of.
   *
   * @param notes takes each, one at a time, on whatever thread reads: {@code list::add}. Each walk
   *     tells anew
   */
  public static BadRows collect(Consumer<BadRow> notes) {
    return new BadRows(false, notes);
  }

  /**
   * They are left out, counted and written down: into a new file of JSON lines with {@code place},
   * {@code reason} and {@code row}, each once however many walks there are.
   *
   * @throws UncheckedIOException if the file can't be written
   */
  public static BadRows toFile(Path file) {
    try {
      Files.writeString(file, "");
    } catch (IOException e) {
      throw new UncheckedIOException("bad rows can't be written to " + file, e);
    }
    Set<String> written = new HashSet<>();
    return new BadRows(
        false,
        bad -> {
          if (written.add(bad.place())) {
            append(file, bad);
          }
        });
  }

  private static void append(Path file, BadRow bad) {
    try (var out = Files.newBufferedWriter(file, StandardOpenOption.APPEND);
        JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      json.writeName("place").writeString(bad.place());
      json.writeName("reason").writeString(bad.reason());
      json.writeName("row").writeString(bad.row());
      json.writeEndObject();
      json.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException("bad rows can't be written to " + file, e);
    }
  }

  /** How many there have been. */
  public synchronized long count() {
    return count;
  }

  /** Whether the first one ends the walk. */
  boolean fails() {
    return fails;
  }

  /**
   * One more; for sources of one's own.
   *
   * @throws IllegalArgumentException with place and reason, if bad rows are not to be left out
   */
  public synchronized void add(BadRow bad) {
    count++;
    latest = bad;
    if (fails) {
      throw new IllegalArgumentException(bad.toString());
    }
    notes.accept(bad);
  }

  /** Says at the end of a walk how many it left out. */
  synchronized void report(long countBefore, long rows) {
    long left = count - countBefore;
    if (left > 0) {
      LOG.log(
          System.Logger.Level.WARNING,
          () ->
              "%,d %s left out; the last is %s"
                  .formatted(
                      left,
                      (left == 1
                              ? "row of %,d can't be read and is"
                              : "rows of %,d can't be read and are")
                          .formatted(left + rows),
                      latest));
    }
  }
}
