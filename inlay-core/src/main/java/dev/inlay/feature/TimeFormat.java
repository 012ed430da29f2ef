package dev.inlay.feature;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;

/** How dates and times are written in the data: as text, or as numbers counted from 1970. */
public sealed interface TimeFormat {
  /** Text by ISO 8601: {@code 2024-05-17}, {@code 2024-05-17T12:30}, {@code …T12:30:05+02:00}. */
  TimeFormat ISO = new Text("");

  /** Whole numbers: how many of a unit have passed since the beginning of 1970, UTC. */
  enum Since1970 implements TimeFormat {
    DAYS(ChronoUnit.DAYS),
    SECONDS(ChronoUnit.SECONDS),
    MILLIS(ChronoUnit.MILLIS);

    private final ChronoUnit unit;

    Since1970(ChronoUnit unit) {
      this.unit = unit;
    }

    LocalDateTime read(long count, ZoneId zone) {
      if (this == DAYS) {
        return LocalDate.ofEpochDay(count).atStartOfDay();
      }
      return LocalDateTime.ofInstant(Instant.EPOCH.plus(count, unit), zone);
    }
  }

  /**
   * Text.
   *
   * @param pattern as {@link DateTimeFormatter} has them, with English names; empty for ISO 8601
   */
  record Text(String pattern) implements TimeFormat {
    private static final DateTimeFormatter ISO_8601 =
        new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendPattern("[['T'][' ']")
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .appendPattern("][[XXX][XX][X]]")
            .toFormatter(Locale.ENGLISH);

    public Text {
      formatter(pattern);
    }

    private static DateTimeFormatter formatter(String pattern) {
      return pattern.isEmpty() ? ISO_8601 : DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
    }

    /** What reads texts; made once for many. */
    Reader reader(ZoneId zone) {
      return new Reader(formatter(pattern), zone);
    }
  }

  /** Text by a pattern of {@link DateTimeFormatter}: {@code dd.MM.yyyy HH:mm}. */
  static TimeFormat pattern(String pattern) {
    return new Text(pattern);
  }

  /** Reads texts as local times of a zone. */
  record Reader(DateTimeFormatter formatter, ZoneId zone) {
    /** A time; at midnight where the text is a date alone. */
    record Read(LocalDateTime time, boolean dateOnly) {}

    /**
     * @throws DateTimeParseException if the text is something else
     * @throws DateTimeException if it is no date
     */
    Read read(String text) {
      TemporalAccessor parsed =
          formatter.parseBest(text, ZonedDateTime::from, LocalDateTime::from, LocalDate::from);
      return switch (parsed) {
        case ZonedDateTime t -> new Read(t.withZoneSameInstant(zone).toLocalDateTime(), false);
        case LocalDateTime t -> new Read(t, false);
        case LocalDate d -> new Read(d.atStartOfDay(), true);
        default -> throw new DateTimeException("no date in \"" + text + "\"");
      };
    }
  }
}
