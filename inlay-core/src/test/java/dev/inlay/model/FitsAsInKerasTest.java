package dev.inlay.model;

import static dev.inlay.tensor.DType.FLOAT32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.inlay.Golden;
import dev.inlay.data.Batch;
import dev.inlay.data.Dataset;
import dev.inlay.layer.Activations;
import dev.inlay.layer.Dense;
import dev.inlay.layer.GlobalAveragePooling1D;
import dev.inlay.layer.Input;
import dev.inlay.layer.Symbol;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.train.CSVLogger;
import dev.inlay.train.Callback;
import dev.inlay.train.CategoricalAccuracy;
import dev.inlay.train.EarlyStopping;
import dev.inlay.train.LearningRateScheduler;
import dev.inlay.train.Loss;
import dev.inlay.train.Metric;
import dev.inlay.train.ModelCheckpoint;
import dev.inlay.train.Optimizer;
import dev.inlay.train.ReduceLROnPlateau;
import dev.inlay.train.Sgd;
import dev.inlay.train.SwapEMAWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The fits that {@code src/test/python/fits.py} has run with Keras: the same history in the same
 * order, the same events with the same numbers, the same files and weights.
 */
class FitsAsInKerasTest {
  private static final double TOLERANCE = 2e-5;
  private static final Golden.Case ROOT = Golden.record("keras_fits.json");

  @TempDir Path folder;

  static Stream<Golden.Case> cases() {
    List<Map<String, ?>> cases = ROOT.list("cases");
    return cases.stream().map(Golden.Case::new);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void fits(Golden.Case golden) throws IOException {
    Model model = model(golden.text("kind"));
    model.compile(compile(model, golden.object("compile")));
    List<Map<String, ?>> runs = golden.list("runs");
    for (Map<String, ?> run : runs) {
      fit(model, golden, new Golden.Case(run));
    }
    var weights = new ArrayList<>(model.weights().values());
    List<List<Number>> expected = golden.list("weights");
    for (int i = 0; i < weights.size(); i++) {
      assertClose("weight " + i, weights.get(i).data(), expected.get(i));
    }
    files(golden);
    Batch data = batch(golden);
    golden
        .object("after")
        .fields()
        .forEach(
            (what, results) ->
                assertNumbers(
                    what,
                    switch (what) {
                      case "evaluate" -> model.evaluate(Dataset.of(data).batch(5));
                      case "test_on_batch" -> model.testOnBatch(data);
                      default -> model.trainOnBatch(data);
                    },
                    (Map<?, ?>) results));
  }

  private void fit(Model model, Golden.Case golden, Golden.Case run) {
    var events = new Events();
    Fit fit = settings(golden).withCallbacks(callbacks(golden)).withCallbacks(events);
    Batch data = batch(golden);
    int batchSize = golden.number("batch_size");
    History history =
        switch (golden.text("data")) {
          case "arrays" -> model.fit(data, fit);
          case "dataset" -> model.fit(Dataset.of(data).batch(batchSize), fit);
          default -> model.fit(Dataset.of(data).batch(batchSize).repeat(), fit);
        };
    List<List<?>> expected = run.list("history");
    assertThat(history.metrics().keySet())
        .containsExactlyElementsOf(expected.stream().map(e -> (String) e.getFirst()).toList());
    for (List<?> entry : expected) {
      String name = (String) entry.getFirst();
      List<?> values = (List<?>) entry.getLast();
      assertClose(name, history.get(name), values);
    }
    assertThat(history.epochs()).isEqualTo(ints(run.list("epochs")));
    List<List<?>> wanted = run.list("events");
    assertThat(events.events.stream().map(List::getFirst).toList())
        .isEqualTo(wanted.stream().map(List::getFirst).toList());
    for (int i = 0; i < wanted.size(); i++) {
      List<?> event = wanted.get(i);
      for (int j = 1; j < event.size(); j++) {
        Object got = events.events.get(i).get(j);
        if (event.get(j) instanceof Map<?, ?> logs) {
          assertNumbers(event.toString(), (Map<?, ?>) got, logs);
        } else {
          assertThat(got).isEqualTo(((Number) event.get(j)).intValue());
        }
      }
    }
  }

  private void files(Golden.Case golden) throws IOException {
    Map<String, ?> expected = golden.object("files").fields();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(new TreeSet<>(files.map(f -> f.getFileName().toString()).toList()))
          .isEqualTo(new TreeSet<>(expected.keySet()));
    }
    for (var file : expected.entrySet()) {
      if (file.getKey().endsWith(".csv")) {
        String[] got = Files.readString(folder.resolve(file.getKey())).split("(?<=[,;\n])");
        String[] wanted = file.getValue().toString().split("(?<=[,;\n])");
        assertThat(got).hasSameSizeAs(wanted);
        for (int i = 0; i < wanted.length; i++) {
          if (wanted[i].contains(".")) {
            double number = Double.parseDouble(wanted[i].replaceAll("[,;\r\n]", ""));
            assertClose(wanted[i], Double.parseDouble(got[i].replaceAll("[,;\r\n]", "")), number);
          } else {
            assertThat(got[i]).isEqualTo(wanted[i]);
          }
        }
      } else {
        assertThat(Model.load(folder.resolve(file.getKey())).step()).isPositive();
      }
    }
  }

