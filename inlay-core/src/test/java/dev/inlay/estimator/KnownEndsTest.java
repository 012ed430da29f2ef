package dev.inlay.estimator;

import static dev.inlay.tensor.DType.FLOAT32;
import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.data.Batch;
import dev.inlay.data.Dataset;
import dev.inlay.kernel.Ends;
import dev.inlay.layer.Dense;
import dev.inlay.layer.Input;
import dev.inlay.model.Fit;
import dev.inlay.model.Model;
import dev.inlay.model.Sequential;
import dev.inlay.tensor.Tensor;
import dev.inlay.train.Loss;
import dev.inlay.train.Sgd;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever knows how many steps are to come says it, so that loops are not rehearsed for few. */
class KnownEndsTest {
  private static final Batch ROWS =
      Batch.of(
          Map.of("x", Tensor.of(new float[][] {{1}, {2}, {3}, {4}, {5}, {6}})),
          Tensor.of(1f, 2f, 3f, 4f, 5f, 6f));

  /** What was known in each step. */
  private final List<Boolean> known = new ArrayList<>();

  @AfterEach
  void nothingIsKnownAfterwards() {
    assertThat(Ends.areKnown()).isFalse();
  }

  private Hook watching() {
    StepListener listener = (_, _) -> known.add(Ends.areKnown());
    return listener.hook();
  }

  /** Batches which note what is known when they are made. */
  private Dataset watched(Dataset rows) {
    return rows.batch(2)
        .map(
            batch -> {
              known.add(Ends.areKnown());
              return batch;
            });
  }

  private static Dataset ofUnknownLength() {
    return Dataset.ofChunks(() -> List.of(ROWS).iterator());
  }

  @Test
  void fitsSayHowManySteps() {
    Model model = Sequential.of(Input.of("x", FLOAT32, 1), Dense.of(1));
    model.compile(Sgd.of(0.001f), Loss.MEAN_SQUARED_ERROR);

    model.fit(watched(Dataset.of(ROWS)), Fit.epochs(2));
    assertThat(known).hasSize(6).containsOnly(true);
    known.clear();

    model.evaluate(watched(Dataset.of(ROWS)));
    assertThat(known).hasSize(3).containsOnly(true);
    known.clear();

    model.fit(watched(ofUnknownLength()), Fit.epochs(1));
    model.evaluate(watched(ofUnknownLength()));
    assertThat(known).hasSize(6).containsOnly(false);
    known.clear();

    model.fit(watched(ofUnknownLength().repeat()), Fit.epochs(1).withStepsPerEpoch(2));
    assertThat(known).hasSizeGreaterThanOrEqualTo(2).containsOnly(true);
  }

  @Test
  void estimatorsSayHowManySteps() {
    var estimator = LinearRegressor.of(List.of(Items.ITEM, Items.X));

    estimator.train(Items.training(Items.Y), Steps.of(3), watching());
    assertThat(known).hasSize(3).containsOnly(true);
    known.clear();

    estimator.train(Items.once(Items.Y, 2), Steps.UNTIL_DATA_ENDS, watching());
    assertThat(known).hasSize(3).containsOnly(true);
    known.clear();

    estimator.evaluate(Items.once(Items.Y, 2), EvalOptions.of().withHooks(watching()));
    assertThat(known).hasSize(3).containsOnly(true);
    known.clear();

    Dataset unknown = Items.once(Items.Y, 2).get().unbatch().filter(_ -> true).batch(2);
    estimator.train(() -> unknown, Steps.UNTIL_DATA_ENDS, watching());
    estimator.evaluate(() -> unknown, EvalOptions.of().withHooks(watching()));
    assertThat(known).hasSize(6).containsOnly(false);
  }
}
