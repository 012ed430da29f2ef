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
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static Supplier<Dataset> rows(Tensor labels) {
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
  @ValueSource(strings = {"simple", "lstm with context", "two gru of three classes"})
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

    estimator.train(rows(name.contains("three") ? CLASSES : BINARY), Steps.of(4), recorded);

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
  void mistakesAreNamed() {
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
