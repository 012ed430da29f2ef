package dev.inlay.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import dev.inlay.ChildJvm;
import dev.inlay.kernel.Kernels;
import dev.inlay.kernel.Rehearsed;
import dev.inlay.layer.Activations;
import dev.inlay.layer.BatchNormalization;
import dev.inlay.layer.Bidirectional;
import dev.inlay.layer.Concatenate;
import dev.inlay.layer.Conv1D;
import dev.inlay.layer.Dense;
import dev.inlay.layer.Embedding;
import dev.inlay.layer.Flatten;
import dev.inlay.layer.GRU;
import dev.inlay.layer.GlobalAveragePooling1D;
import dev.inlay.layer.Input;
import dev.inlay.layer.LSTM;
import dev.inlay.layer.Layer;
import dev.inlay.layer.LayerNormalization;
import dev.inlay.layer.MultiHeadAttention;
import dev.inlay.layer.Reshape;
import dev.inlay.layer.SimpleRNN;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Value;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowPredictorTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  record Click(float[] numbers, int item) {}

  record Named(float[] numbers, int article) {}

  record Wrong(int[] numbers, int item) {}

  private static Model model(int outputs) {
    var item = Input.of("item", DType.INT32, 1);
    var numbers = Input.of("numbers", DType.FLOAT32, 3);
    var x = Concatenate.of(item.to(Embedding.of(50, 8)).to(Flatten.of()), numbers);
    return Model.of(
        List.of(item, numbers), x.to(Dense.of(16, Activations.RELU)).to(Dense.of(outputs)));
  }

  private static RowPredictor<Click> clicks(Model model) {
    return model.rowPredictor(Click.class, MethodHandles.lookup());
  }

  private static Click click(int i) {
    return new Click(new float[] {i, 0.5f * i, -i}, i % 50);
  }

  private static float[] asked(Model model, Click click) {
    Map<String, Value> row =
        Map.of(
            "item", Tensor.of(Shape.of(1, 1), new int[] {click.item()}),
            "numbers", Tensor.of(Shape.of(1, 3), click.numbers()));
    return model.predict(row).data();
  }

  @Test
  void saysWhatPredictSays() {
    Model model = model(1);
    var clicks = clicks(model);
    for (int i = 0; i < 100; i++) {
      assertThat(clicks.predict(click(i))).isEqualTo(asked(model, click(i))[0]);
    }
  }

  @Test
  void givesSeveralNumbers() {
    Model model = model(4);
    float[] to = new float[4];
    clicks(model).predict(click(7), to);
    assertThat(to).isEqualTo(asked(model, click(7)));
    assertThatIllegalStateException()
        .isThrownBy(() -> clicks(model).predict(click(7)))
        .withMessageContaining("gives 4 numbers");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> clicks(model).predict(click(7), new float[3]))
        .withMessageContaining("has room for 3");
  }

  record Numbers(float[] x) {}

  record Steps(int[] ids) {}

  private static Model steps(Layer recurrent) {
    return Sequential.of(
        Input.of("ids", DType.INT32, 20), Embedding.of(100, 16), recurrent, Dense.of(1));
  }

  private static Model numbers(int width, Layer... layers) {
    return Sequential.of(Input.of("x", DType.FLOAT32, width), layers);
  }

  private static Model attention() {
    var x = Input.of("x", DType.FLOAT32, 12, 16);
    var attended = MultiHeadAttention.of(4, 8).on(x, x).to(LayerNormalization.of());
    return Model.of(List.of(x), attended.to(GlobalAveragePooling1D.of()).to(Dense.of(1)));
  }

  /** What asks a model for the same row again and again. */
  private static <R extends Record> Runnable asking(Model model, R row, Class<R> type) {
    var predictor = model.rowPredictor(type, MethodHandles.lookup());
    float[] to = new float[1];
    return () -> predictor.predict(row, to);
  }

  private static Runnable asking(Model model, int numbers) {
    return asking(model, new Numbers(new float[numbers]), Numbers.class);
  }

  /** Models of many kinds, whose widths fill no vectors. */
  private static List<Runnable> manyModels() {
    var ids = new Steps(IntStream.range(0, 20).toArray());
    return List.of(
        asking(model(1), click(3), Click.class),
        asking(steps(LSTM.of(24)), ids, Steps.class),
        asking(steps(GRU.of(20)), ids, Steps.class),
        asking(steps(Bidirectional.of(SimpleRNN.of(12))), ids, Steps.class),
        asking(
            numbers(40, Dense.of(40, Activations.GELU), BatchNormalization.of(), Dense.of(1)), 40),
        asking(
            numbers(40, Dense.of(30, Activations.TANH), LayerNormalization.of(), Dense.of(1)), 40),
        asking(
            numbers(
                90, Reshape.of(30, 3), Conv1D.of(10, 3), GlobalAveragePooling1D.of(), Dense.of(1)),
            90),
        asking(attention(), 192));
  }

  /**
   * In a JVM of its own: what others have made the JIT see decides whether vectors stay in
   * registers or become objects.
   */
  @ParameterizedTest
  @ValueSource(strings = {"one", "many"})
  void allocatesNothingOnceWarm(String models) throws IOException, InterruptedException {
    assumeTrue(Kernels.hasSimd(), "no Vector API");
    assertThat(ChildJvm.output(RowPredictorTest.class, models)).isEqualTo("0");
  }

  /**
   * Prints how many bytes rounds of predictions allocate at least, once the JIT has had its time.
   */
  public static void main(String[] args) {
    List<Runnable> models = args[0].equals("many") ? manyModels() : manyModels().subList(0, 1);
    Rehearsed.after(() -> ask(models));
    long thread = Thread.currentThread().threadId();
    long least = Long.MAX_VALUE;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (least > 0 && System.nanoTime() < end) {
      long before = THREADS.getThreadAllocatedBytes(thread);
      ask(models);
      least = Math.min(least, THREADS.getThreadAllocatedBytes(thread) - before);
    }
    System.out.println(least);
  }

  private static void ask(List<Runnable> models) {
    for (int m = 0; m < models.size(); m++) {
      Runnable model = models.get(m);
      for (int i = 0; i < 200; i++) {
        model.run();
      }
    }
  }

  @Test
  void manyThreadsAskAtOnce() throws Exception {
    Model model = model(1);
    var clicks = clicks(model);
    float[] expected = new float[200];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = asked(model, click(i))[0];
    }
    try (var pool = Executors.newFixedThreadPool(8)) {
      var threads =
          IntStream.range(0, 8)
              .<Future<Boolean>>mapToObj(
                  t ->
                      pool.submit(
                          () ->
                              IntStream.range(0, 4_000)
                                  .map(i -> (i * 7 + t) % expected.length)
                                  .allMatch(i -> clicks.predict(click(i)) == expected[i])))
              .toList();
      for (Future<Boolean> thread : threads) {
        assertThat(thread.get()).isTrue();
      }
    }
  }

  @Test
  void refusesWhatDoesNotSuit() {
    Model model = model(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> clicks(model).predict(new Click(new float[3], 50)))
        .withMessageContaining("input \"item\", row 0: id 50 is outside of 0 to 49");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> clicks(model).predict(new Click(new float[2], 1)))
        .withMessageContaining("\"numbers\" wants 3 numbers a row, got 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> clicks(model).predict(new Click(new float[] {1, Float.NaN, 2}, 1)))
        .withMessageContaining("input \"numbers\", row 0: NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.rowPredictor(Named.class, MethodHandles.lookup()))
        .withMessageContaining("name the components like the inputs");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.rowPredictor(Wrong.class, MethodHandles.lookup()))
        .withMessageContaining("component \"numbers\" is of type int[], but the input is FLOAT32");
  }
}
