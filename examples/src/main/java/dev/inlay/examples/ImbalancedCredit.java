package dev.inlay.examples;

import dev.inlay.data.Batch;
import dev.inlay.data.Csv;
import dev.inlay.data.Dataset;
import dev.inlay.estimator.LinearClassifier;
import dev.inlay.estimator.Steps;
import dev.inlay.feature.BucketizedColumn;
import dev.inlay.feature.FeatureColumn;
import dev.inlay.feature.NumericColumn;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.StringTensor;
import dev.inlay.train.Ftrl;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which loans go bad? One in twenty does, and counts as much as ten that don't. */
public final class ImbalancedCredit {
  private static final List<String> CATEGORIES =
      List.of("term", "sub_grade", "addr_state", "verification_status", "emp_length");

  private ImbalancedCredit() {}

  /**
   * Trains on four rows of five, and prints what the others say.
   *
   * @param args if the data is not in this project's folder, the path of lending_club.csv.gz
   */
  public static void main(String[] args) {
    Csv csv = Csv.of(Path.of(args.length > 0 ? args[0] : "examples/lending/lending_club.csv.gz"));
    for (Map.Entry<String, DType> column : csv.schema().types().entrySet()) {
      csv = column.getValue().isInteger() ? csv.withType(column.getKey(), DType.FLOAT32) : csv;
    }
    Batch loans = csv.read();
    String[] classes = ((StringTensor) loans.feature("Class")).data();
    float[] weights = new float[classes.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = classes[i].equals("bad") ? 10 : 1;
    }
    Dataset.Split rows =
        Dataset.of(loans.withFeature("weight", Tensor.of(weights)).withLabel("Class"))
            .splitEvery(5);
    Batch test = rows.second().toBatch();
    Batch train = rows.first().toBatch();

    Learned learned = Learned.of(train);
    List<FeatureColumn> columns = new ArrayList<>();
    for (String name : train.features().keySet()) {
      if (CATEGORIES.contains(name)) {
        columns.add(learned.categories(name));
      } else if (!name.equals("weight")) {
        float[] boundaries = learned.summary(name).boundaries(10);
        if (boundaries.length > 0) {
          columns.add(BucketizedColumn.of(NumericColumn.of(name), boundaries));
        }
      }
    }
    var estimator =
        LinearClassifier.of(columns)
            .withLabelVocabulary("good", "bad")
            .withWeightColumn("weight")
            .withOptimizer(Ftrl.of(0.05f).withRegularization(0, 2))
            .withSeed(1);
    estimator.train(() -> Dataset.of(train).shuffle(1).repeat(5).batch(64), Steps.UNTIL_DATA_ENDS);

    System.out.println(estimator.evaluate(() -> Dataset.of(test).batch(1_000)));
  }
}
