package dev.inlay.model;

import static dev.inlay.layer.Activations.RELU;
import static dev.inlay.layer.Activations.SOFTMAX;
import static dev.inlay.tensor.DType.FLOAT32;
import static dev.inlay.tensor.DType.INT32;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.inlay.data.Batch;
import dev.inlay.data.Dataset;
import dev.inlay.layer.Concatenate;
import dev.inlay.layer.Config;
import dev.inlay.layer.Dense;
import dev.inlay.layer.Embedding;
import dev.inlay.layer.Flatten;
import dev.inlay.layer.GlobalMaxPooling1D;
import dev.inlay.layer.Input;
import dev.inlay.layer.LSTM;
import dev.inlay.layer.Reshape;
import dev.inlay.layer.StringLookup;
import dev.inlay.layer.TextVectorization;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.train.Adam;
import dev.inlay.train.EarlyStopping;
import dev.inlay.train.Huber;
import dev.inlay.train.Loss;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What users get wrong with models: each message says what was wanted, what came, and where. */
class MistakesTest {
  private static final Tensor X = Tensor.of(new float[][] {{1, 2}, {3, 4}, {5, 6}});
  private static final Tensor Y = Tensor.of(1f, 2f, 3f);
  private static final Tensor IDS = Tensor.of(1, 2, 3);

  private static Model numbers() {
    return compiled(Sequential.of(Dense.of(4, RELU), Dense.of(1)));
  }

  private static Model ids() {
    return compiled(Sequential.of(Embedding.of(10, 4), Flatten.of(), Dense.of(1)));
  }

  private static Model two() {
    var a = Input.of("a", FLOAT32, 2);
    var b = Input.of("b", INT32, 1);
    var both = Concatenate.of(a, b.to(Embedding.of(5, 2)).to(Flatten.of()));
    Model model =
        Model.of(
            List.of(a, b),
            List.of(both.to(Dense.of(1).named("p")), both.to(Dense.of(3, SOFTMAX).named("q"))));
    model.compile(
        Compile.of(Adam.of(), Loss.MEAN_SQUARED_ERROR)
            .withLoss("q", Loss.SPARSE_CATEGORICAL_CROSSENTROPY));
    return model;
  }

  private static Model compiled(Model model) {
    model.compile(Adam.of(), Loss.MEAN_SQUARED_ERROR);
    return model;
  }

  private static Arguments mistake(String what, ThrowingCallable deed, String... parts) {
    return arguments(what, deed, parts);
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(inOrder(), inData(), inSeveralInputs(), inLayers(), inFits())
        .flatMap(mistakes -> mistakes);
  }

  private static Stream<Arguments> inOrder() {
    return Stream.of(
        mistake(
            "fit before compile",
            () -> Sequential.of(Dense.of(1)).fit(X, Y, Fit.epochs(1)),
            "compile the model first"),
        mistake(
            "weights before data",
            () -> Sequential.of(Dense.of(1)).weights(),
            "doesn't know its input yet"),
        mistake("no layers", Sequential::of, "one layer or more"),
        mistake("other text for a model", () -> Model.ofJson("{}", Config.LAYERS), "restore"),
        mistake(
            "broken text for a model",
            () -> Model.ofJson("[1,2", Config.LAYERS),
            "the model, line 1, column 5: Unexpected end-of-input: expected close marker for"
                + " Array"));
  }

  private static Stream<Arguments> inData() {
    return Stream.of(
        mistake("no input", () -> fit(numbers(), null, Y), "column \"x\" is null"),
        mistake("no labels", () -> fit(numbers(), X, null), "column \"label\" is null"),
        mistake(
            "fewer labels",
            () -> fit(numbers(), X, Tensor.of(1f)),
            "column \"x\" has 3 rows, column \"label\" has 1"),
        mistake(
            "words for labels",
            () -> fit(numbers(), X, Tensor.of("a", "b", "c")),
            "labels are text"),
        mistake(
            "a label that isn't finite",
            () -> fit(numbers(), X, Tensor.of(1f, Float.NaN, 3f)),
            "element 1: NaN; labels are finite"),
        mistake(
            "a number that isn't finite",
            () -> fit(numbers(), Tensor.of(new float[][] {{1, 2}, {3, Float.NaN}, {5, 6}}), Y),
            "input \"x\", row 1: NaN"),
        mistake(
            "a single number",
            () -> fit(numbers(), Tensor.scalar(1), Tensor.scalar(1)),
            "a single number has no rows"),
        mistake(
            "words for numbers",
            () -> fit(numbers(), Tensor.of("a", "b", "c"), Y),
            "layer \"dense\"",
            "make numbers of them first"),
        mistake(
            "an id that is too large",
            () -> fit(ids(), Tensor.of(1, 10, 2), Y),
            "input \"x\", row 1: id 10 is outside of 0 to 9"),
        mistake(
            "an id of 40 bits",
            () -> fit(ids(), Tensor.of(1L, 1L << 40, 2L), Y),
            "row 1: 1099511627776",
            "hash or look them up first"),
        mistake(
            "another width",
            () -> {
              Model model = numbers();
              model.fit(X, Y, Fit.epochs(1));
              model.predict(Tensor.zeros(Shape.of(1, 3)));
            },
            "input \"x\": wanted shape (None, 2), got (1, 3)"));
  }

