package dev.inlay.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.inlay.layer.Bidirectional;
import dev.inlay.layer.Dense;
import dev.inlay.layer.GRU;
import dev.inlay.layer.Input;
import dev.inlay.layer.LSTM;
import dev.inlay.layer.Layer;
import dev.inlay.layer.SimpleRNN;
import dev.inlay.tensor.CounterRandom;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.train.Adam;
import dev.inlay.train.Loss;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Layers that go on from the states that the batch before has left. */
class StatefulTest {
  private static final int ROWS = 2;
  private static final int STEPS = 3;

  private static FloatTensor random(int seed, int... dims) {
    Shape shape = Shape.of(dims);
    float[] data = new float[shape.intSize()];
    for (int i = 0; i < data.length; i++) {
      data[i] = CounterRandom.normal(seed, i);
    }
    return Tensor.of(shape, data);
  }

  private static FloatTensor steps(FloatTensor whole, int from) {
    int width = whole.shape().dim(2);
    int length = whole.shape().dim(1);
    float[] part = new float[ROWS * STEPS * width];
    for (int row = 0; row < ROWS; row++) {
      System.arraycopy(
          whole.data(), (row * length + from) * width, part, row * STEPS * width, STEPS * width);
    }
    return Tensor.of(Shape.of(ROWS, STEPS, width), part);
  }

  private static Model stateful(Layer layer) {
    return Sequential.of(Input.ofBatch("x", DType.FLOAT32, ROWS, STEPS, 4), layer, Dense.of(1));
  }

  @Test
  void twoHalvesAreTheWhole() {
    FloatTensor x = random(1, ROWS, 2 * STEPS, 4);
    for (var layers :
        List.of(
            List.of(LSTM.of(3), LSTM.of(3).withStateful(true)),
            List.of(GRU.of(3), GRU.of(3).withStateful(true)),
            List.of(SimpleRNN.of(3), SimpleRNN.of(3).withStateful(true)))) {
      Model whole = Sequential.of(layers.getFirst(), Dense.of(1));
      FloatTensor wanted = whole.predict(x);
      Model halves = stateful(layers.getLast());
      halves.setWeights(whole.weights());
      for (int again = 0; again < 2; again++) {
        halves.predict(steps(x, 0));
        assertThat(halves.predict(steps(x, STEPS)).data())
            .containsExactly(wanted.data(), within(1e-6f));
        halves.resetStates();
      }
    }
  }

  @Test
  void manyBatchesGoOnFromEachOther() {
    Model model = stateful(GRU.of(3).withStateful(true));
    FloatTensor x = random(1, ROWS, STEPS, 4);
    float[] twice = new float[2 * x.data().length];
    System.arraycopy(x.data(), 0, twice, 0, x.data().length);
    System.arraycopy(x.data(), 0, twice, x.data().length, x.data().length);
    FloatTensor together = model.predict(Tensor.of(Shape.of(2 * ROWS, STEPS, 4), twice));
    model.resetStates();
    FloatTensor first = model.predict(x);
    FloatTensor second = model.predict(x);
    assertThat(together.data())
        .containsExactly(first.data()[0], first.data()[1], second.data()[0], second.data()[1]);
    assertThat(second.data()).isNotEqualTo(first.data());
  }

  @Test
  void trainingAndEvaluationMoveStatesToo() {
    Model model = stateful(Bidirectional.of(LSTM.of(2).withStateful(true)));
    model.compile(Adam.of(), Loss.MEAN_SQUARED_ERROR);
    FloatTensor x = random(1, 4 * ROWS, STEPS, 4);
    FloatTensor y = random(2, 4 * ROWS, 1);
    model.fit(x, y, Fit.epochs(2).withBatchSize(ROWS).withoutShuffle());
    model.resetStates();
    Map<String, Double> first = model.evaluate(x.rows(0, ROWS), y.rows(0, ROWS));
    Map<String, Double> second = model.evaluate(x.rows(0, ROWS), y.rows(0, ROWS));
    assertThat(second.get("loss")).isNotEqualTo(first.get("loss"));
    model.resetStates();
    assertThat(model.evaluate(x.rows(0, ROWS), y.rows(0, ROWS))).isEqualTo(first);
  }

  @Test
  void statesAreNoWeights() {
    Model model = stateful(LSTM.of(3).withStateful(true));
    assertThat(model.variables().keySet())
        .containsExactly(
            "lstm/lstm_cell/kernel",
            "lstm/lstm_cell/recurrent_kernel",
            "lstm/lstm_cell/bias",
            "dense/kernel",
            "dense/bias");
  }

  @Test
  void batchesOfAnotherSizeAreRefused() {
    Model model = stateful(GRU.of(3).withStateful(true));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.predict(random(1, ROWS + 1, STEPS, 4)))
        .withMessageContaining("the model's inputs have batches of 2 rows, got 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Input.of("x", DType.FLOAT32, STEPS, 4).to(GRU.of(3).withStateful(true)))
        .withMessageContaining("layer \"gru\": is stateful")
        .withMessageContaining("Input.ofBatch");
  }
}
