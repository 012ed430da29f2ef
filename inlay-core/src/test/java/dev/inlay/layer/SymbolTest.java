package dev.inlay.layer;

import static dev.inlay.layer.Activations.RELU;
import static dev.inlay.tensor.DType.FLOAT32;
import static dev.inlay.tensor.DType.INT32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.inlay.graph.Node;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.TensorSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class SymbolTest {
  @Test
  void severalInputsJoin() {
    var category = Input.of("category", INT32, 1);
    var numerical = Input.of("numerical", FLOAT32, 5);
    var embedded = category.to(Embedding.of(1_000, 128)).to(Flatten.of());
    var output = Concatenate.of(embedded, numerical).to(Dense.of(64, RELU)).to(Dense.of(1));

    assertThat(category.shape()).isEqualTo(Shape.of(-1, 1));
    assertThat(category.name()).isEqualTo("category");
    assertThat(embedded.shape()).isEqualTo(Shape.of(-1, 128));
    assertThat(output.shape()).isEqualTo(Shape.of(-1, 1));
    assertThat(output.application().inputs().getFirst().shape()).isEqualTo(Shape.of(-1, 64));
    assertThat(output.toString()).isEqualTo("dense (None, 1) FLOAT32");
  }

  @Test
  void hugeTablesAreNotAllocatedToFindAShape() {
    var ids = Input.of("ids", INT32, 3);
    assertThat(ids.to(Embedding.of(2_000_000_000, 1_000)).shape())
        .isEqualTo(Shape.of(-1, 3, 1_000));
  }

  @Test
  void oneLayerTwiceIsTwoApplications() {
    var shared = Dense.of(4);
    var a = Input.of("a", FLOAT32, 3).to(shared);
    var b = Input.of("b", FLOAT32, 3).to(shared);
    assertThat(a.application()).isNotSameAs(b.application());
    assertThat(a.application().layer()).isSameAs(b.application().layer());
  }

  @Test
  void aFunctionIsALayerToo() {
    Layer first = (_, inputs) -> inputs[0].slice(1, 0, 1);

    Symbol one = Input.of("pair", INT32, 2).to(first);

    assertThat(one.toString()).isEqualTo("lambda (None, 1) INT32");
  }

  @Test
  void whatDoesNotFitIsSaidAtOnceWithTheLayersName() {
    var x = Input.of("x", FLOAT32, -1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> x.to(Dense.of(4).named("tower")))
        .withMessage(
            "layer \"tower\": needs to know axis -1 of shape (None, None) before a batch arrives;"
                + " give the input its shape");
    var a = Input.of("a", FLOAT32, 2, 3);
    var b = Input.of("b", FLOAT32, 3, 3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Concatenate.of(a, b))
        .withMessageContaining("layer \"concatenate\": can't concatenate shapes")
        .withMessageContaining("(None, 2, 3), (None, 3, 3)");
  }

  @Test
  void masksAreFollowed() {
    var embedded = Input.of("ids", INT32, 7).to(Embedding.of(10, 4).withMaskZero(true));
    assertThat(embedded.maskShape()).isEqualTo(Shape.of(-1, 7));
    assertThat(embedded.to(Dense.of(3)).maskShape()).isEqualTo(Shape.of(-1, 7));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> embedded.to(Conv1DTranspose.of(2, 3)))
        .withMessageContaining("layer \"conv1d_transpose\": would mix masked steps");
    var twice = Concatenate.of(1).on(embedded, Input.of("dense", FLOAT32, 2, 4));
    assertThat(twice.maskShape()).isEqualTo(Shape.of(-1, 9));
  }

  @Test
  void aLayerMayAskForItsInputsItself() {
    record Columns() implements Layer {
      @Override
      public Node call(Scope scope, Node... inputs) {
        return scope.input(TensorSpec.of("age", FLOAT32, Shape.of(-1, 2)));
      }
    }

    assertThat(new Columns().on().shape()).isEqualTo(Shape.of(-1, 2));
  }

  @Test
  void aLayerMayHaveSeveralOutputs() {
    record Halves() implements Layer {
      @Override
      public Node call(Scope scope, Node... inputs) {
        return outputs(scope, inputs).getFirst();
      }

      @Override
      public List<Node> outputs(Scope scope, Node... inputs) {
        int half = inputs[0].shape().last() / 2;
        return List.of(inputs[0].slice(1, 0, half), inputs[0].slice(1, half, 2 * half));
      }
    }

    var halves = Application.of(new Halves(), Input.of("x", FLOAT32, 6)).outputs();
    assertThat(halves).extracting(Symbol::shape).containsOnly(Shape.of(-1, 3));
    assertThat(halves).extracting(Symbol::index).containsExactly(0, 1);
  }
}