  private static Stream<Arguments> inSeveralInputs() {
    Map<String, Tensor> x = Map.of("a", X, "b", IDS);
    Map<String, Tensor> hole = new HashMap<>(x);
    hole.put("b", null);
    return Stream.of(
        mistake(
            "an input is missing",
            () -> two().predictAll(Batch.of(Map.of("a", X))),
            "inputs are [a, b]; [b] missing, got [a]"),
        mistake("an input is null", () -> two().predictAll(Batch.of(hole)), "column \"b\" is null"),
        mistake(
            "an input too many",
            () -> two().predictAll(Batch.of(Map.of("a", X, "b", IDS, "c", Y))),
            "no input for [c]: leave it out"),
        mistake(
            "two outputs, one asked for", () -> two().predict(x), "outputs [p, q]; use predictAll"),
        mistake(
            "two outputs, one label",
            () -> two().fit(x, Y, Fit.epochs(1)),
            "wants labels of these names; got [label]"),
        mistake(
            "a class that isn't there",
            () -> two().fit(x, Map.of("p", Y, "q", IDS), Fit.epochs(1)),
            "labels of output \"q\", element 2: class id 3, but the model has 3 classes"),
        mistake(
            "a loss for no output",
            () -> {
              Model model = two();
              model.compile(
                  Compile.of(Adam.of(), Loss.MEAN_SQUARED_ERROR).withLoss("z", Huber.of()));
              model.fit(x, Map.of("p", Y, "q", IDS), Fit.epochs(1));
            },
            "no output [z]; the model's outputs are [p, q]"),
        mistake(
            "an input that isn't among the inputs",
            () -> {
              var a = Input.of("a", FLOAT32, 2);
              var b = Input.of("b", FLOAT32, 2);
              Model.of(a, Concatenate.of(a, b).to(Dense.of(1)));
            },
            "depend on input \"b\"",
            "add it"));
  }

  private static Stream<Arguments> inLayers() {
    return Stream.of(
        mistake(
            "a sequence is wanted",
            () -> Input.of("x", FLOAT32, 2).to(LSTM.of(3)),
            "layer \"lstm\": wants 3 axes or more, got shape (None, 2)"),
        mistake(
            "another number of elements",
            () -> Input.of("x", FLOAT32, 6).to(Reshape.of(4, 2)),
            "layer \"reshape\"",
            "6 elements are not 8"),
        mistake(
            "texts that nobody learned",
            () ->
                compiled(
                        Sequential.of(
                            TextVectorization.of(),
                            Embedding.of(10, 2),
                            GlobalMaxPooling1D.of(),
                            Dense.of(1)))
                    .fit(Tensor.of("a b", "c", "d"), Y, Fit.epochs(1)),
            "layer \"text_vectorization\": has no vocabulary",
            "adapt it"),
        mistake(
            "a lookup that learned nothing",
            () -> StringLookup.of().apply(Tensor.of("a")),
            "has no vocabulary"),
        mistake(
            "one name for two layers",
            () ->
                fit(compiled(Sequential.of(Dense.of(2).named("a"), Dense.of(1).named("a"))), X, Y),
            "two layers are named \"a\""));
  }

  private static Stream<Arguments> inFits() {
    return Stream.of(
        mistake(
            "data without end",
            () -> numbers().fit(Dataset.of(X, Y).repeat().batch(2), Fit.epochs(1)),
            "withStepsPerEpoch"),
        mistake(
            "data without labels",
            () -> numbers().fit(Dataset.of(Map.of("x", X)).batch(2), Fit.epochs(1)),
            "there are no labels"),
        mistake(
            "no better and no worse",
            () -> numbers().fit(X, Y, Fit.epochs(1).withCallbacks(EarlyStopping.of("val_los"))),
            "\"val_los\"",
            "give mode MIN or MAX"));
  }

  private static void fit(Model model, Tensor x, Tensor y) {
    model.fit(x, y, Fit.epochs(1));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void mistakes(String what, ThrowingCallable deed, String[] parts) {
    assertThatThrownBy(deed)
        .as(what)
        .isInstanceOfAny(IllegalArgumentException.class, IllegalStateException.class)
        .hasMessageContainingAll(parts);
  }
}
