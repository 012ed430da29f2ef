package dev.inlay.train;

import dev.inlay.graph.Variable;
import dev.inlay.tensor.Table;
import java.util.Map;

/** {@link Lamb}. */
final class LambRule implements WholeRule {
  private final Lamb settings;
  private final float rest1;
  private final float rest2;

  LambRule(Lamb settings) {
    this.settings = settings;
    this.rest1 = AdamRule.rest(settings.beta1());
    this.rest2 = AdamRule.rest(settings.beta2());
  }

  @Override
  public void move(
      Variable weight,
      Map<String, Table> slots,
      Table gradient,
      int step,
      float rate,
      Tables tables) {
    float correction1 = 1 / (1 - (float) Math.pow(settings.beta1(), step));
    float correction2 = 1 / (1 - (float) Math.pow(settings.beta2(), step));
    Table m = WholeRule.slot(slots, "momentum");
    Table v = WholeRule.slot(slots, "velocity");
    // The gradient's own array takes the direction: an element is read before it is written.
    double direction =
        Math.sqrt(
            tables.sum(
                gradient,
                (chunk, from, n) -> {
                  float[] g = gradient.chunk(chunk);
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
    double length = Math.sqrt(tables.squares(weight.values()));
    double ratio = length > 0 && direction > 0 ? length / direction : 1;
    tables.sub(weight.values(), gradient, (float) (ratio * rate));
  }
}
