package dev.inlay.train;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stops a fit when a number has stopped getting better.
 *
 * @param monitor the number, as the logs name it
 * @param minDelta by how much it must get better to count
 * @param patience how many epochs may pass without it getting better
 * @param mode which way it gets better
 * @param baseline if not null, values that don't beat it don't end the waiting
 * @param restoreBestWeights whether the model ends with the weights of the best epoch; otherwise
 *     with those of the last
 * @param startFromEpoch the epochs before this one, counted from 0, don't count
 */
public record EarlyStopping(
    String monitor,
    double minDelta,
    int patience,
    Mode mode,
    @Nullable Double baseline,
    boolean restoreBestWeights,
    int startFromEpoch)
    implements Callback {
  public EarlyStopping {
    minDelta = Math.abs(minDelta);
    if (patience < 0) {
      throw new IllegalArgumentException("patience is 0 epochs or more, got " + patience);
    }
  }

  /** Watches the validation loss, without patience. */
  public static EarlyStopping of() {
    return of("val_loss");
  }

  public static EarlyStopping of(String monitor) {
    return new EarlyStopping(monitor, 0, 0, Mode.AUTO, null, false, 0);
  }

  public EarlyStopping withMinDelta(double delta) {
    return new EarlyStopping(
        monitor, delta, patience, mode, baseline, restoreBestWeights, startFromEpoch);
  }

  public EarlyStopping withPatience(int epochs) {
    return new EarlyStopping(
        monitor, minDelta, epochs, mode, baseline, restoreBestWeights, startFromEpoch);
  }

  public EarlyStopping withMode(Mode way) {
    return new EarlyStopping(
        monitor, minDelta, patience, way, baseline, restoreBestWeights, startFromEpoch);
  }

  public EarlyStopping withBaseline(double value) {
    return new EarlyStopping(
        monitor, minDelta, patience, mode, value, restoreBestWeights, startFromEpoch);
  }

  public EarlyStopping withRestoreBestWeights(boolean restore) {
    return new EarlyStopping(monitor, minDelta, patience, mode, baseline, restore, startFromEpoch);
  }

  public EarlyStopping withStartFromEpoch(int epoch) {
    return new EarlyStopping(
        monitor, minDelta, patience, mode, baseline, restoreBestWeights, epoch);
  }

  @Override
  public Observer start(Training training) {
    return new Watch(this, Monitor.of(monitor, mode, training), training);
  }

  /** What has been seen in one fit. */
  private static final class Watch implements Observer {
    private final EarlyStopping settings;
    private final Monitor monitor;
    private final Training training;
    private int waited;
    private @Nullable Double best;
    private Training.@Nullable Snapshot bestWeights;

    Watch(EarlyStopping settings, Monitor monitor, Training training) {
      this.settings = settings;
      this.monitor = monitor;
      this.training = training;
    }

    @Override
    public void epochEnd(int epoch, Map<String, Double> logs) {
      Double value = monitor.value(logs);
      if (value == null || epoch < settings.startFromEpoch) {
        return;
      }
      boolean better = monitor.isBetter(value, best, settings.minDelta);
      if (settings.restoreBestWeights && (better || bestWeights == null)) {
        bestWeights = training.snapshot();
      }
      waited++;
      if (better) {
        best = value;
        if (monitor.isBetter(value, settings.baseline, settings.minDelta)) {
          waited = 0;
        }
      } else if (waited >= settings.patience && epoch > 0) {
        training.stop();
      }
    }

    @Override
    public void trainEnd() {
      if (bestWeights != null) {
        bestWeights.restore();
      }
    }
  }
}