  private static Model model(String kind) {
    Dense hidden = Dense.of(3, Activations.TANH);
    Model model;
    if (kind.equals("one")) {
      model = Sequential.of(Input.of("x", FLOAT32, 2), hidden.named("h"), Dense.of(1).named("out"));
    } else {
      boolean steps = kind.equals("steps");
      Symbol x = steps ? Input.of("x", FLOAT32, 4, 2) : Input.of("x", FLOAT32, 2);
      Symbol h = x.to(hidden.named("h"));
      Symbol b =
          steps
              ? h.to(GlobalAveragePooling1D.of()).to(Dense.of(1).named("b"))
              : h.to(Dense.of(3, Activations.SOFTMAX).named("b"));
      model = Model.of(List.of(x), List.of(h.to(Dense.of(1).named("a")), b));
    }
    List<Map<String, ?>> weights = ROOT.object("weights").list(kind);
    int i = 0;
    for (String path : model.weights().keySet()) {
      model.setWeight(path, tensor(new Golden.Case(weights.get(i++))));
    }
    return model;
  }

  private static FloatTensor tensor(Golden.Case array) {
    List<Number> values = array.list("values");
    float[] data = new float[values.size()];
    for (int i = 0; i < data.length; i++) {
      data[i] = values.get(i).floatValue();
    }
    int[] dims = ints(array.list("shape")).stream().mapToInt(Integer::intValue).toArray();
    return Tensor.of(Shape.of(dims), data);
  }

  private static List<Integer> ints(List<Number> numbers) {
    return numbers.stream().map(Number::intValue).toList();
  }

  private static FloatTensor data(Object name) {
    return tensor(ROOT.object("data").object(name.toString()));
  }

  private static Compile compile(Model model, Golden.Case settings) {
    List<?> optimizer = settings.list("optimizer");
    var config = new Golden.Case(cast(optimizer.getLast()));
    Optimizer sgd = Sgd.of(((Number) config.field("learning_rate")).floatValue());
    if (config.fields().get("ema_momentum") instanceof Number momentum) {
      sgd = sgd.withEma(momentum.floatValue(), 0);
    }
    Compile compile = Compile.of(sgd, Loss.MEAN_SQUARED_ERROR);
    for (String output : model.outputNames()) {
      if (settings.fields().get("loss") instanceof Map<?, ?> losses) {
        compile =
            compile.withLoss(
                output,
                "mse".equals(losses.get(output))
                    ? Loss.MEAN_SQUARED_ERROR
                    : Loss.CATEGORICAL_CROSSENTROPY);
      }
      if (settings.fields().get("loss_weights") instanceof Map<?, ?> weights
          && weights.get(output) instanceof Number weight) {
        compile = compile.withLossWeight(output, weight.doubleValue());
      }
      compile =
          compile
              .withOutputMetrics(output, metrics(settings.fields().get("metrics"), output))
              .withOutputWeightedMetrics(
                  output, metrics(settings.fields().get("weighted_metrics"), output));
    }
    return compile;
  }

  private static Metric[] metrics(@Nullable Object named, String output) {
    Object names = named instanceof Map<?, ?> byOutput ? byOutput.get(output) : named;
    return names instanceof List<?> list
        ? list.stream().map(name -> metric(name.toString())).toArray(Metric[]::new)
        : new Metric[0];
  }

