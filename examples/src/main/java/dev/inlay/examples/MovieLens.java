package dev.inlay.examples;

import dev.inlay.data.Batch;
import dev.inlay.data.Csv;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.StringTensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Who rated which movie with how many stars: 100,004 ratings by 671 users (Harper and Konstan
 * 2015).
 *
 * @param ratings in the order of the file
 * @param titles by movie
 */
record MovieLens(List<Rating> ratings, Map<Integer, String> titles) {
  /**
   * One rating.
   *
   * @param stars from 0.5 to 5
   * @param time in seconds
   */
  record Rating(int user, int movie, float stars, long time) {}

  /** Reads {@code ratings.csv.gz} and {@code movies.csv.gz}. */
  static MovieLens read(Path folder) {
    Batch rows = Csv.of(folder.resolve("ratings.csv.gz")).read();
    float[] users = column(rows, "userId");
    float[] movies = column(rows, "movieId");
    float[] stars = column(rows, "rating");
    long[] times = ((Tensor.LongTensor) rows.feature("timestamp")).data();
    List<Rating> ratings =
        IntStream.range(0, rows.rows())
            .mapToObj(i -> new Rating((int) users[i], (int) movies[i], stars[i], times[i]))
            .toList();

    Batch names = Csv.of(folder.resolve("movies.csv.gz")).read();
    float[] ids = column(names, "movieId");
    String[] texts = ((StringTensor) names.feature("title")).data();
    Map<Integer, String> titles = new HashMap<>();
    for (int i = 0; i < ids.length; i++) {
      titles.put((int) ids[i], texts[i]);
    }
    return new MovieLens(ratings, titles);
  }

  private static float[] column(Batch rows, String name) {
    return ((Tensor) rows.feature(name)).toFloats().data();
  }

  /** The movies that were rated so often, in order. */
  int[] movies(int leastRatings) {
    Map<Integer, Integer> counts = new TreeMap<>();
    ratings.forEach(rating -> counts.merge(rating.movie, 1, Integer::sum));
    return counts.entrySet().stream()
        .filter(count -> count.getValue() >= leastRatings)
        .mapToInt(Map.Entry::getKey)
        .toArray();
  }

  /** The users, in order. */
  int[] users() {
    return new TreeSet<>(ratings.stream().map(Rating::user).toList())
        .stream().mapToInt(user -> user).toArray();
  }

  /**
   * What each user watched, oldest first: the places of movies in a sorted list, counted from 1;
   * movies that aren't in it are left out.
   */
  Collection<int[]> histories(int[] movies) {
    Map<Integer, IntStream.Builder> byUser = new TreeMap<>();
    ratings.stream()
        .sorted(
            Comparator.comparingInt(Rating::user)
                .thenComparingLong(Rating::time)
                .thenComparingInt(Rating::movie))
        .forEach(
            rating -> {
              int place = Arrays.binarySearch(movies, rating.movie);
              if (place >= 0) {
                byUser.computeIfAbsent(rating.user, _ -> IntStream.builder()).add(place + 1);
              }
            });
    return byUser.values().stream().map(places -> places.build().toArray()).toList();
  }
}
