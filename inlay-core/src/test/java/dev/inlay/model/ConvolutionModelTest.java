package dev.inlay.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.inlay.graph.Window.Padding;
import dev.inlay.layer.Activations;
import dev.inlay.layer.Conv1D;
import dev.inlay.layer.Conv2D;
import dev.inlay.layer.Dense;
import dev.inlay.layer.Embedding;
import dev.inlay.layer.Flatten;
import dev.inlay.layer.GlobalMaxPooling1D;
import dev.inlay.layer.Input;
import dev.inlay.layer.MaxPooling1D;
import dev.inlay.layer.MaxPooling2D;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.train.Adam;
import dev.inlay.train.Loss;
import dev.inlay.train.Metric;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Convolutions in models: words with gaps behind them, and small images. */
class ConvolutionModelTest {
  private static final int ROWS = 400;
  private static final int WORDS = 20;

  /** Rows of up to {@code length} words, filled up with 0; the label says if a 7 follows a 3. */
  private static Tensor sentences(int length, float[] labels) {
    var random = new Random(3);
    int[] ids = new int[ROWS * length];
    for (int row = 0; row < ROWS; row++) {
      int words = 4 + random.nextInt(length - 3);
      int start = row * length;
      for (int i = 0; i < words; i++) {
        ids[start + i] = 1 + random.nextInt(WORDS - 1);
      }
      if (random.nextBoolean()) {
        int at = start + random.nextInt(words - 1);
        ids[at] = 3;
        ids[at + 1] = 7;
      }
      for (int i = 0; i < words - 1; i++) {
        labels[row] = ids[start + i] == 3 && ids[start + i + 1] == 7 ? 1 : labels[row];
      }
    }
    return Tensor.of(Shape.of(ROWS, length), ids);
  }

  private static Model ofText() {
    Model model =
        Sequential.of(
            Input.of("words", DType.INT32, -1),
            Embedding.of(WORDS, 8).withMaskZero(true),
            Conv1D.of(16, 3, Activations.RELU),
            MaxPooling1D.of(2),
            GlobalMaxPooling1D.of(),
            Dense.of(1, Activations.SIGMOID));
    model.compile(Adam.of(0.01f), Loss.BINARY_CROSSENTROPY, Metric.ACCURACY);
    return model;
  }

  @Test
  void aPhraseIsFoundWhereverItStands() {
    float[] labels = new float[ROWS];
    Tensor words = sentences(12, labels);
    Model model = ofText();
    model.fit(words, Tensor.of(labels), Fit.epochs(30));
    assertThat(model.evaluate(words, Tensor.of(labels)).get("accuracy")).isGreaterThan(0.97);
  }

  @Test
  void batchesMayDifferInLengthAndMorePaddingChangesNothing() {
    float[] labels = new float[ROWS];
    Tensor words = sentences(12, labels);
    Model model = ofText();
    // Both have gaps behind the words, where windows begin that still see some.
    float[] few = model.predict(longer(words, 17)).toFloats().data();
    float[] many = model.predict(longer(words, 30)).toFloats().data();
    for (int row = 0; row < ROWS; row++) {
      assertThat(many[row]).isCloseTo(few[row], within(1e-6f));
    }
  }

  /** The same rows, filled up with more zeros. */
  private static Tensor longer(Tensor words, int length) {
    int before = words.shape().dim(1);
    int[] ids = ((Tensor.IntTensor) words).data();
    int[] padded = new int[ROWS * length];
    for (int row = 0; row < ROWS; row++) {
      System.arraycopy(ids, row * before, padded, row * length, before);
    }
    return Tensor.of(Shape.of(ROWS, length), padded);
  }

  @Test
  void aCornerOfAnImageIsSeen() {
    var random = new Random(5);
    float[] pixels = new float[ROWS * 6 * 6];
    float[] labels = new float[ROWS];
    for (int row = 0; row < ROWS; row++) {
      labels[row] = row % 2;
      int line = random.nextInt(5);
      int column = random.nextInt(5);
      int at = row * 36 + line * 6 + column;
      pixels[at] = 1;
      pixels[at + 7] = labels[row];
      pixels[at + 6] = 1 - labels[row];
    }
    Tensor images = Tensor.of(Shape.of(ROWS, 6, 6, 1), pixels);
    Model model =
        Sequential.of(
            Conv2D.of(8, 2, Activations.RELU),
            MaxPooling2D.of(2).withPadding(Padding.SAME),
            Flatten.of(),
            Dense.of(1, Activations.SIGMOID));
    model.compile(Adam.of(0.02f), Loss.BINARY_CROSSENTROPY, Metric.ACCURACY);
    model.fit(images, Tensor.of(labels), Fit.epochs(20));
    assertThat(model.evaluate(images, Tensor.of(labels)).get("accuracy")).isGreaterThan(0.97);
  }
}
