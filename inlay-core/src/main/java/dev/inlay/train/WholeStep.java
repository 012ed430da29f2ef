package dev.inlay.train;

import dev.inlay.engine.Slots.Handed;
import dev.inlay.engine.Workers;
import dev.inlay.graph.Variable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The steps of an optimizer whose gradients are handed over, each in one piece: one with {@link
 * Options} that look at all gradients, or with an {@link Aim}. Of tables whose rows are lazy or
 * exact these are the rows seen, and so is what moves.
 */
final class WholeStep {
  private final Options options;
  private final Map<Variable, Item> items = new LinkedHashMap<>();
  private float scale;
  private int finiteSteps;
  private Tables tables = new Tables(Workers.shared());

  WholeStep(Optimizer optimizer) {
    this.options = optimizer.options();
    this.scale = options.lossScale().factor();
  }

  /**
   * Whether all of an optimizer's gradients have to be handed over: whether they are summed over
   * steps or scaled, or their common norm is partly of weights that have an {@link Aim}.
   */
  static boolean isWanted(Optimizer optimizer) {
    Options options = optimizer.options();
    Optimizer bare = optimizer instanceof Tuned tuned ? tuned.optimizer() : optimizer;
    boolean clips = options.clipping().kind() != Options.Clipping.Kind.NONE;
    return (bare instanceof Muon && clips)
        || options.accumulationSteps() > 1
        || !options.lossScale().equals(Options.LossScale.NONE);
  }

  void add(Variable variable, Item item) {
    items.put(variable, item);
  }

  /** All rows are up to date, and may be changed from outside. */
  void restart() {
    items.values().forEach(Item::restart);
  }

  /** Slots were written to from outside. */
  void restored() {
    items.values().forEach(Item::restored);
  }

  /**
   * Makes a step, unless gradients of a scaled loss have overflown.
   *
   * @param all gradients of all weights, some of which may be others'; are spoilt
   * @param step which step this is, from 1
   * @param scaled whether gradients are of a scaled loss
   * @return whether the step was made
   */
  boolean move(Map<Variable, Handed> all, int step, boolean scaled, Workers workers) {
    tables = new Tables(workers);
    Map<Variable, Handed> gradients = new LinkedHashMap<>(all);
    gradients.keySet().retainAll(items.keySet());
    if (scaled && !unscale(gradients)) {
      items.values().forEach(item -> item.skip(step, workers));
      return false;
    }
    int every = options.accumulationSteps();
    boolean moves = step % every == 0;
    if (every > 1) {
      gradients.replaceAll(
          (variable, gradient) -> {
            Item item = item(variable);
            item.accumulate(gradient, tables);
            return moves ? item.accumulated(gradient.rows() != null, tables) : gradient;
          });
    }
    if (moves) {
      gradients.values().forEach(gradient -> tables.scale(gradient.values(), 1f / every));
      clip(gradients);
    }
    gradients.forEach(
        (variable, gradient) -> {
          Item item = item(variable);
          if (moves) {
            item.move(gradient, step, step / every, tables);
          } else if (options.ema() != null) {
            item.stay(gradient, tables);
          }
        });
    return true;
  }

  private Item item(Variable variable) {
    return Objects.requireNonNull(items.get(variable));
  }

  /** Divides gradients by the loss's scale; says whether they are finite. */
  private boolean unscale(Map<Variable, Handed> gradients) {
    boolean finite =
        gradients.values().stream()
            .allMatch(gradient -> Double.isFinite(tables.squares(gradient.values())));
    int growth = options.lossScale().growthSteps();
    if (growth > 0 && !finite) {
      scale /= 2;
      finiteSteps = 0;
      return false;
    }
    gradients.values().forEach(gradient -> tables.scale(gradient.values(), 1 / scale));
    if (growth > 0 && ++finiteSteps == growth) {
      scale *= 2;
      finiteSteps = 0;
    }
    return true;
  }

  private void clip(Map<Variable, Handed> gradients) {
    float limit = options.clipping().limit();
    switch (options.clipping().kind()) {
      case NONE -> {}
      case VALUE -> gradients.values().forEach(gradient -> tables.clamp(gradient.values(), limit));
      case NORM -> gradients.values().forEach(gradient -> shorten(gradient, norm(gradient), limit));
      case GLOBAL_NORM -> {
        double norm = 0;
        for (Handed gradient : gradients.values()) {
          norm = Math.hypot(norm, norm(gradient));
        }
        for (Handed gradient : gradients.values()) {
          shorten(gradient, norm, limit);
        }
      }
    }
  }

  private double norm(Handed gradient) {
    return Math.sqrt(tables.squares(gradient.values()));
  }

  private void shorten(Handed gradient, double norm, float limit) {
    tables.scale(gradient.values(), Clipper.factor(norm, limit));
  }
}
