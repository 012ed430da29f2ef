package dev.inlay.conformance;

import dev.inlay.data.Batch;
import dev.inlay.data.Dataset;
import dev.inlay.formats.keras.Keras;
import dev.inlay.model.Compile;
import dev.inlay.model.Fit;
import dev.inlay.model.History;
import dev.inlay.model.Model;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.train.Callback;
import dev.inlay.train.EarlyStopping;
import dev.inlay.train.LearningRateScheduler;
import dev.inlay.train.Optimizer;
import dev.inlay.train.ReduceLROnPlateau;
import dev.inlay.train.Rows;
import dev.inlay.train.SwapEMAWeights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A fit of a compiled {@code .keras} file, run again and held against what Keras reported. */
final class KerasFit {
  /** Steps add up their rounding; a step by a sign or a root makes more of it. */
  private static final Tolerance CLOSE = new Tolerance(1e-4, 1e-4);

  private final Case recorded;
  private final Case settings;
  private final Model model;
  private final Batch data;

  private KerasFit(Case recorded, Model model, Map<String, Tensor> inputs) {
    this.recorded = recorded;
    this.settings = recorded.object("fit");
    this.model = model;
    Object y = settings.get("y");
    Batch rows =
        Encoded.isArray(y)
            ? Batch.of(inputs, Encoded.tensor(y))
            : Batch.of(inputs, tensors(settings.object("y")));
    Object weights = settings.fields().get("sample_weight");
    this.data =
        switch (weights) {
          case null -> rows;
          case Object one when Encoded.isArray(one) ->
              new Batch(rows.features(), rows.labels(), Encoded.tensor(one).toFloats());
          default -> rows.withOutputWeights(tensors(settings.object("sample_weight")));
        };
  }

