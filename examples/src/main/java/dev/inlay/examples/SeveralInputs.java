package dev.inlay.examples;

import static dev.inlay.layer.Activations.RELU;
import static dev.inlay.tensor.DType.FLOAT32;
import static dev.inlay.tensor.DType.INT32;

import dev.inlay.layer.Concatenate;
import dev.inlay.layer.Dense;
import dev.inlay.layer.Embedding;
import dev.inlay.layer.Flatten;
import dev.inlay.layer.Input;
import dev.inlay.layer.Symbol;
import dev.inlay.model.Fit;
import dev.inlay.model.Model;
import dev.inlay.tensor.Tensor;
import dev.inlay.train.Adam;
import dev.inlay.train.Loss;
import java.util.List;
import java.util.Map;

/** A Functional model: a category by its embedding beside five numbers. */
public final class SeveralInputs {
  private static final int ROWS = 100;

  private SeveralInputs() {}

  /** Trains on a hundred rows of a known function, and shows how the loss falls. */
  public static void main(String[] args) {
    Symbol category = Input.of("category", INT32, 1);
    Symbol numerical = Input.of("numerical", FLOAT32, 5);
    Symbol embedded = category.to(Embedding.of(1_000, 128)).to(Flatten.of());
    Symbol output = Concatenate.of(embedded, numerical).to(Dense.of(64, RELU)).to(Dense.of(1));
    Model model = Model.of(List.of(category, numerical), output);
    model.compile(Adam.of(), Loss.MEAN_SQUARED_ERROR);

    int[][] ids = new int[ROWS][1];
    float[][] numbers = new float[ROWS][5];
    float[] labels = new float[ROWS];
    for (int i = 0; i < ROWS; i++) {
      ids[i][0] = (i * 37 + 11) % 1_000;
      labels[i] = 0.01f * (ids[i][0] % 100);
      for (int j = 0; j < 5; j++) {
        numbers[i][j] = (i * 5 + j) * 13 % 101 / 101f;
        labels[i] += 0.2f * (j + 1) * numbers[i][j];
      }
    }
    var history =
        model.fit(
            Map.of("category", Tensor.of(ids), "numerical", Tensor.of(numbers)),
            Tensor.of(labels),
            Fit.epochs(10));
    System.out.println(history.loss());
  }
}