  private static Metric metric(String name) {
    return switch (name) {
      case "mae" -> Metric.named(name, Metric.MEAN_ABSOLUTE_ERROR);
      case "mse" -> Metric.named(name, Metric.MEAN_SQUARED_ERROR);
      default -> new CategoricalAccuracy();
    };
  }

  private static Batch batch(Golden.Case golden) {
    return batch(golden.field("x"), golden.field("y"), golden.fields().get("sample_weight"));
  }

  private static Batch batch(Object x, Object y, @Nullable Object weights) {
    Map<String, FloatTensor> features = Map.of("x", data(x));
    Batch batch =
        y instanceof Map<?, ?> byOutput
            ? Batch.of(features, named(byOutput))
            : Batch.of(features, data(y));
    return switch (weights) {
      case null -> batch;
      case Map<?, ?> byOutput -> batch.withOutputWeights(named(byOutput));
      case Object name -> new Batch(batch.features(), batch.labels(), data(name));
    };
  }

  /** Arrays by their names, without weights of one, which need not be given. */
  private static Map<String, FloatTensor> named(Map<?, ?> tree) {
    Map<String, FloatTensor> tensors = new TreeMap<>();
    tree.forEach(
        (key, name) -> {
          if (!name.toString().endsWith("ones")) {
            tensors.put(key.toString(), data(name));
          }
        });
    return tensors;
  }

  private static Fit settings(Golden.Case golden) {
    Map<String, ?> arguments = golden.object("fit").fields();
    Fit fit = Fit.epochs(1);
    if (arguments.get("epochs") instanceof Number epochs) {
      fit = Fit.epochs(epochs.intValue());
    }
    fit = fit.withBatchSize(golden.number("batch_size")).withoutShuffle();
    for (var argument : arguments.entrySet()) {
      fit =
          switch (argument.getKey()) {
            case "epochs" -> fit;
            case "validation_split" -> fit.withValidationSplit(number(argument.getValue()));
            case "validation_freq" ->
                argument.getValue() instanceof List<?> listed
                    ? fit.withValidationAfter(
                        listed.stream().mapToInt(e -> ((Number) e).intValue()).toArray())
                    : fit.withValidationFrequency((int) number(argument.getValue()));
            case "validation_steps" -> fit.withValidationSteps((int) number(argument.getValue()));
            case "validation_batch_size" ->
                fit.withValidationBatchSize((int) number(argument.getValue()));
            case "initial_epoch" -> fit.withInitialEpoch((int) number(argument.getValue()));
            case "steps_per_epoch" -> fit.withStepsPerEpoch((int) number(argument.getValue()));
            default -> throw new IllegalArgumentException(argument.getKey());
          };
    }
    if (golden.fields().get("validation") instanceof List<?> parts) {
      fit =
          fit.withValidationData(
              batch(parts.get(0), parts.get(1), parts.size() > 2 ? parts.get(2) : null));
    }
    if (golden.fields().get("class_weight") instanceof Map<?, ?> weights) {
      Map<Integer, Float> byClass = new HashMap<>();
      weights.forEach((k, v) -> byClass.put(Integer.valueOf(k.toString()), (float) number(v)));
      fit = fit.withClassWeights(byClass);
    }
    return fit;
  }

