package dev.inlay.train;

import dev.inlay.engine.Slots;
import dev.inlay.graph.Variable;
import dev.inlay.tensor.Table;
import org.jspecify.annotations.Nullable;

/** {@link Lamb}: steps are as long as the weight is. */
final class LambAim implements Aim {
  private final Lamb settings;
  private final float rest1;
  private final float rest2;
  private final Length length;
  private final Table momentum;

  /** Those that go on by their momentum; null if no row does that. */
  private final @Nullable Warm warm;

  private boolean restored;

  LambAim(Lamb settings, Variable weight, Table momentum, boolean exact) {
    this.settings = settings;
    this.rest1 = AdamRule.rest(settings.beta1());
    this.rest2 = AdamRule.rest(settings.beta2());
    this.length = new Length(weight.values(), exact);
    this.momentum = momentum;
    this.warm = exact ? new Warm(window(settings)) : null;
  }

  /** For how many steps a row moves on that was looked up. */
  static int window(Lamb settings) {
    double rest1 = AdamRule.rest(settings.beta1());
    double rest2 = AdamRule.rest(settings.beta2());
    return Drift.window(1 - rest1, Math.sqrt(1 - rest2));
  }

  @Override
  public Slots.Handed moving(Slots.Handed seen, int step) {
    int[] rows = seen.rows();
    if (warm == null || rows == null) {
      return seen;
    }
    if (restored) {
      warm.restart(momentum, step);
      restored = false;
    }
    return warm.with(seen.values(), rows, step);
  }

  @Override
  public float aim(Patch patch, int step, float rate, float kept, Tables tables) {
    float correction1 = 1 / (1 - (float) Math.pow(settings.beta1(), step));
    float correction2 = 1 / (1 - (float) Math.pow(settings.beta2(), step));
    Table gradient = patch.gradient();
    Table m = patch.slots().get(0);
    Table v = patch.slots().get(1);
    double direction =
        Math.sqrt(
            tables.sum(
                gradient,
                (chunk, from, n) -> {
                  float[] g = gradient.chunk(chunk);
                  // An element is read before it is written.
                  Rule.MOMENTS.lamb(
                      g,
                      from,
                      m.chunk(chunk),
                      from,
                      v.chunk(chunk),
                      from,
                      g,
                      from,
                      n,
                      correction1,
                      correction2,
                      rest1,
                      rest2,
                      settings.epsilon());
                  return Tables.squares(g, from, n);
                }));
    double weight = Math.sqrt(length.squares(patch, kept, tables));
    double ratio = weight > 0 && direction > 0 ? weight / direction : 1;
    return (float) (ratio * rate);
  }

  @Override
  public void moved(Patch patch, Tables tables) {
    length.moved(patch, tables);
  }

  @Override
  public void restart() {
    length.forget();
  }

  @Override
  public void restored() {
    length.forget();
    restored = true;
  }
}
