package dev.inlay.examples;

import dev.inlay.layer.Activation;
import dev.inlay.layer.Activations;
import dev.inlay.layer.Add;
import dev.inlay.layer.Dot;
import dev.inlay.layer.Embedding;
import dev.inlay.layer.Flatten;
import dev.inlay.layer.Initializers;
import dev.inlay.layer.Input;
import dev.inlay.layer.L2;
import dev.inlay.layer.Symbol;
import dev.inlay.model.Fit;
import dev.inlay.model.Model;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.train.Adam;
import dev.inlay.train.Loss;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * How will somebody like a movie? Collaborative filtering with two embeddings: what a user likes,
 * what a movie offers, and how well these meet (matrix factorization; Koren and others 2009), with
 * a bias for each user and movie.
 */
public final class MovieRatings {
  private static final int WIDTH = 50;

  private MovieRatings() {}

  /**
   * Trains on nine tenths of the ratings and measures the rest.
   *
   * @param args the folder of the data, and a seed if another than 1
   */
  public static void main(String[] args) {
    MovieLens data = MovieLens.read(Path.of(args.length > 0 ? args[0] : "examples/movielens"));
    long seed = args.length > 1 ? Long.parseLong(args[1]) : 1;
    int[] users = data.users();
    int[] movies = data.movies(1);
    int[] train = places(data, i -> i % 10 != 0);
    int[] test = places(data, i -> i % 10 == 0);

    Symbol user = Input.of("user", DType.INT32, 1);
    Symbol movie = Input.of("movie", DType.INT32, 1);
    Symbol match = Dot.of(1).on(taste(user, users.length), taste(movie, movies.length));
    Symbol sum = Add.of(match, bias(user, users.length), bias(movie, movies.length));
    Model model =
        Model.of(List.of(user, movie), sum.to(Activation.of(Activations.SIGMOID))).withSeed(seed);
    model.compile(Adam.of(0.001f), Loss.BINARY_CROSSENTROPY);
    model.fit(
        inputs(data, train, users, movies),
        labels(data, train),
        Fit.epochs(5).withBatchSize(64).withShuffle(seed));

    Map<String, Tensor> unseen = inputs(data, test, users, movies);
    float[] actual = labels(data, test).data();
    print("test", model, unseen, actual);
    print("in 8 bits", model.quantize(), unseen, actual);
  }

  private static void print(String what, Model model, Map<String, Tensor> unseen, float[] actual) {
    float[] predicted = model.predict(unseen).data();
    double loss = 0;
    double squares = 0;
    for (int i = 0; i < actual.length; i++) {
      loss -= actual[i] * Math.log(predicted[i]) + (1 - actual[i]) * Math.log(1 - predicted[i]);
      double stars = (predicted[i] - actual[i]) * 4.5;
      squares += stars * stars;
    }
    long bytes =
        model.variables().values().stream().mapToLong(weight -> weight.storage().byteSize()).sum();
    System.out.printf(
        "%s loss %.4f, error %.4f stars, weights of %,d bytes%n",
        what, loss / actual.length, Math.sqrt(squares / actual.length), bytes);
  }

  private static Symbol taste(Symbol who, int count) {
    return who.to(
            Embedding.of(count, WIDTH)
                .withEmbeddingsInitializer(Initializers.HE_NORMAL)
                .withEmbeddingsRegularizer(L2.of(1e-6)))
        .to(Flatten.of());
  }

  private static Symbol bias(Symbol who, int count) {
    return who.to(Embedding.of(count, 1)).to(Flatten.of());
  }

  private static int[] places(MovieLens data, IntPredicate wanted) {
    return IntStream.range(0, data.ratings().size()).filter(wanted).toArray();
  }

  /** The places of users and movies in sorted lists. */
  private static Map<String, Tensor> inputs(MovieLens data, int[] rows, int[] users, int[] movies) {
    int[] user = new int[rows.length];
    int[] movie = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      user[i] = Arrays.binarySearch(users, data.ratings().get(rows[i]).user());
      movie[i] = Arrays.binarySearch(movies, data.ratings().get(rows[i]).movie());
    }
    Shape column = Shape.of(rows.length, 1);
    return Map.of("user", Tensor.of(column, user), "movie", Tensor.of(column, movie));
  }

  /** Half a star is 0, five are 1. */
  private static FloatTensor labels(MovieLens data, int[] rows) {
    float[] labels = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      labels[i] = (data.ratings().get(rows[i]).stars() - 0.5f) / 4.5f;
    }
    return Tensor.of(Shape.of(rows.length, 1), labels);
  }
}