  private static double number(@Nullable Object value) {
    return value instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  private Callback[] callbacks(Golden.Case golden) {
    List<List<?>> listed = golden.list("callbacks");
    return listed.stream()
        .map(c -> callback(c.getFirst().toString(), new Golden.Case(cast(c.getLast()))))
        .toArray(Callback[]::new);
  }

  private Callback callback(String kind, Golden.Case settings) {
    return switch (kind) {
      case "EarlyStopping" -> {
        var stopping =
            EarlyStopping.of()
                .withPatience((int) number(settings, "patience", 0))
                .withMinDelta(number(settings, "min_delta", 0))
                .withStartFromEpoch((int) number(settings, "start_from_epoch", 0))
                .withRestoreBestWeights(flag(settings, "restore_best_weights"));
        double baseline = number(settings, "baseline", Double.NaN);
        yield Double.isNaN(baseline) ? stopping : stopping.withBaseline(baseline);
      }
      case "ReduceLROnPlateau" ->
          ReduceLROnPlateau.of()
              .withFactor(number(settings, "factor", 0.1))
              .withPatience((int) number(settings, "patience", 10))
              .withCooldown((int) number(settings, "cooldown", 0))
              .withMinDelta(number(settings, "min_delta", 1e-4))
              .withMinLearningRate(number(settings, "min_lr", 0));
      case "LearningRateScheduler" -> {
        List<Integer> halves = ints(settings.list("halves"));
        yield LearningRateScheduler.of((epoch, rate) -> halves.contains(epoch) ? rate / 2 : rate);
      }
      case "CSVLogger" -> {
        var log = CSVLogger.of(folder.resolve(settings.text("filename")));
        yield log.withAppend(flag(settings, "append"))
            .withSeparator(
                settings.fields().get("separator") instanceof String s ? s.charAt(0) : ',');
      }
      case "ModelCheckpoint" -> {
        var saving =
            ModelCheckpoint.of(folder + "/" + settings.text("filepath"))
                .withSaveBestOnly(flag(settings, "save_best_only"))
                .withEveryBatches((int) number(settings, "save_freq", 0));
        double threshold = number(settings, "initial_value_threshold", Double.NaN);
        yield Double.isNaN(threshold) ? saving : saving.withInitialValueThreshold(threshold);
      }
      case "SwapEMAWeights" -> SwapEMAWeights.of().withSwapOnEpoch(flag(settings, "swap_on_epoch"));
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private static double number(Golden.Case settings, String name, double otherwise) {
    return settings.fields().get(name) instanceof Number n ? n.doubleValue() : otherwise;
  }

  private static boolean flag(Golden.Case settings, String name) {
    return Boolean.TRUE.equals(settings.fields().get(name));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, ?> cast(Object tree) {
    return (Map<String, ?>) tree;
  }

  /** Notes what a fit tells its callbacks. */
  private static final class Events implements Callback {
    final List<List<?>> events = new ArrayList<>();

    private void note(Object... event) {
      events.add(Arrays.asList(event));
    }

    @Override
    public Observer start(dev.inlay.train.Training training) {
      return new Observer() {
        @Override
        public void trainBegin() {
          note("trainBegin");
        }

        @Override
        public void epochBegin(int epoch) {
          note("epochBegin", epoch);
        }

        @Override
        public void batchBegin(int batch) {
          note("batchBegin", batch);
        }

        @Override
        public void batchEnd(int batch, Map<String, Double> logs) {
          note("batchEnd", batch, new LinkedHashMap<>(logs));
        }

        @Override
        public void testBegin() {
          note("testBegin");
        }

        @Override
        public void testBatchEnd(int batch, Map<String, Double> logs) {
          note("testBatchEnd", batch, new LinkedHashMap<>(logs));
        }

        @Override
        public void testEnd(Map<String, Double> logs) {
          note("testEnd", new LinkedHashMap<>(logs));
        }

        @Override
        public void epochEnd(int epoch, Map<String, Double> logs) {
          note("epochEnd", epoch);
        }

        @Override
        public void trainEnd() {
          note("trainEnd");
        }
      };
    }
  }

  private static void assertNumbers(String what, Map<?, ?> got, Map<?, ?> expected) {
    assertThat(new TreeSet<>(got.keySet())).as(what).isEqualTo(new TreeSet<>(expected.keySet()));
    expected.forEach(
        (name, value) -> assertClose(what + " " + name, number(got.get(name)), number(value)));
  }

  private static void assertClose(String what, double got, double expected) {
    assertThat(got).as(what).isCloseTo(expected, within(TOLERANCE * (1 + Math.abs(expected))));
  }

  private static void assertClose(String what, float[] got, List<Number> expected) {
    assertThat(got).as(what).hasSize(expected.size());
    for (int i = 0; i < got.length; i++) {
      assertClose(what, got[i], expected.get(i).doubleValue());
    }
  }

  private static void assertClose(String what, List<Double> got, List<?> expected) {
    assertThat(got).as(what).hasSameSizeAs(expected);
    for (int i = 0; i < got.size(); i++) {
      assertClose(what, got.get(i), number(expected.get(i)));
    }
  }
}
