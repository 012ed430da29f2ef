package dev.inlay.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Saves the model while it is fitted.
 *
 * @param filepath where to; {@code {epoch}}, {@code {batch}} (both counted from 1) and the names of
 *     logs in braces are filled in, with a format of Python's if one follows: {@code
 *     {epoch:02d}-{val_loss:.2f}}; folders are made
 * @param monitor the number that is watched, as the logs name it
 * @param saveBestOnly whether only an epoch that beats all before it is saved, and epochs that lack
 *     the number
 * @param mode which way the number gets better
 * @param everyBatches after how many batches to save; 0 for the end of each epoch
 * @param initialValueThreshold if not null, what the first save must beat
 */
public record ModelCheckpoint(
    String filepath,
    String monitor,
    boolean saveBestOnly,
    Mode mode,
    int everyBatches,
    @Nullable Double initialValueThreshold)
    implements Callback {
  private static final Pattern PLACE = Pattern.compile("\\{(\\w+)(?::([^}]*))?}");

  public ModelCheckpoint {
    if (everyBatches < 0) {
      throw new IllegalArgumentException(
          "save every 1 batch or more, or 0 for each epoch, got " + everyBatches);
    }
  }

  /** Saves at the end of each epoch. */
  public static ModelCheckpoint of(String filepath) {
    return new ModelCheckpoint(filepath, "val_loss", false, Mode.AUTO, 0, null);
  }

  /** Saves at the end of each epoch. */
  public static ModelCheckpoint of(Path file) {
    return of(file.toString());
  }

  public ModelCheckpoint withMonitor(String name) {
    return new ModelCheckpoint(
        filepath, name, saveBestOnly, mode, everyBatches, initialValueThreshold);
  }

  public ModelCheckpoint withSaveBestOnly(boolean bestOnly) {
    return new ModelCheckpoint(
        filepath, monitor, bestOnly, mode, everyBatches, initialValueThreshold);
  }

  public ModelCheckpoint withMode(Mode way) {
    return new ModelCheckpoint(
        filepath, monitor, saveBestOnly, way, everyBatches, initialValueThreshold);
  }

  public ModelCheckpoint withEveryBatches(int batches) {
    return new ModelCheckpoint(
        filepath, monitor, saveBestOnly, mode, batches, initialValueThreshold);
  }

  public ModelCheckpoint withInitialValueThreshold(double value) {
    return new ModelCheckpoint(filepath, monitor, saveBestOnly, mode, everyBatches, value);
  }

  @Override
  public Observer start(Training training) {
    return new Saver(this, training);
  }

  /** The file for an epoch and a batch, both counted from 0; batch -1 at the end of an epoch. */
  Path path(int epoch, int batch, Map<String, Double> logs) {
    Map<String, Number> values = new LinkedHashMap<>(logs);
    values.put("epoch", epoch + 1);
    if (batch >= 0) {
      values.put("batch", batch + 1);
    }
    Matcher matcher = PLACE.matcher(filepath);
    StringBuilder path = new StringBuilder();
    while (matcher.find()) {
      Number value = values.get(matcher.group(1));
      if (value == null) {
        throw new IllegalArgumentException(
            "checkpoint path \"%s\" names \"%s\"; there are %s"
                .formatted(filepath, matcher.group(1), values.keySet()));
      }
      matcher.appendReplacement(path, Matcher.quoteReplacement(format(value, matcher.group(2))));
    }
    return Path.of(matcher.appendTail(path).toString());
  }

  private String format(Number value, @Nullable String format) {
    if (format == null) {
      return value instanceof Integer ? value.toString() : PythonFormat.of(value.doubleValue());
    }
    try {
      return PythonFormat.of(value, format);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "checkpoint path \"%s\": %s".formatted(filepath, e.getMessage()), e);
    }
  }

  /** What has been saved in one fit. */
  private static final class Saver implements Observer {
    private final ModelCheckpoint settings;
    private final Training training;
    private final @Nullable Monitor monitor;
    private @Nullable Double best;
    private int epoch;
    private int batches;

    Saver(ModelCheckpoint settings, Training training) {
      this.settings = settings;
      this.training = training;
      this.monitor =
          settings.saveBestOnly ? Monitor.of(settings.monitor, settings.mode, training) : null;
      this.best = settings.initialValueThreshold;
    }

    @Override
    public void epochBegin(int number) {
      epoch = number;
    }

    @Override
    public void batchEnd(int batch, Map<String, Double> logs) {
      batches++;
      if (settings.everyBatches > 0 && batches % settings.everyBatches == 0) {
        save(batch, logs);
      }
    }

    @Override
    public void epochEnd(int number, Map<String, Double> logs) {
      if (settings.everyBatches == 0) {
        save(-1, logs);
      }
    }

    private void save(int batch, Map<String, Double> logs) {
      if (monitor != null) {
        Double value = monitor.value(logs);
        if (value != null && !monitor.isBetter(value, best, 0)) {
          return;
        }
        best = value == null ? best : value;
      }
      Path path = settings.path(epoch, batch, logs);
      try {
        Path folder = path.getParent();
        if (folder != null) {
          Files.createDirectories(folder);
        }
        training.save(path);
      } catch (IOException e) {
        throw new UncheckedIOException("can't save the model to " + path, e);
      }
    }
  }
}
