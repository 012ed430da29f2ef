package dev.inlay.formats.keras;

import dev.inlay.checkpoint.Checkpoint;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Table;
import dev.inlay.train.Adafactor;
import dev.inlay.train.Adam;
import dev.inlay.train.KerasOptimizers;
import dev.inlay.train.LearningRate;
import dev.inlay.train.MultiOptimizer;
import dev.inlay.train.Nadam;
import dev.inlay.train.Optimizer;
import dev.inlay.train.Options;
import dev.inlay.train.RmsProp;
import dev.inlay.train.Slot;
import dev.inlay.train.Tuned;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * Lays the memory of optimizers out as Keras does: the count of steps, the learning rate unless a
 * schedule gives it, averages, sums of gradients, then what the arithmetic remembers. Mostly that
 * is all of one weight before the next; what some remember on request comes behind, for all
 * weights.
 */
final class OptimizerLayout {
  private final long steps;
  private final Map<String, Map<String, Checkpoint.Entry>> slots = new HashMap<>();
  private final UnaryOperator<String> names;
  private final boolean shared;

  private OptimizerLayout(Checkpoint state, UnaryOperator<String> names, boolean shared) {
    this.steps = state.step();
    this.names = names;
    this.shared = shared;
    for (Checkpoint.Entry entry : state.entries()) {
      // Those of slots are KIND/PATH/SLOT.
      String name = entry.name();
      int first = name.indexOf('/');
      int last = name.lastIndexOf('/');
      if (first < last) {
        slots
            .computeIfAbsent(name.substring(first + 1, last), _ -> new LinkedHashMap<>())
            .put(name.substring(last + 1), entry);
      }
    }
  }

  /**
   * The variables of an optimizer.
   *
   * @param state of the model that is compiled with it
   * @param paths of the weights, in the order of the model's layers
   * @param names a weight's path in Keras, by which one of several optimizers is chosen
   * @param shared whether several equal optimizers are one in Keras
   */
  static OptimizerMemory of(
      Optimizer optimizer,
      Checkpoint state,
      List<String> paths,
      UnaryOperator<String> names,
      boolean shared) {
    return new OptimizerLayout(state, names, shared).scaled(optimizer, paths);
  }

  /** What grows a loss's scale stands outside of all others. */
  private OptimizerMemory scaled(Optimizer optimizer, List<String> paths) {
    OptimizerMemory inner =
        optimizer instanceof MultiOptimizer several
            ? several(several, paths)
            : one(optimizer, paths);
    Options.LossScale scale =
        (optimizer instanceof MultiOptimizer several ? several.otherwise() : optimizer)
            .options()
            .lossScale();
    if (scale.growthSteps() == 0) {
      return inner;
    }
    // The scale is a power of two, so that weights move alike whatever it has grown to.
    return new OptimizerMemory(
        List.of(
            new OptimizerMemory.Whole(0),
            new OptimizerMemory.Figure(0),
            new OptimizerMemory.Whole(0),
            new OptimizerMemory.Figure(scale.factor())),
        Map.of("inner_optimizer", inner));
  }

  private OptimizerMemory several(MultiOptimizer several, List<String> paths) {
    List<String> patterns = List.copyOf(several.patterns().keySet());
    List<Optimizer> optimizers = new ArrayList<>(several.patterns().values());
    optimizers.add(several.otherwise());
    List<List<String>> weights = new ArrayList<>();
    optimizers.forEach(_ -> weights.add(new ArrayList<>()));
    for (String path : paths) {
      int place = several.pattern(names.apply(path)).map(patterns::indexOf).orElse(patterns.size());
      weights.get(place(optimizers, place)).add(path);
    }
    Map<String, Integer> counts = new HashMap<>();
    Map<String, OptimizerMemory> inner = new LinkedHashMap<>();
    for (int i = 0; i < optimizers.size(); i++) {
      if (place(optimizers, i) == i) {
        String kind = kind(optimizers.get(i));
        int count = counts.merge(kind, 1, Integer::sum) - 1;
        inner.put(
            "optimizers/" + (count == 0 ? kind : kind + "_" + count),
            one(optimizers.get(i), weights.get(i)));
      }
    }
    return new OptimizerMemory(
        List.of(new OptimizerMemory.Steps(), new OptimizerMemory.Figure(0)), inner);
  }

  /** Where an optimizer stands first, if equal ones are one. */
  private int place(List<Optimizer> optimizers, int place) {
    return shared ? optimizers.indexOf(optimizers.get(place)) : place;
  }

