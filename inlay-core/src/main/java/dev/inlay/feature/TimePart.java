package dev.inlay.feature;

import java.time.LocalDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalField;
import java.util.Locale;

/** A part of a date or time that is a category: of few values, each of which means something. */
public sealed interface TimePart {
  /** The name of the part, as it stands in a column's: {@code month}. */
  String title();

  /** How many values there are. */
  int size();

  /** The value of a time, from 0 to {@code size - 1}. */
  int of(LocalDateTime time);

  /** Whether the part is one of the time of day, which a date alone doesn't have. */
  boolean ofDay();

  /** Parts that begin again after their last value. */
  enum Cycle implements TimePart {
    /** January is 0. */
    MONTH(ChronoField.MONTH_OF_YEAR, 1, 12),
    /** January to March are 0. */
    QUARTER(IsoFields.QUARTER_OF_YEAR, 1, 4),
    /** The ISO week, the first is 0. */
    WEEK(IsoFields.WEEK_OF_WEEK_BASED_YEAR, 1, 53),
    /** The first is 0. */
    DAY_OF_YEAR(ChronoField.DAY_OF_YEAR, 1, 366),
    /** The first is 0. */
    DAY_OF_MONTH(ChronoField.DAY_OF_MONTH, 1, 31),
    /** Monday is 0. */
    WEEKDAY(ChronoField.DAY_OF_WEEK, 1, 7),
    HOUR(ChronoField.HOUR_OF_DAY, 0, 24),
    MINUTE(ChronoField.MINUTE_OF_HOUR, 0, 60);

    private final TemporalField field;
    private final int first;
    private final int size;

    Cycle(TemporalField field, int first, int size) {
      this.field = field;
      this.first = first;
      this.size = size;
    }

    @Override
    public String title() {
      return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public int of(LocalDateTime time) {
      return time.get(field) - first;
    }

    @Override
    public boolean ofDay() {
      return field.isTimeBased();
    }
  }

  /**
   * The year; those before and after the range count as the nearest in it.
   *
   * @param first is 0
   * @param last of the range
   */
  record Years(int first, int last) implements TimePart {
    public Years {
      if (first > last || (long) last - first >= Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "years from %d to %d; give the earlier one first".formatted(first, last));
      }
    }

    @Override
    public String title() {
      return "year";
    }

    @Override
    public int size() {
      return last - first + 1;
    }

    @Override
    public int of(LocalDateTime time) {
      return Math.clamp(time.getYear(), first, last) - first;
    }

    @Override
    public boolean ofDay() {
      return false;
    }
  }
}
