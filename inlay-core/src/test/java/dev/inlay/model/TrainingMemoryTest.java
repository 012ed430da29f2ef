package dev.inlay.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.data.Batch;
import dev.inlay.data.Dataset;
import dev.inlay.graph.Node;
import dev.inlay.kernel.Kernels;
import dev.inlay.layer.Activations;
import dev.inlay.layer.BatchNormalization;
import dev.inlay.layer.Conv1D;
import dev.inlay.layer.Conv2D;
import dev.inlay.layer.Dense;
import dev.inlay.layer.Embedding;
import dev.inlay.layer.Flatten;
import dev.inlay.layer.GRU;
import dev.inlay.layer.GlobalAveragePooling1D;
import dev.inlay.layer.Input;
import dev.inlay.layer.LSTM;
import dev.inlay.layer.Layer;
import dev.inlay.layer.LayerNormalization;
import dev.inlay.layer.MaxPooling2D;
import dev.inlay.layer.MultiHeadAttention;
import dev.inlay.layer.Reshape;
import dev.inlay.layer.Scope;
import dev.inlay.tensor.CounterRandom;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.train.Adafactor;
import dev.inlay.train.Adagrad;
import dev.inlay.train.Adam;
import dev.inlay.train.AdamW;
import dev.inlay.train.Ftrl;
import dev.inlay.train.Lamb;
import dev.inlay.train.LambdaCallback;
import dev.inlay.train.Lion;
import dev.inlay.train.Loss;
import dev.inlay.train.Muon;
import dev.inlay.train.Nadam;
import dev.inlay.train.Optimizer;
import dev.inlay.train.Rows;
import dev.inlay.train.Sgd;
import java.lang.management.ManagementFactory;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class TrainingMemoryTest {
  private static final Pattern ARRAYS = Pattern.compile("\\d+: +\\d+ +(\\d+) +\\[[FIDJ]\\b.*");

  /** A model of ids. */
  record Case(
      String name, int vocabulary, int ids, int batch, Optimizer optimizer, List<Layer> layers) {
    Model model() {
      Model model = Sequential.of(Input.of("ids", DType.INT32, ids), layers.toArray(Layer[]::new));
      model.compile(optimizer, Loss.MEAN_SQUARED_ERROR);
      return model;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static final List<Case> CASES =
      List.of(
          new Case(
              "few rows",
              20_000,
              1,
              32,
              Adam.of(),
              List.of(
                  Embedding.of(20_000, 64),
                  Flatten.of(),
                  Dense.of(64, Activations.RELU),
                  Dense.of(1))),
          new Case(
              "a small table of wide rows",
              1_000,
              1,
              32,
              Adam.of(),
              List.of(
                  Embedding.of(1_000, 128),
                  Flatten.of(),
                  Dense.of(64, Activations.RELU),
                  Dense.of(1))),
          table("averages", Adagrad.of(0.1f).withEma(0.99f, 0)),
          table("averages that walk", Adam.of().withEma(0.99f, 0)),
          table("summed", 30_000, Adam.of().withGradientAccumulation(4)),
          table("lamb", Lamb.of()),
          table("adafactor", Adafactor.of()),
          table("decay", AdamW.of()),
          table("momentum", Sgd.of(0.1f).withMomentum(0.9f)),
          table("lion", Lion.of()),
          table("nadam", Nadam.of()),
          table("follow the leader", Ftrl.of()),
          table("largest", Adam.of().withAmsgrad(true)),
          table("on TensorFlow", Adam.of().withRows(Rows.KERAS_ON_TENSORFLOW)),
          table("one number a row", Adagrad.of(0.1f).withRowwise(true)),
          new Case(
              "many rows",
              1_000,
              8,
              4_096,
              Adagrad.of(0.1f),
              List.of(
                  Embedding.of(1_000, 16),
                  Flatten.of(),
                  Dense.of(256, Activations.RELU),
                  Dense.of(64, Activations.RELU),
                  Dense.of(1))),
          new Case(
              "whole tables",
              30_000,
              2,
              64,
              Adam.of().withRows(Rows.DENSE),
              List.of(Embedding.of(30_000, 16), Flatten.of(), Dense.of(1))),
          new Case(
              "clipped",
              30_000,
              2,
              64,
              Adam.of().withGlobalClipnorm(1),
              List.of(Embedding.of(30_000, 16), Flatten.of(), Dense.of(1))),
          new Case(
              "wide layers",
              1_000,
              8,
              1_024,
              Sgd.of(0.01f),
              List.of(
                  Embedding.of(1_000, 128),
                  Flatten.of(),
                  Dense.of(1_024, Activations.RELU),
                  Dense.of(1_024, Activations.RELU),
                  Dense.of(1))),
          new Case(
              "recurrent",
              5_000,
              30,
              128,
              Adam.of(),
              List.of(Embedding.of(5_000, 32), GRU.of(48), Dense.of(1))),
          new Case(
              "convolution",
              2_000,
              50,
              256,
              Adam.of().withRows(Rows.LAZY),
              List.of(
                  Embedding.of(2_000, 32),
                  Conv1D.of(64, 5),
                  GlobalAveragePooling1D.of(),
                  Dense.of(1))),
          new Case(
              "pictures",
              500,
              100,
              64,
              Adam.of(),
              List.of(
                  Embedding.of(500, 16),
                  Reshape.of(10, 10, 16),
                  Conv2D.of(32, 3, Activations.RELU),
                  BatchNormalization.of(),
                  MaxPooling2D.of(2),
                  Flatten.of(),
                  Dense.of(1))),
          new Case(
              "long memory",
              40_000,
              30,
              128,
              Adam.of().withGradientAccumulation(2),
              List.of(Embedding.of(40_000, 32), LSTM.of(48), Dense.of(1))),
          new Case(
              "attention",
              3_000,
              40,
              64,
              AdamW.of().withEma(0.99f, 0),
              List.of(
                  Embedding.of(3_000, 32),
                  new SelfAttention(),
                  LayerNormalization.of(),
                  GlobalAveragePooling1D.of(),
                  Dense.of(1))),
          new Case(
              "muon",
              2_000,
              8,
              256,
              Muon.of(),
              List.of(
                  Embedding.of(2_000, 32),
                  Flatten.of(),
                  Dense.of(256, Activations.RELU),
                  Dense.of(128, Activations.RELU),
                  Dense.of(1))));

  record SelfAttention() implements Layer {
    @Override
    public Node call(Scope scope, Node... inputs) {
      return scope.apply(MultiHeadAttention.of(4, 8), inputs[0], inputs[0]);
    }
  }

  /**
   * So many that every thread has taken part in one, and holds memory of its own: while loops are
   * rehearsed threads stand back.
   */
  private static final int BATCHES = 20;

  /** A table of some size that has one id of many in each row of a large batch. */
  private static Case table(String name, Optimizer optimizer) {
    return table(name, 10_000, optimizer);
  }

  private static Case table(String name, int rows, Optimizer optimizer) {
    return new Case(
        name,
        rows,
        2,
        1_024,
        optimizer,
        List.of(Embedding.of(rows, 32), Flatten.of(), Dense.of(64, Activations.RELU), Dense.of(1)));
  }

  @ParameterizedTest
  @FieldSource("CASES")
  void isWithinATenthOfWhatTrainingHolds(Case each) {
    // Whatever the library makes once is made here.
    each.model().fit(data(each), Fit.epochs(1));
    // What reads ahead of a fit may hold its data a moment longer.
    long before = IntStream.range(0, 5).mapToLong(_ -> arraysSoon()).min().orElseThrow();
    Model model = each.model();
    var settled = new AtomicInteger();
    var during = new AtomicLong();
    model.fit(
        Dataset.ofChunks(() -> batches(each, () -> during.get() == 0)).batch(each.batch()),
        Fit.epochs(1)
            .withCallbacks(
                LambdaCallback.of()
                    .withBatchEnd(
                        (_, _, _) -> {
                          if (!Kernels.areWarmingUp() && settled.incrementAndGet() == BATCHES) {
                            during.set(arrays());
                          }
                        })));
    TrainingMemory told = model.trainingMemory(each.batch()).orElseThrow();
    assertThat(told.total())
        .describedAs(told.toString())
        .isCloseTo(during.get() - before, Percentage.withPercentage(10));
  }

  private static Dataset data(Case each) {
    var left = new AtomicInteger(BATCHES);
    return Dataset.ofChunks(() -> batches(each, () -> left.getAndDecrement() > 0))
        .batch(each.batch());
  }

  private static Iterator<Batch> batches(Case each, BooleanSupplier more) {
    return IntStream.iterate(0, _ -> more.getAsBoolean(), b -> b + 1)
        .mapToObj(
            b -> {
              int[] ids = new int[each.batch() * each.ids()];
              float[] labels = new float[each.batch()];
              for (int i = 0; i < ids.length; i++) {
                ids[i] = (int) (CounterRandom.uniform(b, i) * each.vocabulary());
              }
              return Batch.of(
                  Map.of("ids", Tensor.of(Shape.of(each.batch(), each.ids()), ids)),
                  Tensor.of(Shape.of(each.batch(), 1), labels));
            })
        .iterator();
  }

  private static long arraysSoon() {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    return arrays();
  }

  /** Bytes of all arrays of numbers that somebody holds. */
  private static long arrays() {
    try {
      Object histogram =
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  new ObjectName("com.sun.management:type=DiagnosticCommand"),
                  "gcClassHistogram",
                  new Object[] {new String[0]},
                  new String[] {String[].class.getName()});
      return histogram
          .toString()
          .lines()
          .map(line -> ARRAYS.matcher(line.strip()))
          .filter(Matcher::matches)
          .mapToLong(line -> Long.parseLong(line.group(1)))
          .sum();
    } catch (JMException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void standsInTheSummaryOfACompiledModel() {
    Model model = CASES.getFirst().model();
    assertThat(model.summary(Summary.of().withBatchSize(1_000)).lines().toList().getLast())
        .matches(
            " Peak memory for training with batches of 1,000: \\d+\\.\\d MB \\(weights 4\\.9,"
                + " optimizer 10\\.\\d, gradients \\d\\.\\d, activations \\d\\.\\d, data 0\\.1\\)");
    assertThat(Sequential.of(Input.of("x", DType.FLOAT32, 3), Dense.of(2)).summary())
        .doesNotContain("memory");
  }
}
