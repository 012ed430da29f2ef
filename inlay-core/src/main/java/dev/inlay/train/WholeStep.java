package dev.inlay.train;

import dev.inlay.engine.Workers;
import dev.inlay.graph.Variable;
import dev.inlay.tensor.Table;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The steps of an optimizer whose weights are moved as a whole: one with {@link Options} that look
 * at all gradients, or with a rule that looks at all of a weight.
 */
final class WholeStep {
  /**
   * One weight.
   *
   * @param sum of the gradients of earlier steps; null if none are summed up
   * @param average of the weight; null if there is none
   */
  record Item(
      Mover mover,
      WholeRule rule,
      Map<String, Table> slots,
      @Nullable Table sum,
      @Nullable Table average,
      float weightDecay) {}

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
   * Whether all of an optimizer's weights have to be moved as a whole: whether gradients are summed
   * over steps or scaled, or their common norm is partly of weights that are moved so.
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

  /**
   * Makes a step.
   *
   * @param gradients of all weights, some of which may be others'; are spoilt
   * @param step which step this is, from 1
   * @param scaled whether gradients are of a scaled loss
   */
  void move(Map<Variable, Table> gradients, int step, float rate, boolean scaled, Workers workers) {
    tables = new Tables(workers);
    Map<Variable, Table> own = new LinkedHashMap<>(gradients);
    own.keySet().retainAll(items.keySet());
    if (scaled && !unscale(own)) {
      return;
    }
    int every = options.accumulationSteps();
    boolean moves = step % every == 0;
    if (every > 1) {
      own.replaceAll((variable, gradient) -> accumulate(variable, gradient));
    }
    if (moves) {
      own.values().forEach(gradient -> tables.scale(gradient, 1f / every));
      clip(own);
      own.forEach((variable, gradient) -> move(variable, gradient, step / every, rate));
    }
    average((step - 1) / every);
  }

  /** Divides gradients by the loss's scale; says whether they are finite. */
  private boolean unscale(Map<Variable, Table> gradients) {
    boolean finite =
        gradients.values().stream().allMatch(gradient -> Double.isFinite(tables.squares(gradient)));
    int growth = options.lossScale().growthSteps();
    if (growth > 0 && !finite) {
      scale /= 2;
      finiteSteps = 0;
      return false;
    }
    gradients.values().forEach(gradient -> tables.scale(gradient, 1 / scale));
    if (growth > 0 && ++finiteSteps == growth) {
      scale *= 2;
      finiteSteps = 0;
    }
    return true;
  }

  private Item item(Variable variable) {
    return Objects.requireNonNull(items.get(variable));
  }

  private Table accumulate(Variable variable, Table gradient) {
    Table sum = Objects.requireNonNull(item(variable).sum());
    tables.sub(sum, gradient, -1);
    return sum;
  }

  private void clip(Map<Variable, Table> gradients) {
    float limit = options.clipping().limit();
    switch (options.clipping().kind()) {
      case NONE -> {}
      case VALUE -> gradients.values().forEach(gradient -> tables.clamp(gradient, limit));
      case NORM ->
          gradients
              .values()
              .forEach(gradient -> shorten(gradient, Math.sqrt(tables.squares(gradient)), limit));
      case GLOBAL_NORM -> {
        double norm = Math.sqrt(gradients.values().stream().mapToDouble(tables::squares).sum());
        gradients.values().forEach(gradient -> shorten(gradient, norm, limit));
      }
    }
  }

  private void shorten(Table gradient, double norm, float limit) {
    tables.scale(gradient, Clipper.factor(norm, limit));
  }

  private void move(Variable variable, Table gradient, int step, float rate) {
    Item item = item(variable);
    float pace = item.mover().pace() * rate;
    tables.scale(variable.values(), 1 - item.weightDecay() * rate);
    item.rule().move(variable, item.slots(), gradient, step, pace, tables);
    if (item.sum() != null) {
      tables.scale(gradient, 0);
    }
  }

  /**
   * Lets averages follow.
   *
   * @param before how many times weights had moved
   */
  private void average(int before) {
    Options.Ema ema = options.ema();
    if (ema == null) {
      return;
    }
    boolean overwrites =
        ema.overwriteFrequency() > 0 && (before + 1) % ema.overwriteFrequency() == 0;
    items.forEach(
        (variable, item) -> {
          Table average = Objects.requireNonNull(item.average());
          tables.follow(average, variable.values(), before == 0 ? 0 : ema.momentum());
          if (overwrites) {
            tables.copy(variable.values(), average);
          }
        });
  }

  /** Gives weights their averages' values, if there are averages. */
  void finish() {
    items.forEach(
        (variable, item) -> {
          if (item.average() != null) {
            tables.copy(variable.values(), item.average());
          }
        });
  }
}
