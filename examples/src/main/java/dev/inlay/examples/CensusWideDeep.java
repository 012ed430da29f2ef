package dev.inlay.examples;

import dev.inlay.data.Batch;
import dev.inlay.data.Csv;
import dev.inlay.data.CsvFormat;
import dev.inlay.data.Dataset;
import dev.inlay.estimator.DnnLinearCombinedClassifier;
import dev.inlay.estimator.Steps;
import dev.inlay.feature.BucketizedColumn;
import dev.inlay.feature.CategoricalColumn;
import dev.inlay.feature.EmbeddingColumn;
import dev.inlay.feature.FeatureColumn;
import dev.inlay.feature.FeatureProfile;
import dev.inlay.feature.IndicatorColumn;
import dev.inlay.feature.Normalizer;
import dev.inlay.feature.NumberSummary;
import dev.inlay.feature.NumericColumn;
import dev.inlay.feature.RawKey;
import dev.inlay.feature.VocabularyColumn;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.StringTensor;
import dev.inlay.train.Adagrad;
import dev.inlay.train.Ftrl;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Wide and deep learning (Cheng and others 2016) on the Census Income data of 1994: does a person
 * earn more than 50,000 dollars a year? The data isn't part of this project; see the page beside
 * {@code examples/census/census.yaml}.
 */
public final class CensusWideDeep {
  private static final List<String> HEADER =
      List.of(
          "age",
          "workclass",
          "fnlwgt",
          "education",
          "education_num",
          "marital_status",
          "occupation",
          "relationship",
          "race",
          "gender",
          "capital_gain",
          "capital_loss",
          "hours_per_week",
          "native_country",
          "income");

  private static final List<String> CATEGORIES =
      List.of(
          "workclass",
          "education",
          "marital_status",
          "occupation",
          "relationship",
          "race",
          "gender",
          "native_country");

  private CensusWideDeep() {}

  /**
   * Trains for ten epochs and prints what the test says.
   *
   * @param args the paths of adult.data and adult.test, and a seed if another than 1
   */
  public static void main(String[] args) {
    if (args.length < 2) {
      throw new IllegalArgumentException(
          "give the paths of adult.data and adult.test; examples/census/README.md says where they"
              + " are");
    }
    long start = System.nanoTime();
    Batch train = read(Path.of(args[0]), 0);
    Batch test = read(Path.of(args[1]), 1);
    long seed = args.length > 2 ? Long.parseLong(args[2]) : 1;

    Map<String, FeatureProfile> profiles = FeatureProfile.of(Dataset.of(train));
    var estimator =
        DnnLinearCombinedClassifier.of(wide(profiles), deep(profiles), 100, 50)
            .withLinearOptimizer(Ftrl.of(0.01f))
            .withDnnOptimizer(Adagrad.of(0.02f))
            .withDnnDropout(0.3)
            .withSeed(seed);
    estimator.train(
        () -> Dataset.of(train).shuffle(seed).repeat(10).batch(40), Steps.UNTIL_DATA_ENDS);
    System.out.println(estimator.evaluate(() -> Dataset.of(test).batch(1_000)));
    System.out.printf("%.1f s from CSV to metrics%n", (System.nanoTime() - start) / 1e9);
  }

  /** The rows of a file; {@code adult.test} begins with a line that is no row. */
  private static Batch read(Path file, int skippedLines) {
    CsvFormat format =
        CsvFormat.of().withTrim(true).withMissing("?").withSkippedLines(skippedLines);
    Batch rows = Csv.of(file).withFormat(format).withHeader(HEADER).read();
    // Labels end in a dot in adult.test.
    String[] incomes = ((StringTensor) rows.feature("income")).data();
    float[] labels = new float[incomes.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = incomes[i].startsWith(">50K") ? 1 : 0;
    }
    return Batch.of(rows.features(), Tensor.of(labels));
  }

  /** What the linear model remembers: categories, ages by range, and combinations of them. */
  private static List<FeatureColumn> wide(Map<String, FeatureProfile> profiles) {
    List<FeatureColumn> columns = new ArrayList<>();
    for (String category : CATEGORIES) {
      columns.add(vocabulary(category, profiles));
    }
    BucketizedColumn age = age();
    columns.add(age);
    columns.add(CategoricalColumn.crossed(1_000, "education", "occupation"));
    columns.add(CategoricalColumn.crossed(1_000, "native_country", "occupation"));
    columns.add(
        CategoricalColumn.crossed(10_000, age, new RawKey("education"), new RawKey("occupation")));
    return columns;
  }

  /** What the network generalises from: numbers, and the embeddings of categories. */
  private static List<FeatureColumn> deep(Map<String, FeatureProfile> profiles) {
    List<FeatureColumn> columns = new ArrayList<>();
    columns.add(IndicatorColumn.of(age()));
    for (String number : List.of("age", "education_num", "hours_per_week")) {
      columns.add(NumericColumn.of(number).withNormalizer(numbers(number, profiles).zScore()));
    }
    columns.add(NumericColumn.of("capital_gain").withNormalizer(Normalizer.log()));
    columns.add(NumericColumn.of("capital_loss").withNormalizer(Normalizer.log()));
    for (String category : CATEGORIES) {
      columns.add(EmbeddingColumn.of(vocabulary(category, profiles), 8));
    }
    return columns;
  }

  private static BucketizedColumn age() {
    return CategoricalColumn.bucketized(
        NumericColumn.of("age"), 18, 25, 30, 35, 40, 45, 50, 55, 60, 65);
  }

  private static VocabularyColumn vocabulary(
      String category, Map<String, FeatureProfile> profiles) {
    var terms = Objects.requireNonNull(profile(category, profiles).terms());
    return VocabularyColumn.of(category, terms.vocabulary()).withOovBuckets(1);
  }

  private static NumberSummary numbers(String name, Map<String, FeatureProfile> profiles) {
    return Objects.requireNonNull(profile(name, profiles).numbers());
  }

  private static FeatureProfile profile(String name, Map<String, FeatureProfile> profiles) {
    return Objects.requireNonNull(profiles.get(name));
  }
}
