package dev.inlay.examples;

import dev.inlay.data.Batch;
import dev.inlay.data.Csv;
import dev.inlay.data.Dataset;
import dev.inlay.estimator.DnnEstimator;
import dev.inlay.estimator.MultiLabelHead;
import dev.inlay.estimator.Steps;
import dev.inlay.feature.CategoricalColumn;
import dev.inlay.feature.EmbeddingColumn;
import dev.inlay.feature.TextColumn;
import dev.inlay.layer.Tokenizer;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Tensor.StringTensor;
import dev.inlay.train.Adam;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Which genres has a movie, by the words of its title and its year? Any number of classes. */
public final class MovieGenres {
  private MovieGenres() {}

  /**
   * Trains on four rows of five, and prints what the others say.
   *
   * @param args if the data is not in this project's folder, the path of movies.csv.gz
   */
  public static void main(String[] args) {
    Csv csv =
        Csv.of(Path.of(args.length > 0 ? args[0] : "examples/movielens/movies.csv.gz"))
            .withType("year", DType.FLOAT32);
    Batch movies = csv.read();
    StringTensor texts = (StringTensor) movies.feature("genres");
    int[] splits = new int[texts.rows() + 1];
    Arrays.setAll(splits, i -> i);
    Ragged genres = Tokenizer.separatedBy("|").terms(new Ragged(texts, splits));
    String[] names =
        Arrays.stream(((StringTensor) genres.values()).data())
            .distinct()
            .sorted()
            .toArray(String[]::new);
    Dataset.Split rows =
        Dataset.of(movies.select(List.of("title", "year")).features(), genres).splitEvery(5);
    Batch test = rows.second().toBatch();
    Batch train = rows.first().toBatch();

    CategoricalColumn words = TextColumn.words(CategoricalColumn.hashBucket("title", 10_000));
    var head = MultiLabelHead.of(names.length).withLabelVocabulary(names).withThresholds(0.3f);
    var estimator =
        DnnEstimator.of(
                head, List.of(EmbeddingColumn.of(words, 32), Learned.of(train).number("year")), 64)
            .withOptimizer(Adam.of(0.003f))
            .withDropout(0.3)
            .withSeed(1);
    estimator.train(() -> Dataset.of(train).shuffle(1).repeat(2).batch(64), Steps.UNTIL_DATA_ENDS);

    System.out.println(estimator.evaluate(() -> Dataset.of(test).batch(1_000)));
  }
}
