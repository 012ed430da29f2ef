package dev.inlay.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.inlay.graph.Node;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.TensorSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigTest {
  /** A layer of a user's, with a component of each kind. */
  record Everything(
      int i,
      long l,
      float f,
      double d,
      boolean b,
      String s,
      DType e,
      Shape shape,
      TensorSpec spec,
      List<String> texts,
      List<Integer> integers,
      List<Layer> layers,
      Map<String, Float> floats,
      Tensor tensor)
      implements Layer {
    @Override
    public Node call(Scope scope, Node... inputs) {
      return inputs[0];
    }
  }

  private static final Everything EVERYTHING =
      new Everything(
          1,
          1L << 40,
          0.1f,
          Math.PI,
          true,
          "Activations.RELU",
          DType.INT32,
          Shape.of(-1, 3),
          TensorSpec.of("x", DType.FLOAT32, Shape.of(-1)),
          List.of("a", "b"),
          List.of(1, 2),
          List.of(Dense.of(3), Flatten.of()),
          Map.of("nan", Float.NaN),
          Tensor.of(Shape.of(1, 2), 1, 2));

  @Test
  void everyKindOfComponentComesBack() {
    var config = Config.LAYERS.and(Everything.class, Tensor.class);
    String text = Json.write(config.write(EVERYTHING));
    assertThat(config.read(Json.read(text, "test"), Layer.class)).isEqualTo(EVERYTHING);
  }

  @Test
  void classesAreNamedOnlyWhereTheyAreOpen() {
    assertThat(Config.LAYERS.write(Dense.of(3, Activations.RELU).withUseBias(false)))
        .isEqualTo(
            Json.read(
                """
                {"class": "Dense", "units": 3, "activation": "Activations.RELU", "useBias": false,
                 "kernel": {"initializer": "Initializers.GLOROT_UNIFORM",
                            "regularizer": null, "constraint": null},
                 "bias": {"initializer": "Initializers.ZEROS",
                          "regularizer": null, "constraint": null},
                 "activityRegularizer": null}
                """,
                "test"));
  }

  @Test
  void onlyClassesGivenToTheReaderAreMade() {
    Object tree = Config.LAYERS.write(EVERYTHING);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Config.LAYERS.read(tree, Layer.class))
        .withMessageContaining("class \"ConfigTest.Everything\" isn't known");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Config.LAYERS.read(Map.of("class", "java.io.File", "path", "/"), Layer.class))
        .withMessageContaining("\"java.io.File\" isn't known");
  }

  @Test
  void lambdasAreRefusedWithTheirPlace() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Config.LAYERS.write(Dense.of(3, x -> x.mul(x.sigmoid()))))
        .withMessage(
            "Dense.activation is a lambda, which can't be saved; make it a record or an enum");
  }

  @Test
  void mistakesAreNamedWithTheirPlace() {
    expect("{\"class\": \"dense\"}", "class \"dense\" isn't known", "did you mean Dense?");
    expect("{\"class\": \"Dropout\"}", "Layer: Dropout lacks \"rate\"");
    expect(
        "{\"class\": \"GaussianDropout\", \"rate\": 0.5, \"seed\": 1}",
        "Layer: GaussianDropout has no [seed]; it has [rate]");
    expect(
        "{\"class\": \"SpatialDropout1D\", \"rate\": 7}",
        "Layer: SpatialDropout1D(7.0): the part to drop");
    expect("{\"class\": \"Dropout\", \"rate\": \"x\"}", "Layer.rate: wanted a float, got \"x\"");
    expect("{\"class\": \"Concatenate\", \"axis\": 1.5}", "Layer.axis: wanted a int, got 1.5");
    expect(
        "{\"class\": \"Activation\", \"activation\": \"Activations.RELUU\"}",
        "Layer.activation: \"Activations.RELUU\" is none of [LINEAR, RELU,");
    expect("{\"class\": \"L2\", \"l2\": 0.1}", "wanted something that is a Layer, got L2");
    expect("[]", "wanted something that is a Layer, got []");
    expect("null", "wanted a Layer, got nothing");
    expect("{\"class\": \"Reshape\", \"targetShape\": null}", "no Reshape can be made of [null]");
  }

  private static void expect(String json, String... messages) {
    var thrown =
        assertThatIllegalArgumentException()
            .isThrownBy(() -> Config.LAYERS.read(Json.read(json, "test"), Layer.class));
    for (String message : messages) {
      thrown.withMessageContaining(message);
    }
  }

  @Test
  void classesOfOneNameAreRefused() {
    assertThat(Config.LAYERS.and(Config.LAYERS).write(Flatten.of())).isNotNull();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Config.of(String.class))
        .withMessageContaining("java.lang.String is no record, enum or sealed interface");
  }

  @Test
  void aTreeOlderThanAComponentIsReadAsIfItHadIt() {
    Map<String, Double> tree = Map.of("rate", 0.5);
    var now = Config.of(Aged.class).withAbsent(Aged.class, "since", "then");
    assertThat(now.read(tree, Aged.class)).isEqualTo(new Aged(0.5f, "then"));
    assertThat(Config.LAYERS.and(now).read(tree, Aged.class)).isEqualTo(new Aged(0.5f, "then"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> now.read(Map.of("since", "now"), Aged.class))
        .withMessage("Aged: Aged lacks \"rate\"");
  }

  record Aged(float rate, String since) {}
}
