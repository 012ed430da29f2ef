package dev.inlay.train;

import dev.inlay.graph.Variable;
import dev.inlay.tensor.Table;
import java.util.Map;
import java.util.Objects;

/** An optimizer's arithmetic over all of a weight. */
interface WholeRule {
  /**
   * Moves a weight.
   *
   * @param slots by name
   * @param gradient may be written to
   * @param step which step this is, from 1
   * @param tables shares the work out
   */
  void move(
      Variable weight,
      Map<String, Table> slots,
      Table gradient,
      int step,
      float rate,
      Tables tables);

  /** The arithmetic of an optimizer. */
  static WholeRule of(Optimizer optimizer) {
    return switch (optimizer) {
      case Lamb lamb -> new LambRule(lamb);
      case Adafactor adafactor -> new AdafactorRule(adafactor);
      case Muon muon -> new MuonRule(muon);
      default -> everywhere(Rule.of(optimizer));
    };
  }

  /** A slot that a weight is known to have. */
  static Table slot(Map<String, Table> slots, String name) {
    return Objects.requireNonNull(slots.get(name), name);
  }

  /** A rule for elements. */
  private static WholeRule everywhere(Rule rule) {
    float[] hyper = Rule.numbers();
    return (weight, slots, gradient, step, rate, tables) -> {
      rule.prepare(step, rate, hyper);
      Table values = weight.values();
      tables.each(
          values,
          (chunk, from, n) -> {
            float[][] arrays =
                slots.values().stream().map(s -> s.chunk(chunk)).toArray(float[][]::new);
            rule.update(values.chunk(chunk), arrays, from, gradient.chunk(chunk), from, n, hyper);
          });
    };
  }
}