  private static String kind(Optimizer optimizer) {
    return WeightPlaces.snakeCase(
        String.valueOf(KerasOptimizers.write(bare(optimizer)).get("class_name")));
  }

  private static Optimizer bare(Optimizer optimizer) {
    return optimizer instanceof Tuned tuned ? tuned.optimizer() : optimizer;
  }

  /** One optimizer; it counts no steps if it moves nothing. */
  private OptimizerMemory one(Optimizer optimizer, List<String> paths) {
    Optimizer bare = bare(optimizer);
    List<OptimizerMemory.Kept> kept = new ArrayList<>();
    kept.add(paths.isEmpty() ? new OptimizerMemory.Whole(0) : new OptimizerMemory.Steps());
    if (optimizer.learningRate() instanceof LearningRate.Constant(float rate)) {
      kept.add(new OptimizerMemory.Figure(rate));
    }
    for (List<String> group : groups(optimizer, bare)) {
      for (String path : paths) {
        Map<String, Checkpoint.Entry> of = slots.getOrDefault(path, Map.of());
        if (bare instanceof Adafactor && group.contains("velocity") && !of.isEmpty()) {
          factored(of, kept);
        } else {
          group.stream()
              .filter(of::containsKey)
              .map(slot -> new OptimizerMemory.Slot(Objects.requireNonNull(of.get(slot))))
              .forEach(kept::add);
        }
      }
    }
    if (bare instanceof Nadam nadam && !paths.isEmpty()) {
      kept.add(new OptimizerMemory.Figure(momenta(nadam, optimizer)));
    }
    return new OptimizerMemory(kept, Map.of());
  }

  /** What is remembered of all weights before the next is begun. */
  private static List<List<String>> groups(Optimizer optimizer, Optimizer bare) {
    List<List<String>> groups = new ArrayList<>();
    if (optimizer.options().ema() != null) {
      groups.add(List.of("average"));
    }
    if (optimizer.options().accumulationSteps() > 1) {
      groups.add(List.of("gradient_accumulator"));
    }
    List<String> names = bare.slots().stream().map(Slot::name).toList();
    switch (bare) {
      case RmsProp rms -> {
        groups.add(List.of("velocity"));
        if (rms.momentum() > 0) {
          groups.add(List.of("momentum"));
        }
        groups.add(List.of("average_gradient"));
      }
      case Adam adam when adam.amsgrad() -> {
        groups.add(names.subList(0, 2));
        groups.add(names.subList(2, 3));
      }
      default -> groups.add(names);
    }
    return groups;
  }

  /** Keras keeps means of rows and columns of each weight, and what follows from them. */
  private static void factored(Map<String, Checkpoint.Entry> of, List<OptimizerMemory.Kept> kept) {
    Checkpoint.Entry velocity = of.get("velocity");
    if (velocity != null) {
      kept.add(new OptimizerMemory.Whole(0));
      kept.add(new OptimizerMemory.Whole(0));
      kept.add(new OptimizerMemory.Slot(velocity));
      return;
    }
    Checkpoint.Entry rows = Objects.requireNonNull(of.get("r"));
    Checkpoint.Entry columns = Objects.requireNonNull(of.get("c"));
    kept.add(new OptimizerMemory.Slot(rows));
    kept.add(new OptimizerMemory.Slot(columns));
    int[] dims = Arrays.copyOf(rows.shape().dims(), rows.shape().rank() + 1);
    dims[dims.length - 1] = columns.shape().last();
    kept.add(
        new OptimizerMemory.Derived(
            Shape.of(dims), () -> product(rows.floats(), columns.floats(), rows.shape().last())));
  }

  /** Squared gradients by the means of a matrix's rows, in relation to theirs, and columns. */
  private static Table product(Table rows, Table columns, int height) {
    float[] r = rows.array();
    float[] c = columns.array();
    int width = c.length / (r.length / height);
    double[] means = new double[r.length / height];
    for (int row = 0; row < r.length; row++) {
      means[row / height] += (double) r[row] / height;
    }
    var product = new Table(r.length, width);
    product.fill(
        at -> {
          int row = (int) (at / width);
          int matrix = row / height;
          return (float) (r[row] / means[matrix] * c[matrix * width + (int) (at % width)]);
        });
    return product;
  }

  /** The product of the momenta so far (Dozat 2016). */
  private double momenta(Nadam nadam, Optimizer optimizer) {
    double product = 1;
    for (int step = 1; step <= steps / optimizer.options().accumulationSteps(); step++) {
      product *= nadam.beta1() * (1 - 0.5 * Math.pow(0.96, step));
    }
    return product;
  }
}
