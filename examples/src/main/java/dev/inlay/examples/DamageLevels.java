package dev.inlay.examples;

import dev.inlay.data.Batch;
import dev.inlay.data.Csv;
import dev.inlay.data.Dataset;
import dev.inlay.estimator.DnnClassifier;
import dev.inlay.estimator.Steps;
import dev.inlay.feature.EmbeddingColumn;
import dev.inlay.feature.FeatureColumn;
import dev.inlay.tensor.DType;
import dev.inlay.train.Adam;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How badly was an aircraft damaged when it hit wildlife? One of several classes. */
public final class DamageLevels {
  private static final List<String> CATEGORIES =
      List.of(
          "Airport Name",
          "Aircraft Make Model",
          "Aircraft Airline Operator",
          "Origin State",
          "Phase of flight",
          "Wildlife Size",
          "Wildlife Species",
          "Time of day");

  private DamageLevels() {}

  /**
   * Trains on four rows of five, and prints what the others say.
   *
   * @param args if the data is not in this project's folder, the path of birdstrikes.csv
   */
  public static void main(String[] args) {
    Csv csv =
        Csv.of(Path.of(args.length > 0 ? args[0] : "examples/birdstrikes/birdstrikes.csv"))
            .withType("Speed IAS in knots", DType.FLOAT32);
    Dataset.Split rows = Dataset.of(csv.read().withLabel("Effect Amount of damage")).splitEvery(5);
    Batch test = rows.second().toBatch();
    Batch train = rows.first().toBatch();

    Learned learned = Learned.of(train);
    List<FeatureColumn> columns = new ArrayList<>();
    for (String category : CATEGORIES) {
      columns.add(EmbeddingColumn.of(learned.categories(category), 8));
    }
    columns.add(learned.number("Speed IAS in knots"));
    var estimator =
        DnnClassifier.of(columns, 64, 32)
            .withLabelVocabulary("None", "Minor", "Medium", "Substantial", "C", "B")
            .withOptimizer(Adam.of(0.001f))
            .withDropout(0.3)
            .withSeed(1);
    estimator.train(() -> Dataset.of(train).shuffle(1).repeat(3).batch(64), Steps.UNTIL_DATA_ENDS);

    System.out.println(estimator.evaluate(() -> Dataset.of(test).batch(1_000)));
  }
}
