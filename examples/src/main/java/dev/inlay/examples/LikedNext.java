package dev.inlay.examples;

import dev.inlay.data.Batch;
import dev.inlay.data.Csv;
import dev.inlay.data.Dataset;
import dev.inlay.estimator.RnnClassifier;
import dev.inlay.estimator.Steps;
import dev.inlay.feature.CategoricalColumn;
import dev.inlay.feature.EmbeddingColumn;
import dev.inlay.feature.Normalizer;
import dev.inlay.feature.SequenceNumericColumn;
import dev.inlay.feature.SharedEmbedding;
import dev.inlay.feature.TextColumn;
import dev.inlay.layer.GRUCell;
import dev.inlay.layer.RandomUniform;
import dev.inlay.tensor.DType;
import dev.inlay.train.Adam;
import java.nio.file.Path;
import java.util.List;

/** Will a user like the next movie, by the last ten and what was thought of them? */
public final class LikedNext {
  private LikedNext() {}

  /**
   * Trains on four rows of five, and prints what the others say.
   *
   * @param args a seed; then, if the data is not in this project's folder, the path of
   *     histories.csv.gz
   */
  public static void main(String[] args) {
    Csv csv =
        Csv.of(Path.of(args.length > 1 ? args[1] : "examples/movielens/histories.csv.gz"))
            .withType("movie", DType.STRING)
            .withType("watched", DType.STRING)
            .withType("stars", DType.STRING)
            .withType("year", DType.FLOAT32);
    Dataset.Split rows = Dataset.of(csv.read().withLabel("liked")).splitEvery(5);
    Batch test = rows.second().toBatch();
    Batch train = rows.first().toBatch();

    // What was watched, in order, and what is to be judged have one table of movies.
    CategoricalColumn movie = CategoricalColumn.hashBucket("movie", 20_000);
    CategoricalColumn watched =
        CategoricalColumn.sequence(
            TextColumn.separatedBy("|", CategoricalColumn.hashBucket("watched", 20_000)));
    // Most movies come a few times: vectors that begin near zero don't say more than they know.
    SharedEmbedding movies =
        SharedEmbedding.of(16, movie, watched).withInitializer(RandomUniform.of());
    SequenceNumericColumn stars =
        SequenceNumericColumn.of("stars")
            .withSeparator("|")
            .withNormalizer(Normalizer.zScore(3.5f, 1));
    CategoricalColumn genres =
        TextColumn.separatedBy("|", CategoricalColumn.hashBucket("genres", 100));
    var estimator =
        RnnClassifier.of(List.of(movies.column(watched), stars), GRUCell.of(32).withDropout(0.2))
            .withContext(
                List.of(
                    movies.column(movie),
                    EmbeddingColumn.of(genres, 8).withInitializer(RandomUniform.of()),
                    Learned.of(train).number("year")))
            .withLabelVocabulary("no", "yes")
            .withOptimizer(Adam.of(0.001f))
            .withSeed(args.length > 0 ? Long.parseLong(args[0]) : 1);
    estimator.train(() -> Dataset.of(train).shuffle(1).batch(64), Steps.UNTIL_DATA_ENDS);

    System.out.println(estimator.evaluate(() -> Dataset.of(test).batch(1_000)));
  }
}
