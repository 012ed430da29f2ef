package dev.inlay.examples;

import dev.inlay.layer.Dense;
import dev.inlay.layer.Dropout;
import dev.inlay.layer.Embedding;
import dev.inlay.layer.GRU;
import dev.inlay.layer.Input;
import dev.inlay.model.Fit;
import dev.inlay.model.Model;
import dev.inlay.model.Sequential;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.train.Adam;
import dev.inlay.train.SparseCategoricalCrossentropy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What will somebody watch next? A gated recurrent unit reads what they watched before, a step a
 * movie, and says after each step which movie comes then (as GRU4Rec does: Hidasi and others 2016).
 * Histories are of different lengths: they are filled up with zeros, which the embedding masks, so
 * that those steps count neither in the recurrence nor in the loss.
 */
public final class NextMovie {
  /** How far back the model looks. */
  private static final int STEPS = 50;

  /** Movies with fewer ratings are left out. */
  private static final int RARE = 10;

  /** Users whose scores are computed at once. */
  private static final int AT_ONCE = 32;

  private NextMovie() {}

  /**
   * Trains, and says for how many users the last movie that they watched, which the training did
   * not see, is among the ten that the model thinks most of.
   *
   * @param args the folder of the data, and a seed if another than 1
   */
  public static void main(String[] args) {
    MovieLens data = MovieLens.read(Path.of(args.length > 0 ? args[0] : "examples/movielens"));
    long seed = args.length > 1 ? Long.parseLong(args[1]) : 1;
    int[] movies = data.movies(RARE);
    List<int[]> watched = data.histories(movies).stream().filter(h -> h.length > 2).toList();

    List<int[]> histories = new ArrayList<>();
    List<int[]> nexts = new ArrayList<>();
    for (int[] all : watched) {
      int known = all.length - 1;
      for (int from = 0; from < known - 1; from += STEPS) {
        int to = Math.min(known - 1, from + STEPS);
        histories.add(Arrays.copyOfRange(all, from, to));
        nexts.add(Arrays.copyOfRange(all, from + 1, to + 1));
      }
    }

    Model model =
        Sequential.of(
                Input.of("history", DType.INT32, STEPS),
                Embedding.of(movies.length + 1, 64).withMaskZero(true),
                Dropout.of(0.2),
                GRU.of(128).withReturnSequences(true),
                Dropout.of(0.2),
                Dense.of(movies.length + 1))
            .withSeed(seed);
    model.compile(Adam.of(0.003f), SparseCategoricalCrossentropy.ofLogits());
    model.fit(padded(histories), padded(nexts), Fit.epochs(15).withShuffle(seed));

    List<int[]> before =
        watched.stream()
            .map(h -> Arrays.copyOfRange(h, Math.max(0, h.length - 1 - STEPS), h.length - 1))
            .toList();
    int hits = 0;
    for (int from = 0; from < before.size(); from += AT_ONCE) {
      List<int[]> some = before.subList(from, Math.min(before.size(), from + AT_ONCE));
      FloatTensor scores = model.predict(padded(some));
      for (int i = 0; i < some.size(); i++) {
        int answer = watched.get(from + i)[watched.get(from + i).length - 1];
        if (isAmongTen(answer, last(scores, i), some.get(i))) {
          hits++;
        }
      }
    }
    System.out.printf(
        "%,d movies, %,d rows; hit rate %.4f of %d users%n",
        movies.length, histories.size(), hits / (double) before.size(), before.size());
    suggest(model, data, movies, before.getFirst());
  }

  /** Rows of one length, with zeros at the end of those that are shorter. */
  private static Tensor padded(List<int[]> rows) {
    int[] all = new int[rows.size() * STEPS];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, all, i * STEPS, rows.get(i).length);
    }
    return Tensor.of(Shape.of(rows.size(), STEPS), all);
  }

  /** A row's scores after its last step; steps that are masked carry them there. */
  private static float[] last(FloatTensor scores, int row) {
    int width = scores.shape().last();
    int at = (row * STEPS + STEPS - 1) * width;
    return Arrays.copyOfRange(scores.data(), at, at + width);
  }

  /** Whether fewer than ten movies that weren't watched lately have a higher score. */
  private static boolean isAmongTen(int movie, float[] scores, int[] watched) {
    leaveOut(scores, watched);
    int better = 0;
    for (float score : scores) {
      if (score > scores[movie]) {
        better++;
      }
    }
    return better < 10;
  }

  private static void leaveOut(float[] scores, int[] watched) {
    scores[0] = Float.NEGATIVE_INFINITY;
    for (int place : watched) {
      scores[place] = Float.NEGATIVE_INFINITY;
    }
  }

  private static void suggest(Model model, MovieLens data, int[] movies, int[] watched) {
    float[] scores = last(model.predict(padded(List.of(watched))), 0);
    leaveOut(scores, watched);
    System.out.println("After " + title(data, movies, watched[watched.length - 1]) + ":");
    for (int i = 0; i < 5; i++) {
      int best = 0;
      for (int place = 0; place < scores.length; place++) {
        best = scores[place] > scores[best] ? place : best;
      }
      System.out.println("  " + title(data, movies, best));
      scores[best] = Float.NEGATIVE_INFINITY;
    }
  }

  private static String title(MovieLens data, int[] movies, int place) {
    return data.titles().getOrDefault(movies[place - 1], "a movie without a title");
  }
}
