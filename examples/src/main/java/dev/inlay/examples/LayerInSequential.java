package dev.inlay.examples;

import static dev.inlay.layer.Activations.RELU;

import dev.inlay.layer.Dense;
import dev.inlay.layer.Embedding;
import dev.inlay.layer.Flatten;
import dev.inlay.model.Fit;
import dev.inlay.model.Model;
import dev.inlay.model.Sequential;
import dev.inlay.tensor.Tensor;
import dev.inlay.train.Adam;
import dev.inlay.train.Loss;
import dev.inlay.train.ProgressBar;

/** An embedding layer in a Sequential model. */
public final class LayerInSequential {
  private LayerInSequential() {}

  /** Trains on three rows, shows the model, and asks for the rows again. */
  public static void main(String[] args) {
    Model model =
        Sequential.of(Embedding.of(1_000, 128), Flatten.of(), Dense.of(64, RELU), Dense.of(1));
    model.compile(Adam.of(), Loss.MEAN_SQUARED_ERROR);

    Tensor ids = Tensor.of(new int[][] {{1}, {5}, {10}});
    Tensor labels = Tensor.of(10f, 20f, 30f);
    model.fit(ids, labels, Fit.epochs(10).withCallbacks(ProgressBar.of(System.out)));

    System.out.println(model.summary());
    System.out.println(model.predict(ids));
  }
}
