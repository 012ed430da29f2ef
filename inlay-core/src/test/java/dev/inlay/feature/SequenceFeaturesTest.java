package dev.inlay.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.inlay.data.Batch;
import dev.inlay.data.Dataset;
import dev.inlay.graph.Combiner;
import dev.inlay.layer.Application;
import dev.inlay.layer.Dense;
import dev.inlay.layer.LSTM;
import dev.inlay.layer.Symbol;
import dev.inlay.model.Fit;
import dev.inlay.model.Model;
import dev.inlay.tensor.DType;
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

class SequenceFeaturesTest {
  private static final float NAN = Float.NaN;
  private static final FloatTensor TABLE = Tensor.of(new float[][] {{1, 2}, {3, 5}, {7, 11}});
  private static final SequenceCategoricalColumn ITEM =
      CategoricalColumn.sequence(CategoricalColumn.identity("item", 3));
  private static final Ragged ITEMS = Ragged.of(new int[] {2}, new int[] {0, 1}, new int[] {});

  @Test
  void columnsStandSideBySideInEachStep() {
    var columns =
        SequenceFeatures.of(
            SequenceNumericColumn.of("x"), IndicatorColumn.of(ITEM), EmbeddingColumn.of(ITEM, 2));
    Traced traced = Traced.of(columns);
    traced.assign("item_embedding/embedding_weights", TABLE);

    Value x = Ragged.of(new float[] {0.5f}, new float[] {1, 2}, new float[] {});
    FloatTensor steps = traced.run(Map.of("item", ITEMS, "x", x));

    assertThat(columns.width()).isEqualTo(6);
    assertThat(steps.shape()).isEqualTo(Shape.of(3, 2, 6));
    assertThat(steps.data())
        .containsExactly(
            7, 11, 0, 0, 1, 0.5f, 0, 0, 0, 0, 0, 0, //
            1, 2, 1, 0, 0, 1, 3, 5, 0, 1, 0, 2, //
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void lengthsAreTheSecondOutput() {
    List<Symbol> outputs =
        Application.of(SequenceFeatures.of(EmbeddingColumn.of(ITEM, 2))).outputs();

    assertThat(outputs.get(0).shape()).isEqualTo(Shape.of(-1, -1, 2));
    assertThat(outputs.get(1).shape()).isEqualTo(Shape.of(-1));
    assertThat(outputs.get(1).dtype()).isEqualTo(DType.INT32);
  }

  @Test
  void rowsOfFixedShapeEndAtTheirLastValue() {
    var word = CategoricalColumn.sequence(CategoricalColumn.vocabularyList("w", "a", "b"));
    var columns = List.of(IndicatorColumn.of(word), SequenceNumericColumn.of("x"));
    Batch rows =
        Batch.of(
            Map.of(
                "w", Tensor.of(new String[][] {{"a", "", "z", ""}, {"b", "", "", ""}}),
                "x", Tensor.of(new float[][] {{1, NAN, 3, NAN}, {4, NAN, NAN, NAN}})));

    Map<String, Value> encoded = ColumnEncoder.of(columns).encode(rows).features();

    assertThat(encoded.get("w"))
        .isEqualTo(Tensor.of(new int[][] {{0, -1, -1, -1}, {1, -1, -1, -1}}));
    assertThat(((FloatTensor) encoded.get("x")).data()).containsExactly(1, 0, 3, 0, 4, 0, 0, 0);
    assertThat(((FloatTensor) encoded.get("steps")).data()).containsExactly(1, 1, 1, 0, 1, 0, 0, 0);
  }

  @Test
  void stepsMayHaveSeveralNumbers() {
    var column =
        SequenceNumericColumn.of("x", 2)
            .withDefaultValue(-1)
            .withNormalizer(Normalizer.minMax(0, 10));
    Traced traced = Traced.of(SequenceFeatures.of(column));

    FloatTensor steps =
        traced.run(Map.of("x", Ragged.of(new float[] {0, 1, 2, 3}, new float[] {10, 11})));

    assertThat(steps.shape()).isEqualTo(Shape.of(2, 2, 2));
    assertThat(steps.data()).containsExactly(0, 0.1f, 0.2f, 0.3f, 1, 1.1f, -1, -1);
  }

  @Test
  void longVectorsAreShortened() {
    var column = EmbeddingColumn.of(ITEM, 2).withMaxNorm(1);
    Traced traced = Traced.of(SequenceFeatures.of(column));
    traced.assign("item_embedding/embedding_weights", TABLE);

    assertThat(traced.run(Map.of("item", ITEMS)).data())
        .containsExactly(
            new float[] {
              0.5368755f,
              0.8436615f,
              0,
              0,
              0.4472136f,
              0.8944272f,
              0.5144958f,
              0.857493f,
              0,
              0,
              0,
              0
            },
            within(1e-6f));
  }

  @Test
  void aRecurrentLayerReadsEachRowToItsOwnEnd() {
    var sequence = SequenceFeatures.of(EmbeddingColumn.of(ITEM, 2)).on();
    var context = DenseFeatures.of(NumericColumn.of("age")).on();
    Symbol both = new ConcatenateContext().on(context, sequence);
    Model model = Model.of(List.of(), both.to(LSTM.of(3)).to(Dense.of(1)));
    model.compile(Adam.of(0.05f), Loss.MEAN_SQUARED_ERROR);
    Map<String, Value> alone = rows(new int[] {2});
    Map<String, Value> besideALongerOne = rows(new int[] {2}, new int[] {0, 1, 0, 1});

    assertThat(both.shape()).isEqualTo(Shape.of(-1, -1, 3));
    float expected = model.predict(Dataset.of(alone).batch(1)).toFloats().data()[0];
    assertThat(model.predict(Dataset.of(besideALongerOne).batch(2)).toFloats().data()[0])
        .isCloseTo(expected, within(1e-6f));

    var losses =
        model.fit(besideALongerOne, Tensor.of(1f, -1f), Fit.epochs(60).withBatchSize(2)).loss();
    assertThat(losses.getLast()).isLessThan(losses.getFirst() / 5);
  }

  private static Map<String, Value> rows(int[]... items) {
    return Map.of("item", Ragged.of(items), "age", Tensor.zeros(Shape.of(items.length)));
  }

  @Test
  void aLinearModelTakesASequenceForTheBagOfItsValues() {
    Traced traced = Traced.of(LinearModel.of(List.of(ITEM)));
    traced.assign("item/weights", Tensor.of(Shape.of(3, 1), 1f, 10, 100));

    assertThat(traced.run(Map.of("item", ITEMS)).data()).containsExactly(100, 11, 0);
  }

  @Test
  void whatIsNoSequenceIsRefused() {
    var item = CategoricalColumn.identity("item", 3);
    assertThatThrownBy(() -> DenseFeatures.of(EmbeddingColumn.of(ITEM, 2)))
        .hasMessage(
            "column \"item_embedding\" is over a sequence; use it in SequenceFeatures, or leave"
                + " SequenceCategoricalColumn out");
    assertThatThrownBy(() -> SequenceFeatures.of(EmbeddingColumn.of(item, 2)))
        .hasMessageContaining("over categories without an order; use it in DenseFeatures");
    assertThatThrownBy(() -> SequenceFeatures.of(NumericColumn.of("x")))
        .hasMessageContaining("make it a SequenceNumericColumn");
    assertThatThrownBy(() -> SequenceFeatures.of(ITEM)).hasMessageContaining("wrap it");
    assertThatThrownBy(() -> LinearModel.of(List.of(SequenceNumericColumn.of("x"))))
        .hasMessageContaining("numbers for each step");
    assertThatThrownBy(() -> CategoricalColumn.sequence(CategoricalColumn.weighted(item, "w")))
        .hasMessageContaining("not of a WeightedColumn");
    assertThatThrownBy(
            () ->
                ConcatenateContext.of()
                    .on(Dense.of(1).on(DenseFeatures.of(NumericColumn.of("x")).on())))
        .hasMessageContaining("wanted a context [rows, a]");
  }

  @Test
  void columnsOfOneSequenceHaveEquallyManySteps() {
    Traced traced =
        Traced.of(SequenceFeatures.of(IndicatorColumn.of(ITEM), SequenceNumericColumn.of("x")));

    assertThatThrownBy(
            () ->
                traced.run(
                    Map.of(
                        "item",
                        ITEMS,
                        "x",
                        Ragged.of(new float[] {1}, new float[] {1}, new float[] {}))))
        .hasMessage(
            "row 1: column \"item\" has 2 steps, column \"x\" has 1; columns of one sequence have"
                + " equally many");
    assertThatThrownBy(
            () ->
                Traced.of(SequenceFeatures.of(SequenceNumericColumn.of("x", 2)))
                    .run(Map.of("x", Ragged.of(new float[] {1, 2, 3}))))
        .hasMessage("column \"x\", row 0: 3 numbers don't make whole steps of shape (2,)");
  }

  /** As TensorFlow with ids of three axes: a step's vectors are combined, or its ids counted. */
  @Test
  void stepsOfSeveralValuesAreBags() {
    var several = ITEM.withSeveral(true);
    Value rows = Tensor.of(Shape.of(2, 3, 2), 0, 1, -1, -1, 2, 2, 1, -1, -1, -1, -1, -1);
    for (Combiner combiner : Combiner.values()) {
      Traced traced =
          Traced.of(
              SequenceFeatures.of(
                  EmbeddingColumn.of(several, 2).withCombiner(combiner),
                  IndicatorColumn.of(several)));
      traced.assign("item_embedding/embedding_weights", TABLE);
      FloatTensor steps = traced.run(Map.of("item", rows));
      float part =
          switch (combiner) {
            case SUM -> 1;
            case MEAN -> 0.5f;
            case SQRTN -> (float) Math.sqrt(0.5);
          };
      assertThat(steps.shape()).isEqualTo(Shape.of(2, 3, 5));
      assertThat(steps.data())
          .usingComparatorWithPrecision(1e-5f)
          .containsExactly(
              4 * part, 7 * part, 1, 1, 0, 0, 0, 0, 0, 0, 14 * part, 22 * part, 0, 0, 2, //
              3, 5, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }
    Map<String, Value> encoded =
        ColumnEncoder.of(List.of(IndicatorColumn.of(several)))
            .encode(Batch.of(Map.of("item", rows)))
            .features();
    assertThat(((FloatTensor) encoded.get("steps")).data()).containsExactly(1, 1, 1, 1, 0, 0);
  }

  @Test
  void stepsOfSeveralTermsAreBags() {
    var genres =
        CategoricalColumn.sequence(
                TextColumn.separatedBy("|", CategoricalColumn.vocabularyList("g", "a", "b")))
            .withSeveral(true);
    Traced traced = Traced.of(SequenceFeatures.of(IndicatorColumn.of(genres)));
    FloatTensor steps =
        traced.run(Map.of("g", Ragged.of(new String[] {"a|b", "", "b"}, new String[] {"b|c|a|b"})));
    assertThat(steps.data()).containsExactly(1, 1, 0, 0, 0, 1, 1, 2, 0, 0, 0, 0);
    assertThatThrownBy(() -> traced.run(Map.of("g", Tensor.of("a|b"))))
        .hasMessageContaining("(rows, steps, values), not (1,)");
  }

  @Test
  void numbersAreReadFromTexts() {
    var column = SequenceNumericColumn.of("x", 2).withSeparator("|");
    Traced traced = Traced.of(SequenceFeatures.of(column));
    FloatTensor steps = traced.run(Map.of("x", Tensor.of("1|2| 3 |-4e1", "", "5|NaN")));
    assertThat(steps.shape()).isEqualTo(Shape.of(3, 2, 2));
    assertThat(steps.data()).containsExactly(1, 2, 3, -40, 0, 0, 0, 0, 5, 0, 0, 0);
    assertThatThrownBy(() -> traced.run(Map.of("x", Tensor.of("1|2", "1|two"))))
        .hasMessageContaining("column \"x\", row 1: \"two\" is not a number");
    assertThatThrownBy(
            () -> column.withSeparator("").numbers(Batch.of(Map.of("x", Tensor.of("1")))))
        .hasMessageContaining("withSeparator");
  }
}
