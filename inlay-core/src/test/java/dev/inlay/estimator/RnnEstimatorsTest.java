package dev.inlay.estimator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.inlay.Golden;
import dev.inlay.data.Batch;
import dev.inlay.data.Dataset;
import dev.inlay.feature.CategoricalColumn;
import dev.inlay.feature.EmbeddingColumn;
import dev.inlay.feature.FeatureColumn;
import dev.inlay.feature.NumericColumn;
import dev.inlay.feature.SequenceNumericColumn;
import dev.inlay.layer.GRUCell;
import dev.inlay.layer.LSTMCell;
import dev.inlay.layer.SimpleRNNCell;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Value;
import dev.inlay.train.Adam;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recurrent networks over columns of sequences; numbers made by {@code rnn_estimators.py}. */
class RnnEstimatorsTest {
  private static final Map<String, Value> FEATURES =
      Map.of(
          "ids",
          Ragged.of(
              new int[] {0, 2, 1},
              new int[] {1},
              new int[] {},
              new int[] {2, 2, 0, 1},
              new int[] {0, 1},
              new int[] {1, 1, 2}),
          "numbers",
          Ragged.of(
              new float[] {.5f, 1, -1},
              new float[] {2},
              new float[] {},
              new float[] {.1f, .2f, .3f, .4f},
              new float[] {-2, 1},
              new float[] {0, 0, 1}),
          "age",
          Tensor.of(.25f, .5f, .75f, 1, 1.25f, 1.5f));
  private static final Tensor BINARY = Tensor.of(0, 1, 0, 1, 0, 1);
  private static final Tensor CLASSES = Tensor.of(0, 1, 2, 1, 0, 2);
  private static final List<FeatureColumn> STEPS =
      List.of(
          EmbeddingColumn.of(CategoricalColumn.sequence(CategoricalColumn.identity("ids", 3)), 2),
          SequenceNumericColumn.of("numbers"));
  private static final List<FeatureColumn> CONTEXT = List.of(NumericColumn.of("age"));
  private static final String TABLE = "rnn_model/sequence_features/ids_embedding/embedding_weights";

