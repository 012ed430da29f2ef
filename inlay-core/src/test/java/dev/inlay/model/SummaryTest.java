package dev.inlay.model;

import static dev.inlay.tensor.DType.FLOAT32;
import static dev.inlay.tensor.DType.INT32;
import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.data.Batch;
import dev.inlay.layer.Concatenate;
import dev.inlay.layer.Dense;
import dev.inlay.layer.Embedding;
import dev.inlay.layer.Flatten;
import dev.inlay.layer.Input;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.train.Adam;
import dev.inlay.train.Loss;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryTest {
  private static Model demo() {
    var ids = Input.of("ids", INT32, 2);
    var num = Input.of("num", FLOAT32, 1);
    var flat = ids.to(Embedding.of(5, 3).named("emb")).to(Flatten.of().named("flatten_1"));
    var output = Concatenate.of(flat, num).to(Dense.of(4).named("d1")).to(Dense.of(1));
    return Model.of(List.of(ids, num), output).named("demo");
  }

  @Test
  void aFunctionalModelLooksAsInKeras() {
    Model model = demo();
    model.compile(Adam.of(), Loss.MEAN_SQUARED_ERROR);
    model.trainOnBatch(
        Batch.of(
            Map.of("ids", Tensor.of(new int[][] {{1, 2}}), "num", Tensor.of(0.5f)), Tensor.of(1f)));
    assertThat(model.summary())
        .startsWith(
            """
            Model: "demo"
            ┏━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━┓
            ┃ Layer (type)        ┃ Output Shape      ┃    Param # ┃ Connected to      ┃
            ┡━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━┩
            │ ids (InputLayer)    │ (None, 2)         │          0 │ -                 │
            ├─────────────────────┼───────────────────┼────────────┼───────────────────┤
            │ emb (Embedding)     │ (None, 2, 3)      │         15 │ ids[0][0]         │
            ├─────────────────────┼───────────────────┼────────────┼───────────────────┤
            │ flatten_1 (Flatten) │ (None, 6)         │          0 │ emb[0][0]         │
            ├─────────────────────┼───────────────────┼────────────┼───────────────────┤
            │ num (InputLayer)    │ (None, 1)         │          0 │ -                 │
            ├─────────────────────┼───────────────────┼────────────┼───────────────────┤
            │ concatenate         │ (None, 7)         │          0 │ flatten_1[0][0],  │
            │ (Concatenate)       │                   │            │ num[0][0]         │
            ├─────────────────────┼───────────────────┼────────────┼───────────────────┤
            │ d1 (Dense)          │ (None, 4)         │         32 │ concatenate[0][0] │
            ├─────────────────────┼───────────────────┼────────────┼───────────────────┤
            │ dense (Dense)       │ (None, 1)         │          5 │ d1[0][0]          │
            └─────────────────────┴───────────────────┴────────────┴───────────────────┘
             Total params: 158 (636.00 B)
             Trainable params: 52 (208.00 B)
             Non-trainable params: 0 (0.00 B)
             Optimizer params: 106 (428.00 B)
            """);
  }

  @Test
  void aSequentialModelBeforeItHasSeenData() {
    Model model = Sequential.of(Dense.of(2), Dense.of(1));
    assertThat(model.summary())
        .contains("Model: \"sequential\"")
        .contains("│ dense (Dense)", "│ dense_1 (Dense)", "│ ?", "0 (unbuilt) │")
        .contains(" Total params: 0 (0.00 B)")
        .doesNotContain("Connected to", "Optimizer");
  }

  @Test
  void aSequentialModelKnowsItsShapesFromItsInput() {
    Model model = Sequential.of(Input.of("x", FLOAT32, 3), Dense.of(2), Dense.of(1));
    assertThat(model.summary())
        .startsWith(
            """
            Model: "sequential"
            ┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━┓
            ┃ Layer (type)                    ┃ Output Shape           ┃       Param # ┃
            ┡━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━┩
            │ dense (Dense)                   │ (None, 2)              │             8 │
            ├─────────────────────────────────┼────────────────────────┼───────────────┤
            │ dense_1 (Dense)                 │ (None, 1)              │             3 │
            └─────────────────────────────────┴────────────────────────┴───────────────┘
            """);
  }

  @Test
  void aSharedLayerIsListedOnceWithAllThatLeadsToIt() {
    var a = Input.of("a", FLOAT32, 2);
    var b = Input.of("b", FLOAT32, 2);
    var shared = Dense.of(3);
    var output = Concatenate.of(a.to(shared), b.to(shared)).to(Dense.of(1));
    String summary = Model.of(List.of(a, b), output).summary();
    assertThat(summary)
        .containsOnlyOnce("│ dense (Dense)")
        .contains("a[0][0], b[0][0]")
        .contains("dense[0][0],")
        .contains("dense[1][0]");
  }

  @Test
  void layersOfAModelInsideAreListedOnRequestWithWhatIsTrained() {
    var tower = Sequential.of(Dense.of(3), Dense.of(2)).named("tower");
    var x = Input.of("x", FLOAT32, 4);
    var model = Model.of(x, x.to(tower.frozen()).to(Dense.of(1)));
    String summary =
        model.summary(
            Summary.of().withExpandNested(true).withShowTrainable(true).withLineLength(100));
    assertThat(summary)
        .contains("│ tower (Sequential)", "└ dense (Dense)", "└ dense_1 (Dense)")
        .contains(" Trainable params: 3 (12.00 B)", " Non-trainable params: 23 (92.00 B)");
    assertThat(summary.lines().filter(line -> line.contains("tower")).findFirst().orElseThrow())
        .containsPattern("│ +N +│");
    assertThat(model.predict(Tensor.zeros(Shape.of(1, 4))).shape()).isEqualTo(Shape.of(1, 1));
  }
}
