package dev.inlay.examples;

import dev.inlay.data.Batch;
import dev.inlay.data.Csv;
import dev.inlay.data.Dataset;
import dev.inlay.estimator.DnnLinearCombinedEstimator;
import dev.inlay.estimator.RegressionHead;
import dev.inlay.estimator.Steps;
import dev.inlay.feature.CategoricalColumn;
import dev.inlay.feature.EmbeddingColumn;
import dev.inlay.feature.TextColumn;
import dev.inlay.tensor.DType;
import dev.inlay.train.Adam;
import dev.inlay.train.Ftrl;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** How many stars does a user give a movie? By user, movie, its genres and its year. */
public final class RatingsRegression {
  private RatingsRegression() {}

  /**
   * Trains on four rows of five, and prints what the others say.
   *
   * @param args if the data is not in this project's folder, the path of ratings.csv.gz
   */
  public static void main(String[] args) {
    Csv csv =
        Csv.of(Path.of(args.length > 0 ? args[0] : "examples/ratings/ratings.csv.gz"))
            .withType("user", DType.STRING)
            .withType("movie", DType.STRING)
            .withType("year", DType.FLOAT32)
            .withType("rating", DType.FLOAT32);
    Dataset.Split rows = Dataset.of(csv.read().withLabel("rating")).splitEvery(5);
    Batch test = rows.second().toBatch();
    Batch train = rows.first().toBatch();

    Learned learned = Learned.of(train);
    CategoricalColumn user = learned.categories("user");
    CategoricalColumn movie = learned.categories("movie");
    CategoricalColumn genres =
        TextColumn.separatedBy("|", CategoricalColumn.hashBucket("genres", 100));
    var estimator =
        DnnLinearCombinedEstimator.of(
                RegressionHead.standardized(3.5f, 1),
                List.of(user, movie, genres),
                List.of(
                    EmbeddingColumn.of(user, 8),
                    EmbeddingColumn.of(movie, 8),
                    EmbeddingColumn.of(genres, 4),
                    learned.number("year")),
                32)
            .withLinearOptimizer(Ftrl.of(0.03f).withRegularization(0, 0.5f))
            .withDnnOptimizer(Adam.of(0.001f))
            .withDnnDropout(0.3)
            .withSeed(1);
    estimator.train(() -> Dataset.of(train).shuffle(1).repeat(3).batch(64), Steps.UNTIL_DATA_ENDS);

    // The spread is 1, so that the loss is the squared error in stars.
    var results = estimator.evaluate(() -> Dataset.of(test).batch(1_000));
    double loss = Objects.requireNonNull(results.get("average_loss"));
    System.out.printf("root mean squared error: %.3f stars%n", Math.sqrt(loss));
  }
}