  private static Estimator estimator(String name) {
    return switch (name) {
      case "simple" -> RnnClassifier.of(STEPS, SimpleRNNCell.of(3));
      case "lstm with context" -> RnnClassifier.of(STEPS, LSTMCell.of(3)).withContext(CONTEXT);
      case "two gru of three classes" ->
          RnnEstimator.of(MultiClassHead.of(3), STEPS, GRUCell.of(4), GRUCell.of(3))
              .withContext(CONTEXT);
      case "two gru of three classes for each step" ->
          RnnEstimator.of(
                  SequenceHead.of(MultiClassHead.of(3)), STEPS, GRUCell.of(4), GRUCell.of(3))
              .withContext(CONTEXT);
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** For each step the id and its place, modulo 3. */
  private static final Ragged OF_STEPS =
      Ragged.of(
          new int[] {0, 0, 0},
          new int[] {1},
          new int[] {},
          new int[] {2, 0, 2, 1},
          new int[] {0, 2},
          new int[] {1, 2, 1});

  private static Supplier<Dataset> rows(Value labels) {
    return () -> Dataset.of(FEATURES, labels).repeat().batch(3);
  }

  /** Any numbers, the same in both: 0.1 (place mod 7) - 0.25. */
  private static FloatTensor kernel(Shape shape) {
    float[] data = new float[shape.intSize()];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) (0.1 * (i % 7) - 0.25);
    }
    return Tensor.of(shape, data);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "simple",
        "lstm with context",
        "two gru of three classes",
        "two gru of three classes for each step"
      })
  void asKerasWithTensorFlowsDefaults(String name) {
    Golden.Case golden = Golden.record("tf_rnn_estimators.json").object(name);
    Estimator estimator = estimator(name);
    for (String variable : estimator.variableNames()) {
      if (variable.endsWith("kernel") && variable.startsWith("rnn_model")) {
        estimator.setVariable(variable, kernel(estimator.variableValue(variable).shape()));
      }
    }
    estimator.setVariable(TABLE, Tensor.of(new float[][] {{.1f, .2f}, {-.3f, .4f}, {.5f, -.6f}}));
    var recorded = new Recorded();

    Value labels = name.contains("step") ? OF_STEPS : name.contains("three") ? CLASSES : BINARY;
    estimator.train(rows(labels), Steps.of(4), recorded);

    assertClose(
        recorded.losses().stream().mapToDouble(Double::doubleValue).toArray(),
        golden.list("losses"));
    assertClose(logits(estimator), golden.list("logits"));
    assertClose(doubles(estimator.variableValue(TABLE)), golden.list("table"));
  }

  private static double[] logits(Estimator estimator) {
    Tensor logits = Objects.requireNonNull(estimator.predict(Batch.of(FEATURES)).get("logits"));
    return doubles(logits.toFloats());
  }

  private static double[] doubles(FloatTensor values) {
    double[] doubles = new double[values.data().length];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = values.data()[i];
    }
    return doubles;
  }

  private static void assertClose(double[] actual, List<? extends Number> expected) {
    assertThat(actual)
        .containsExactly(
            expected.stream().mapToDouble(Number::doubleValue).toArray(), Offset.offset(2e-6));
  }

  @Test
  void aModelDirectoryHasItAndLayersHaveItsTables(@TempDir Path folder) {
    var estimator =
        RnnClassifier.of(STEPS, LSTMCell.of(4))
            .withContext(CONTEXT)
            .withOptimizer(Adam.of(0.05f))
            .withModelDir(folder);
    estimator.train(rows(BINARY), Steps.of(60));

    assertThat(estimator.evaluate(() -> Dataset.of(FEATURES, BINARY).batch(4)).get("accuracy"))
        .isEqualTo(1);
    assertThat(logits(Estimator.load(folder))).isEqualTo(logits(estimator));
    var model = estimator.toModel();
    assertThat(doubles(model.predict(FEATURES).toFloats())).isEqualTo(logits(estimator));
    assertThat(model.weights().keySet())
        .contains("sequence_features/ids_embedding/embedding_weights");
  }

  @Test
  void rowsWithoutStepsAreFed() {
    Estimator estimator = estimator("lstm with context");
    var none =
        Batch.of(
            Map.of(
                "ids", Ragged.of(new int[] {}, new int[] {}),
                "numbers", Ragged.of(new float[] {}, new float[] {}),
                "age", Tensor.of(1f, 2f)));
    assertThat(estimator.predict(none).get("logits"))
        .isEqualTo(Tensor.of(new float[][] {{0}, {0}}));
  }

  @Test
  void eachStepHasAClass(@TempDir Path folder) {
    var estimator =
        RnnClassifier.of(STEPS, LSTMCell.of(12))
            .withReturnSequences(true)
            .withLabelVocabulary("a", "b", "c")
            .withOptimizer(Adam.of(0.05f))
            .withModelDir(folder);
    Ragged words =
        Ragged.of(
            new String[] {"a", "a", "a"},
            new String[] {"b"},
            new String[] {},
            new String[] {"c", "a", "c", "b"},
            new String[] {"a", "c"},
            new String[] {"b", "c", "b"});
    estimator.train(rows(words), Steps.of(150));

    var measured = estimator.evaluate(() -> Dataset.of(FEATURES, words).batch(4));
    assertThat(measured.get("accuracy")).isEqualTo(1);
    for (Estimator each : List.of(estimator, Estimator.load(folder))) {
      Map<String, Tensor> predicted = each.predict(Batch.of(FEATURES));
      Tensor mask = Objects.requireNonNull(predicted.get("sequence_mask"));
      assertThat(mask.shape()).isEqualTo(Shape.of(6, 4));
      Tensor classes = Objects.requireNonNull(predicted.get("classes"));
      assertThat(classes.shape()).isEqualTo(Shape.of(6, 4, 1));
      assertThat(Objects.requireNonNull(predicted.get("probabilities")).shape())
          .isEqualTo(Shape.of(6, 4, 3));
      String[] wanted = {"c", "a", "c", "b"};
      for (int t = 0; t < 4; t++) {
        assertThat(classes.text(12 + t)).isEqualTo(wanted[t]);
        assertThat(mask.text(4 + t)).isEqualTo(t == 0 ? "1" : "0");
      }
    }
  }

  /** Two classes, labels filled up, rows that count twice: by hand. */
  @Test
  void stepsThatARowHasCountAlike() {
    Map<String, Value> features =
        Map.of(
            "ids", Ragged.of(new int[] {0, 2, 1}, new int[] {1}),
            "numbers", Ragged.of(new float[] {.5f, 1, -1}, new float[] {2}),
            "rows", Tensor.of(1f, 3f));
    Tensor labels = Tensor.of(new int[][] {{1, 0, 1}, {1, 7, 9}});
    Estimator plain =
        RnnEstimator.of(SequenceHead.of(BinaryClassHead.of()), STEPS, SimpleRNNCell.of(3));
    Tensor rightLabels = Tensor.of(new int[][] {{1, 0, 1}, {1, 0, 0}});
    float[] logits =
        Objects.requireNonNull(plain.predict(Batch.of(features)).get("logits")).toFloats().data();
    double[] losses = new double[4];
    int[] wanted = {1, 0, 1, 1};
    for (int i = 0; i < 4; i++) {
      losses[i] = Math.log1p(Math.exp(wanted[i] == 1 ? -logits[i] : logits[i]));
    }
    double mean = (losses[0] + losses[1] + losses[2] + losses[3]) / 4;
    var unweighted = plain.evaluate(() -> Dataset.of(features, rightLabels).batch(2));
    assertThat((double) unweighted.get("average_loss")).isCloseTo(mean, Offset.offset(1e-6));
    assertThat((double) unweighted.get("loss")).isCloseTo(mean, Offset.offset(1e-6));
    assertThat((double) unweighted.get("label/mean")).isCloseTo(0.75, Offset.offset(1e-6));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plain.evaluate(() -> Dataset.of(features, labels).batch(2)))
        .withMessageContaining("row 1, step 1: label, row 0: 7.0 is outside of 0 to 1");

    Estimator weighted =
        RnnEstimator.of(
            SequenceHead.of(BinaryClassHead.of())
                .withOptions(HeadOptions.NONE.withWeightColumn(NumericColumn.of("rows"))),
            STEPS,
            SimpleRNNCell.of(3));
    double threefold = (losses[0] + losses[1] + losses[2] + 3 * losses[3]) / 6;
    var counted = weighted.evaluate(() -> Dataset.of(features, rightLabels).batch(2));
    assertThat((double) counted.get("average_loss")).isCloseTo(threefold, Offset.offset(1e-6));
    assertThat((double) counted.get("loss")).isCloseTo(threefold * 6 / 4, Offset.offset(1e-6));
  }

  /** Each of several heads of steps sees the logits, labels and steps that it would see alone. */
  @Test
  void severalHeadsMayBeOfSteps() {
    Map<String, Value> features =
        Map.of(
            "ids", Ragged.of(new int[] {0, 2, 1}, new int[] {1}),
            "numbers", Ragged.of(new float[] {.5f, 1, -1}, new float[] {2}));
    Map<String, Value> labels =
        Map.of(
            "noun", Ragged.of(new int[] {1, 0, 1}, new int[] {1}),
            "kind", Ragged.of(new int[] {2, 0, 1}, new int[] {1}));
    Head noun = SequenceHead.of(BinaryClassHead.of()).withName("noun");
    Head kind = SequenceHead.of(MultiClassHead.of(3)).withName("kind");
    Estimator both =
        RnnEstimator.of(MultiHead.of(noun, kind), STEPS, SimpleRNNCell.of(3)).withSeed(4);
    var predicted = both.predict(Batch.of(features));
    assertThat(predicted)
        .containsKeys("noun/sequence_mask", "kind/sequence_mask", "kind/class_ids");
    assertThat(Objects.requireNonNull(predicted.get("noun/logits")).shape())
        .isEqualTo(Shape.of(2, 3, 1));
    float[] ofNoun = Objects.requireNonNull(predicted.get("noun/logits")).toFloats().data();
    float[] ofKind = Objects.requireNonNull(predicted.get("kind/logits")).toFloats().data();
    int[] nouns = {1, 0, 1, 1};
    int[] kinds = {2, 0, 1, 1};
    double nounLoss = 0;
    double kindLoss = 0;
    for (int i = 0; i < nouns.length; i++) {
      nounLoss += Math.log1p(Math.exp(nouns[i] == 1 ? -ofNoun[i] : ofNoun[i])) / nouns.length;
      double sum = 0;
      for (int j = 0; j < 3; j++) {
        sum += Math.exp(ofKind[3 * i + j] - ofKind[3 * i + kinds[i]]);
      }
      kindLoss += Math.log(sum) / kinds.length;
    }
    var results = both.evaluate(() -> Dataset.of(Batch.of(features, labels)).batch(2));
    assertThat((double) results.get("loss/noun")).isCloseTo(nounLoss, Offset.offset(1e-6));
    assertThat((double) results.get("loss/kind")).isCloseTo(kindLoss, Offset.offset(1e-6));
    assertThat((double) results.get("loss")).isCloseTo(nounLoss + kindLoss, Offset.offset(1e-6));
    var mixed = MultiClassHead.of(3).withName("kind");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MultiHead.of(noun, mixed))
        .withMessageContaining("heads [noun] have logits of steps");
  }

  @Test
  void mistakesAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SequenceHead.of(SequenceHead.of(BinaryClassHead.of())))
        .withMessageContaining("a SequenceHead of a SequenceHead; give it a head of one label");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                DnnEstimator.of(SequenceHead.of(BinaryClassHead.of()), CONTEXT, 4)
                    .predict(Batch.of(FEATURES)))
        .withMessageContaining("give the recurrent layers withReturnSequences(true)");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                estimator("two gru of three classes for each step")
                    .train(rows(CLASSES), Steps.of(1)))
        .withMessageContaining("give a label for each step");
    Ragged tooFew =
        Ragged.of(
            new int[] {0, 0, 0},
            new int[] {},
            new int[] {},
            new int[] {2, 0, 2, 1},
            new int[] {0, 2},
            new int[] {1, 2, 1});
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                estimator("two gru of three classes for each step")
                    .train(rows(tooFew), Steps.of(1)))
        .withMessageContaining("row 1 has 0 labels for 1 steps; give a label for each step");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RnnClassifier.of(CONTEXT, LSTMCell.of(4)))
        .withMessageContaining("column \"age\" has no steps");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RnnClassifier.of(STEPS))
        .withMessageContaining("LSTMCell.of(32)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RnnClassifier.of(STEPS, LSTMCell.of(4)).withContext(STEPS))
        .withMessageContaining("column \"numbers\" is over a sequence; use it in SequenceFeatures");
  }
}
