package dev.inlay.feature;

import dev.inlay.data.Batch;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Value;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

/**
 * A part of a date or time as a category: the month, the weekday, the hour. TensorFlow has no such
 * column. A missing value, {@code ""} or -1, has no category.
 *
 * @param key the feature: text, or whole numbers counted from 1970
 * @param part which part
 * @param format how the feature is written
 * @param zone the clock that is read, where the data says which instant it is: of {@link
 *     java.time.ZoneId}
 */
public record TimeColumn(String key, TimePart part, TimeFormat format, String zone)
    implements CategoricalColumn, CrossKey {
  public TimeColumn {
    Check.key(key);
    try {
      ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "column \"%s\": no time zone \"%s\"; give one as UTC, Europe/Berlin or +02:00"
              .formatted(key, zone),
          e);
    }
  }

  /** Of a text by ISO 8601, by the clock that it is written for, or in UTC if it has an offset. */
  public static TimeColumn of(String key, TimePart part) {
    return new TimeColumn(key, part, TimeFormat.ISO, "UTC");
  }

  /** The year of a text by ISO 8601. */
  public static TimeColumn years(String key, int first, int last) {
    return of(key, new TimePart.Years(first, last));
  }

  public TimeColumn withFormat(TimeFormat format) {
    return new TimeColumn(key, part, format, zone);
  }

  public TimeColumn withZone(String zone) {
    return new TimeColumn(key, part, format, zone);
  }

  /** The part as a point on a circle, so that December is next to January. */
  public CyclicColumn cyclic() {
    return new CyclicColumn(this);
  }

  @Override
  public String name() {
    return key + "_" + part.title();
  }

  @Override
  public List<String> features() {
    return List.of(key);
  }

  @Override
  public int numBuckets() {
    return part.size();
  }

  @Override
  public SparseIds ids(Batch batch) {
    Value value = batch.feature(key);
    Cells cells = Cells.of(name(), value);
    ZoneId clock = ZoneId.of(zone);
    return switch (format) {
      case TimeFormat.Since1970 since -> {
        Check.sameKind(name(), DType.INT64, value);
        yield cells.numberIds((count, row) -> part.of(time(since, count, clock, row)));
      }
      case TimeFormat.Text text -> {
        Check.sameKind(name(), DType.STRING, value);
        TimeFormat.Reader reader = text.reader(clock);
        yield cells.textIds((cell, row) -> id(reader, cell, row));
      }
    };
  }

  private LocalDateTime time(TimeFormat.Since1970 since, long count, ZoneId clock, int row) {
    try {
      return since.read(count, clock);
    } catch (DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException(
          "column \"%s\", row %d: %d is beyond all times; say with withFormat what is counted"
              .formatted(name(), row, count),
          e);
    }
  }

  private int id(TimeFormat.Reader reader, String cell, int row) {
    TimeFormat.Reader.Read read;
    try {
      read = reader.read(cell);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "column \"%s\", row %d: \"%s\" is no date or time as the column has them (%s); clean the data, or say by the column's format how it is written"
              .formatted(name(), row, cell, shown(format)),
          e);
    }
    if (read.dateOnly() && part.ofDay()) {
      throw new IllegalArgumentException(
          "column \"%s\", row %d: \"%s\" is a date without a time; take the weekday or the month of it"
              .formatted(name(), row, cell));
    }
    return part.of(read.time());
  }

  private static String shown(TimeFormat format) {
    return switch (format) {
      case TimeFormat.Text(String pattern) ->
          pattern.isEmpty() ? "2024-05-17 or 2024-05-17T12:30:05" : pattern;
      case TimeFormat.Since1970 unit -> unit.name().toLowerCase(Locale.ROOT) + " since 1970";
    };
  }
}
