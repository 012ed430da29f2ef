package dev.inlay.examples;

import static dev.inlay.layer.Activations.RELU;
import static dev.inlay.layer.Activations.SIGMOID;

import dev.inlay.data.Batch;
import dev.inlay.data.Csv;
import dev.inlay.layer.Conv1D;
import dev.inlay.layer.Dense;
import dev.inlay.layer.Dropout;
import dev.inlay.layer.Embedding;
import dev.inlay.layer.GlobalMaxPooling1D;
import dev.inlay.layer.TextVectorization;
import dev.inlay.model.Compile;
import dev.inlay.model.Fit;
import dev.inlay.model.Model;
import dev.inlay.model.Sequential;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.StringTensor;
import dev.inlay.train.Adam;
import dev.inlay.train.Auc;
import dev.inlay.train.BinaryAccuracy;
import dev.inlay.train.Loss;
import java.nio.file.Path;
import java.util.Map;

/**
 * Does a review praise the food? Words become vectors, a convolution looks at five of them at a
 * time, and the strongest sign anywhere in the text counts (Kim 2014). The model reads texts: it is
 * saved with its vocabulary.
 */
public final class FoodReviews {
  private static final int WORDS = 10_000;

  private FoodReviews() {}

  /**
   * Trains for four epochs and prints what the test says.
   *
   * @param args the folder of the data, and a seed if another than 1
   */
  public static void main(String[] args) {
    Path folder = Path.of(args.length > 0 ? args[0] : "examples/food-reviews");
    long seed = args.length > 1 ? Long.parseLong(args[1]) : 1;
    Batch train = read(folder.resolve("train.csv.gz"));
    Batch test = read(folder.resolve("test.csv.gz"));

    Model model = model(train).withSeed(seed);
    model.compile(
        Compile.of(Adam.of(), Loss.BINARY_CROSSENTROPY).withMetrics(BinaryAccuracy.of(), Auc.of()));
    model.fit(train, Fit.epochs(4));
    System.out.println(model.evaluate(test));
    System.out.println(
        model.predict(Tensor.of("not good at all", "my favorite, I love this coffee")));
  }

  /** A model that knows the words of the reviews. */
  static Model model(Batch reviews) {
    TextVectorization vectorize =
        TextVectorization.of()
            .withMaxTokens(WORDS)
            .withOutputSequenceLength(150)
            .adapt(reviews.feature("review"));
    return Sequential.of(
        vectorize,
        Embedding.of(WORDS, 32),
        Conv1D.of(64, 5, RELU),
        GlobalMaxPooling1D.of(),
        Dropout.of(0.3),
        Dense.of(1, SIGMOID));
  }

  /** The reviews of a file, and a 1 for each that is great. */
  static Batch read(Path file) {
    Batch rows = Csv.of(file).read();
    String[] scores = ((StringTensor) rows.feature("score")).data();
    float[] great = new float[scores.length];
    for (int i = 0; i < great.length; i++) {
      great[i] = scores[i].equals("great") ? 1 : 0;
    }
    return Batch.of(Map.of("review", rows.feature("review")), Tensor.of(great));
  }
}