  private static Map<String, Tensor> tensors(Case named) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    named.fields().forEach((name, tree) -> tensors.put(name, Encoded.tensor(tree)));
    return tensors;
  }

  /**
   * Fits.
   *
   * @param fitted the model that Keras had after the fit
   * @throws Mismatch if anything differs
   */
  static void compare(Case recorded, Model model, Map<String, Tensor> inputs, Path fitted) {
    var fit = new KerasFit(recorded, model, inputs);
    fit.compile();
    fit.history();
    Map<String, FloatTensor> expected = Keras.reader().withoutTraining().load(fitted).weights();
    Map<String, FloatTensor> weights = model.weights();
    for (String path : expected.keySet()) {
      FloatTensor mine = weights.get(path);
      if (mine == null) {
        throw new Mismatch("the model has no weight %s, only %s".formatted(path, weights.keySet()));
      }
      CLOSE.check(path, Answer.of(mine), Answer.of(expected.get(path)));
    }
    fit.then();
  }

  /** What a file doesn't say of an optimizer. */
  private void compile() {
    Compile how = model.compiled().orElseThrow();
    Optimizer optimizer = how.optimizer();
    String[] spared =
        settings.list("exclude_from_weight_decay").stream()
            .map(String::valueOf)
            .toArray(String[]::new);
    if (spared.length > 0) {
      optimizer = optimizer.withWeightDecay(optimizer.options().weightDecay(), spared);
    }
    boolean apart = recorded.text("backend").equals("tensorflow");
    model.compile(
        how.withOptimizer(optimizer.withRows(apart ? Rows.KERAS_ON_TENSORFLOW : Rows.EXACT)));
  }

  private void history() {
    History history = model.fit(data, fit());
    List<Object> names = new ArrayList<>();
    for (Object entry : recorded.list("history")) {
      names.add(((List<?>) required(entry)).getFirst());
    }
    if (!names.equals(List.copyOf(history.metrics().keySet()))) {
      throw new Mismatch(
          "the history is of %s, not of %s".formatted(history.metrics().keySet(), names));
    }
    for (Object entry : recorded.list("history")) {
      List<?> named = (List<?>) required(entry);
      String name = String.valueOf(named.getFirst());
      double[] values = history.get(name).stream().mapToDouble(Double::doubleValue).toArray();
      CLOSE.check(name, Answer.of(values), Answer.of(named.getLast()));
    }
    Object epochs =
        recorded.list("epochs").stream().map(e -> Encoded.number(e).intValue()).toList();
    if (!epochs.equals(history.epochs())) {
      throw new Mismatch("epochs %s were run, not %s".formatted(history.epochs(), epochs));
    }
  }

  /** What is done after the fit. */
  private void then() {
    for (Object entry : recorded.list("then")) {
      List<?> step = (List<?>) required(entry);
      String what = String.valueOf(step.getFirst());
      Map<String, Double> got =
          switch (what) {
            case "evaluate" -> model.evaluate(Dataset.of(data).batch(7));
            case "train_on_batch" -> model.trainOnBatch(data);
            default -> model.evaluate(new Batch(data.features(), data.labels(), null));
          };
      for (Object one : (List<?>) required(step.getLast())) {
        List<?> named = (List<?>) required(one);
        String name = String.valueOf(named.getFirst());
        Double value = got.get(name);
        if (value == null) {
          throw new Mismatch("%s gives %s, not %s".formatted(what, got.keySet(), name));
        }
        CLOSE.check(what + " " + name, Answer.of(value), Answer.of(named.getLast()));
      }
    }
  }

  private static Object required(@Nullable Object value) {
    if (value == null) {
      throw new IllegalArgumentException("null in a list of results");
    }
    return value;
  }

  private Fit fit() {
    Fit fit = Fit.epochs(settings.integer("epochs")).withoutShuffle();
    for (String key : settings.fields().keySet()) {
      fit =
          switch (key) {
            case "epochs", "y", "sample_weight", "exclude_from_weight_decay" -> fit;
            case "batch_size" -> fit.withBatchSize(settings.integer(key));
            case "initial_epoch" -> fit.withInitialEpoch(settings.integer(key));
            case "steps_per_epoch" -> fit.withStepsPerEpoch(settings.integer(key));
            case "validation_split" -> fit.withValidationSplit(number(settings, key, 0));
            case "validation_freq" -> fit.withValidationFrequency(settings.integer(key));
            case "validation_batch_size" -> fit.withValidationBatchSize(settings.integer(key));
            case "class_weight" -> fit.withClassWeights(classWeights());
            case "callbacks" -> fit.withCallbacks(callbacks());
            default -> throw new UnsupportedOperationException("fit's argument " + key);
          };
    }
    return fit;
  }

  private Map<Integer, Float> classWeights() {
    Map<Integer, Float> weights = new HashMap<>();
    settings
        .object("class_weight")
        .fields()
        .forEach((k, v) -> weights.put(Integer.valueOf(k), Encoded.number(v).floatValue()));
    return weights;
  }

  private Callback[] callbacks() {
    List<Callback> callbacks = new ArrayList<>();
    for (Object entry : settings.list("callbacks")) {
      List<?> callback = (List<?>) required(entry);
      String kind = String.valueOf(callback.getFirst());
      callbacks.add(callback(kind, Case.of(kind, callback.getLast())));
    }
    return callbacks.toArray(Callback[]::new);
  }

  private static Callback callback(String kind, Case of) {
    return switch (kind) {
      case "EarlyStopping" -> {
        var stopping =
            EarlyStopping.of(of.text("monitor"))
                .withPatience(of.integer("patience"))
                .withMinDelta(number(of, "min_delta", 0))
                .withStartFromEpoch(of.integer("start_from_epoch"))
                .withRestoreBestWeights(Boolean.TRUE.equals(of.get("restore_best_weights")));
        yield of.has("baseline") ? stopping.withBaseline(number(of, "baseline", 0)) : stopping;
      }
      case "ReduceLROnPlateau" ->
          ReduceLROnPlateau.of(of.text("monitor"))
              .withFactor(number(of, "factor", 0.1))
              .withPatience(of.integer("patience"))
              .withMinDelta(number(of, "min_delta", 1e-4))
              .withCooldown(of.integer("cooldown"));
      case "LearningRateScheduler" -> {
        List<Integer> halves =
            of.list("halves").stream().map(e -> Encoded.number(e).intValue()).toList();
        yield LearningRateScheduler.of((epoch, rate) -> halves.contains(epoch) ? rate / 2 : rate);
      }
      case "SwapEMAWeights" ->
          SwapEMAWeights.of().withSwapOnEpoch(Boolean.TRUE.equals(of.get("swap_on_epoch")));
      default -> throw new UnsupportedOperationException("callback " + kind);
    };
  }

  private static double number(Case of, String name, double otherwise) {
    return of.has(name) ? Encoded.number(of.get(name)).doubleValue() : otherwise;
  }
}
