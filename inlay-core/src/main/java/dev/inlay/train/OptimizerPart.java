package dev.inlay.train;

import dev.inlay.graph.Variable;
import dev.inlay.tensor.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** One optimizer at work on its weights. */
final class OptimizerPart {
  /** Weights that are moved alike, in rows or blocks. */
  static final class Way {
    final Rule rule;
    final float pace;
    final float[] hyper = Rule.numbers();

    /** How many slots it has besides the average. */
    final int slots;

    Way(Mover mover, boolean decays, Options options) {
      Rule bare = Rule.of(mover.optimizer());
      int every = options.accumulationSteps();
      this.slots = bare.slots();
      this.pace = mover.pace();
      // The decay is of the learning rate in force, of which the rule sees its multiple.
      Rule decaying = decays ? new TunedRule(bare, mover.weightDecay() / pace) : bare;
      Rule moving = every == 1 ? decaying : new AccumulatedRule(decaying, every);
      Options.Ema ema = options.ema();
      this.rule = ema == null ? moving : new AveragedRule(moving, ema, bare.stays(), every);
    }
  }

  final String name;
  final Options options;
  final WholeStep whole;
  final Clipper clipper;
  final Map<Mover, Way> decaying = new LinkedHashMap<>();
  final Map<Mover, Way> others = new LinkedHashMap<>();
  final List<Way> ways = new ArrayList<>();
  final Map<Variable, Table> averages = new LinkedHashMap<>();
  LearningRate rate;

  /** Whether the present step was not made. */
  boolean skipped;

  /** Whether it has tables whose rows catch up. */
  boolean drifts;

  OptimizerPart(String name, Optimizer optimizer) {
    this.name = name;
    this.rate = optimizer.learningRate();
    this.options = optimizer.options();
    this.whole = new WholeStep(optimizer);
    this.clipper = new Clipper(options.clipping());
  }

  /** The decay of a weight that a mover moves: 0 for those that are spared. */
  float weightDecay(Mover mover, String path) {
    boolean spared =
        options.withoutWeightDecay().stream()
            .anyMatch(pattern -> Pattern.compile(pattern).matcher(path).find());
    return spared ? 0 : mover.weightDecay();
  }

  /** All rows have seen all steps up to this one. */
  void restart(int step) {
    ways.forEach(way -> way.rule.restart(step));
    whole.restart();
  }

  Way way(Mover mover, boolean decays) {
    return (decays ? decaying : others)
        .computeIfAbsent(
            mover,
            _ -> {
              Way way = new Way(mover, decays, options);
              ways.add(way);
              return way;
            });
  }
}
