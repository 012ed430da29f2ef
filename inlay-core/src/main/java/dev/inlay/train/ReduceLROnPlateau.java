package dev.inlay.train;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lowers the learning rate when a number has stopped getting better, and notes the rate of each
 * epoch in the logs as {@code learning_rate}.
 *
 * @param monitor the number, as the logs name it
 * @param factor what the rate is multiplied with, below 1
 * @param patience how many epochs may pass without the number getting better
 * @param mode which way it gets better
 * @param minDelta by how much it must get better to count
 * @param cooldown epochs after a lowering that don't count
 * @param minLearningRate the rate is not lowered below this
 */
public record ReduceLROnPlateau(
    String monitor,
    double factor,
    int patience,
    Mode mode,
    double minDelta,
    int cooldown,
    double minLearningRate)
    implements Callback {
  public ReduceLROnPlateau {
    if (!(factor >= 0 && factor < 1)) {
      throw new IllegalArgumentException("the factor is from 0 to below 1, got " + factor);
    }
    if (patience < 0 || cooldown < 0) {
      throw new IllegalArgumentException(
          "patience and cooldown are 0 epochs or more, got %d and %d"
              .formatted(patience, cooldown));
    }
  }

  /** Watches the validation loss: a tenth of the rate after ten epochs that are no better. */
  public static ReduceLROnPlateau of() {
    return of("val_loss");
  }

  public static ReduceLROnPlateau of(String monitor) {
    return new ReduceLROnPlateau(monitor, 0.1, 10, Mode.AUTO, 1e-4, 0, 0);
  }

  public ReduceLROnPlateau withFactor(double newFactor) {
    return new ReduceLROnPlateau(
        monitor, newFactor, patience, mode, minDelta, cooldown, minLearningRate);
  }

  public ReduceLROnPlateau withPatience(int epochs) {
    return new ReduceLROnPlateau(
        monitor, factor, epochs, mode, minDelta, cooldown, minLearningRate);
  }

  public ReduceLROnPlateau withMode(Mode way) {
    return new ReduceLROnPlateau(
        monitor, factor, patience, way, minDelta, cooldown, minLearningRate);
  }

  public ReduceLROnPlateau withMinDelta(double delta) {
    return new ReduceLROnPlateau(monitor, factor, patience, mode, delta, cooldown, minLearningRate);
  }

  public ReduceLROnPlateau withCooldown(int epochs) {
    return new ReduceLROnPlateau(
        monitor, factor, patience, mode, minDelta, epochs, minLearningRate);
  }

  public ReduceLROnPlateau withMinLearningRate(double rate) {
    return new ReduceLROnPlateau(monitor, factor, patience, mode, minDelta, cooldown, rate);
  }

  @Override
  public Observer start(Training training) {
    return new Watch(this, Monitor.of(monitor, mode, training), training);
  }

  /** What has been seen in one fit. */
  private static final class Watch implements Observer {
    private final ReduceLROnPlateau settings;
    private final Monitor monitor;
    private final Training training;
    private @Nullable Double best;
    private int waited;
    private int cooling;

    Watch(ReduceLROnPlateau settings, Monitor monitor, Training training) {
      this.settings = settings;
      this.monitor = monitor;
      this.training = training;
    }

    @Override
    public void epochEnd(int epoch, Map<String, Double> logs) {
      float rate = training.learningRate();
      logs.put(LEARNING_RATE, (double) rate);
      Double value = monitor.value(logs);
      if (value == null) {
        return;
      }
      if (cooling > 0) {
        cooling--;
        waited = 0;
      }
      if (monitor.isBetter(value, best, settings.minDelta)) {
        best = value;
        waited = 0;
      } else if (cooling == 0 && ++waited >= settings.patience && rate > settings.minLearningRate) {
        training.learningRate((float) Math.max(rate * settings.factor, settings.minLearningRate));
        cooling = settings.cooldown;
        waited = 0;
      }
    }
  }
}
