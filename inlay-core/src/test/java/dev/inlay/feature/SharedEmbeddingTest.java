package dev.inlay.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.graph.Combiner;
import dev.inlay.layer.Concatenate;
import dev.inlay.layer.Constant;
import dev.inlay.layer.Dense;
import dev.inlay.model.Fit;
import dev.inlay.model.Model;
import dev.inlay.model.Sequential;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Value;
import dev.inlay.train.Adam;
import dev.inlay.train.Loss;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SharedEmbeddingTest {
  private static final FloatTensor TABLE = Tensor.of(new float[][] {{1, 2}, {3, 5}, {7, 11}});
  private static final IdentityColumn SEEN = CategoricalColumn.identity("seen", 3);
  private static final IdentityColumn BOUGHT = CategoricalColumn.identity("bought", 3);
  private static final Map<String, Value> ROWS =
      Map.of(
          "seen", Ragged.of(new int[] {0, 1}, new int[] {}),
          "bought", Tensor.of(2, 1));

  @Test
  void columnsReadOneTable() {
    SharedEmbedding item = SharedEmbedding.of(2, SEEN, BOUGHT);
    Traced traced = Traced.of(DenseFeatures.of(item.columns()));
    traced.weights().get("bought_seen_shared_embedding").assign(TABLE);

    assertThat(item.columns())
        .extracting(SharedEmbeddingColumn::name)
        .containsExactly("seen_shared_embedding", "bought_shared_embedding");
    assertThat(traced.weights().byPath()).containsOnlyKeys("bought_seen_shared_embedding");
    assertThat(traced.run(ROWS))
        .isEqualTo(Tensor.of(new float[][] {{7, 11, 2, 3.5f}, {3, 5, 0, 0}}));
  }

  @Test
  void theCombinerAndTheNormHoldForAll() {
    SharedEmbedding item =
        SharedEmbedding.of(2, SEEN, BOUGHT)
            .withCombiner(Combiner.SUM)
            .withMaxNorm(100)
            .withTableName("items");
    Traced traced = Traced.of(DenseFeatures.of(item.columns()));
    traced.weights().get("items").assign(TABLE);

    assertThat(traced.run(ROWS).data()).containsExactly(7, 11, 4, 7, 3, 5, 0, 0);
  }

  @Test
  void columnsInDifferentLayersOfAModelShareIt() {
    SharedEmbedding item = SharedEmbedding.of(2, SEEN, BOUGHT).withInitializer(Constant.of(0.5f));
    var left = DenseFeatures.of(item.column(SEEN)).on();
    var right = DenseFeatures.of(item.column(BOUGHT)).on();
    Model model = Model.of(List.of(), Concatenate.of(left, right).to(Dense.of(1)));
    model.compile(Adam.of(0.1f), Loss.MEAN_SQUARED_ERROR);

    var losses = model.fit(ROWS, Tensor.of(1f, 2f), Fit.epochs(50)).loss();

    assertThat(losses.getLast()).isLessThan(losses.getFirst() / 5);
    assertThat(model.variables())
        .containsOnlyKeys("bought_seen_shared_embedding", "dense/kernel", "dense/bias");
  }

  @Test
  void aModelInsideAnotherKeepsItsOwn() {
    SharedEmbedding item = SharedEmbedding.of(2, SEEN, BOUGHT);
    Model inner = Sequential.of(DenseFeatures.of(item.columns()));
    inner.predict(ROWS);
    FloatTensor table = (FloatTensor) inner.variables().get("bought_seen_shared_embedding").read();
    Model outer = Sequential.of(inner, Dense.of(1));
    outer.compile(Adam.of(0.1f), Loss.MEAN_SQUARED_ERROR);

    outer.fit(ROWS, Tensor.of(1f, 2f), Fit.epochs(2));

    assertThat(inner.variables().get("bought_seen_shared_embedding").read()).isNotEqualTo(table);
    assertThat(outer.variables().keySet())
        .anyMatch(path -> path.endsWith("/bought_seen_shared_embedding"));
  }

  @Test
  void sequencesAndLinearModelsTakeThemToo() {
    var steps = CategoricalColumn.sequence(SEEN);
    SharedEmbedding item = SharedEmbedding.of(2, steps, BOUGHT);
    Traced sequence = Traced.of(SequenceFeatures.of(item.column(steps)));
    sequence.weights().get("bought_seen_shared_embedding").assign(TABLE);
    Traced linear = Traced.of(LinearModel.of(List.of(item.column(BOUGHT))));
    linear.weights().get("bought_seen_shared_embedding").assign(TABLE);
    linear.assign("bought_shared_embedding/weights", Tensor.of(Shape.of(2, 1), 4f, 6f));

    assertThat(sequence.run(ROWS).data()).containsExactly(1, 2, 3, 5, 0, 0, 0, 0);
    assertThat(linear.run(ROWS).data()).containsExactly(94, 42);
  }

  @Test
  void columnsThatDifferAreRefused() {
    assertThatThrownBy(() -> SharedEmbedding.of(2, SEEN, CategoricalColumn.hashBucket("x", 3)))
        .hasMessage(
            "columns that share a table are of one kind; \"seen\" is a IdentityColumn, \"x\" a"
                + " HashBucketColumn");
    assertThatThrownBy(() -> SharedEmbedding.of(2, SEEN, CategoricalColumn.identity("x", 4)))
        .hasMessage("columns that share a table have as many ids; \"seen\" has 3, \"x\" has 4");
    assertThatThrownBy(() -> SharedEmbedding.of(0, SEEN))
        .hasMessageContaining("an embedding's dimension is 0");
    assertThatThrownBy(() -> SharedEmbedding.of(2, SEEN).column(BOUGHT))
        .hasMessageContaining("none of those that share");
    assertThatThrownBy(
            () ->
                DenseFeatures.of(
                    SharedEmbedding.of(2, SEEN).withTableName("t").column(SEEN),
                    SharedEmbedding.of(3, BOUGHT).withTableName("t").column(BOUGHT)))
        .hasMessageContaining("two shared embeddings have the table \"t\"");
  }
}
