package dev.inlay.train;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.inlay.graph.Autodiff;
import dev.inlay.graph.CrossEntropy;
import dev.inlay.graph.Gradient;
import dev.inlay.graph.Graph;
import dev.inlay.graph.Interpreter;
import dev.inlay.graph.Node;
import dev.inlay.graph.Program;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Shapes, weights and masks: what the golden cases don't show. */
class LossTest {
  private final Graph graph = new Graph();

  private Node values(Shape shape, float... values) {
    return graph.constant(Tensor.of(shape, values));
  }

  private Node column(float... values) {
    return values(Shape.of(values.length, 1), values);
  }

  private Node row(float... values) {
    return values(Shape.of(values.length), values);
  }

  private float[] run(Node node) {
    return Interpreter.run(Program.of(graph, List.of(node)), List.of(), 0)
        .outputs()
        .getFirst()
        .toFloats()
        .data();
  }

  private float loss(
      LossFunction loss, Node yTrue, Node yPred, @Nullable Node weight, @Nullable Node mask) {
    Node node = loss.of(yTrue, yPred, weight, mask);
    assertThat(node.shape()).isEqualTo(Shape.SCALAR);
    return run(node)[0];
  }

  @Test
  void labelsMayLackTheAxisOfTheOnlyOutput() {
    assertThat(loss(Loss.MEAN_SQUARED_ERROR, row(1, 2), column(2, 4), null, null)).isEqualTo(2.5f);
    assertThat(loss(Loss.MEAN_SQUARED_ERROR, column(1, 2), column(2, 4), null, null))
        .isEqualTo(2.5f);
  }

  @Test
  void predictionsMayLackIt() {
    assertThat(loss(Loss.MEAN_SQUARED_ERROR, column(1, 2), row(2, 4), null, null)).isEqualTo(2.5f);
  }

  @Test
  void meansCountSamplesWhateverTheirWeights() {
    assertThat(loss(Loss.MEAN_SQUARED_ERROR, row(0, 0), column(1, 2), row(3, 0.5f), null))
        .isEqualTo(2.5f);
    var byWeight = Loss.MEAN_SQUARED_ERROR.withReduction(Loss.Reduction.MEAN_WITH_SAMPLE_WEIGHT);
    assertThat(loss(byWeight, row(0, 0), column(1, 2), row(3, 0.5f), null))
        .isCloseTo(5 / 3.5f, within(1e-6f));
  }

  @Test
  void weightsMayComeAsAColumn() {
    assertThat(loss(Loss.MEAN_SQUARED_ERROR, row(0, 0), column(1, 2), column(3, 0.5f), null))
        .isEqualTo(2.5f);
  }

  @Test
  void lossesThatAreNotReducedTakeTheAxesOfTheirWeights() {
    Loss each = Loss.MEAN_SQUARED_ERROR.withReduction(Loss.Reduction.NONE);
    assertThat(each.of(row(0, 0), column(1, 2), column(3, 1), null).shape())
        .isEqualTo(Shape.of(2, 1));
    assertThat(each.of(row(0, 0), column(1, 2), row(3, 1), null).shape()).isEqualTo(Shape.of(2));
    Node steps = values(Shape.of(2, 2, 1, 1), 1, 2, 3, 4);
    Node weights = values(Shape.of(2, 2), 1, 0, 1, 0);
    assertThat(each.of(steps, steps, weights, null).shape()).isEqualTo(Shape.of(2, 2));
  }

  @Test
  void aRowsWeightCountsForAllOfItsSteps() {
    Node yTrue = values(Shape.of(2, 2, 1), 0, 0, 0, 0);
    Node yPred = values(Shape.of(2, 2, 1), 1, 2, 3, 4);
    assertThat(loss(Loss.MEAN_SQUARED_ERROR, yTrue, yPred, row(1, 0), null)).isEqualTo(5 / 4f);
  }

  @Test
  void weightsOfAnotherRankAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Loss.MEAN_SQUARED_ERROR.of(
                    row(0, 0), column(1, 2), values(Shape.of(2, 3), 1, 1, 1, 1, 1, 1), null))
        .withMessageContaining("(2, 3)");
  }

  @Test
  void aMeanIsOverWhatTheMaskLeaves() {
    assertThat(loss(Loss.MEAN_SQUARED_ERROR, row(0, 0, 0), column(1, 2, 9), null, row(1, 1, 0)))
        .isCloseTo(2.5f, within(1e-6f));
    assertThat(loss(Loss.MEAN_SQUARED_ERROR, row(0, 0), column(1, 2), null, row(0, 0))).isZero();
  }

  @Test
  void aMaskAndWeightsGoTogether() {
    assertThat(
            loss(
                Loss.MEAN_SQUARED_ERROR, row(0, 0, 0), column(1, 2, 9), row(2, 1, 5), row(1, 1, 0)))
        .isCloseTo(3, within(1e-6f));
  }

  @Test
  void ignoredClassesDoNotCount() {
    Node ids = graph.constant(Tensor.of(0, -1, 1));
    Node probabilities = values(Shape.of(3, 2), 0.5f, 0.5f, 0.9f, 0.1f, 0.75f, 0.25f);
    var loss = SparseCategoricalCrossentropy.of().withIgnoreClass(-1);
    assertThat(loss(loss, ids, probabilities, null, null))
        .isCloseTo((float) (Math.log(2) + Math.log(4)) / 2, within(1e-6f));
  }

  @Test
  void crossEntropiesGoBackToTheLogits() {
    Node logits = column(-200, 3);
    assertThat(loss(Loss.BINARY_CROSSENTROPY, row(1, 1), logits.sigmoid(), null, null))
        .isCloseTo(100 + 0.024293f, within(1e-4f));
    check(
        Loss.BINARY_CROSSENTROPY,
        Node::sigmoid,
        column(1, 0),
        CrossEntropy.SigmoidCrossEntropy.class);
    check(
        Loss.CATEGORICAL_CROSSENTROPY,
        Node::softmax,
        values(Shape.of(2, 1), 1, 1),
        CrossEntropy.SoftmaxCrossEntropy.class);
    check(
        Loss.SPARSE_CATEGORICAL_CROSSENTROPY,
        Node::softmax,
        graph.constant(Tensor.of(0, 0)),
        CrossEntropy.SparseSoftmaxCrossEntropy.class);
  }

  private void check(Loss loss, UnaryOperator<Node> last, Node yTrue, Class<?> op) {
    Node logits = column(1, 2);
    loss.of(yTrue, last.apply(logits));
    assertThat(graph.nodes())
        .filteredOn(node -> op.isInstance(node.op()))
        .last()
        .satisfies(node -> assertThat(node.input(0)).isSameAs(logits));
  }

  @Test
  void probabilitiesOfZeroAndOneAreKeptOff() {
    assertThat(loss(Loss.BINARY_CROSSENTROPY, row(1, 0), column(0, 1), null, null))
        .isCloseTo(16.03f, within(0.1f));
  }

  @Test
  void classesMayLieAlongAnyAxis() {
    float[] labels = {1, 0, 0, 0, 1, 1};
    float[] predictions = {0.2f, 0.7f, 0.5f, 0.8f, 0.3f, 0.5f};
    Node yTrue = values(Shape.of(1, 2, 3), labels);
    Node yPred = values(Shape.of(1, 2, 3), predictions);
    Node first = CategoricalCrossentropy.of().withAxis(1).perSample(yTrue, yPred);
    assertThat(first.shape()).isEqualTo(Shape.of(1, 3));
    assertThat(run(first))
        .containsExactly(
            new float[] {(float) -Math.log(0.2), (float) -Math.log(0.3), (float) -Math.log(0.5)},
            within(1e-6f));
  }

  @Test
  void anyFunctionIsALoss() {
    Loss cubes = (yTrue, yPred) -> yPred.sub(yTrue).abs().pow(3).mean(-1);
    assertThat(loss(cubes, column(0, 0), column(1, -2), null, null)).isEqualTo(4.5f);
    assertThat(run(cubes.withReduction(Loss.Reduction.SUM).of(column(0, 0), column(1, -2))))
        .containsExactly(9);
  }

  @Test
  void labelSmoothingIsAShare() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BinaryCrossentropy.of().withLabelSmoothing(1.5f))
        .withMessageContaining("1.5");
  }

  @Test
  void classesOfIdsMayStandOnAnyAxis() {
    Node yPred = values(Shape.of(1, 2, 3), 0.2f, 0.5f, 0.9f, 0.8f, 0.5f, 0.1f);
    Node ids = graph.constant(Tensor.of(Shape.of(1, 3), 1, 0, 0));
    var loss = SparseCategoricalCrossentropy.of().withAxis(1);

    assertThat(loss.labels(yPred.shape()).shape()).isEqualTo(Shape.of(1, 3));
    assertThat(run(loss.perSample(ids, yPred)))
        .usingComparatorWithPrecision(1e-6f)
        .containsExactly((float) -Math.log(0.8), (float) -Math.log(0.5), (float) -Math.log(0.9));
  }

  @Test
  void predictionsOfZerosHaveAFiniteGradient() {
    Node yTrue = values(Shape.of(1, 2), 3, 4);
    Node yPred = values(Shape.of(1, 2), 0, 0);
    assertThat(gradient(new CosineSimilarity(-1).of(yTrue, yPred), yPred))
        .usingComparatorWithPrecision(10f)
        .containsExactly(-6e6f, -8e6f);
  }

  @Test
  void readingsThatAreEquallyLikelyShareTheGradientOfCtc() {
    Node yTrue = graph.constant(Tensor.of(Shape.of(1, 1), 1));
    Node yPred = values(Shape.of(1, 2, 2), 0, 0, 0, 0);
    // Of four readings three are right: 1 1, 1 0, 0 1. Each moment is 1 in two of them.
    assertThat(gradient(new Ctc().of(yTrue, yPred), yPred))
        .usingComparatorWithPrecision(1e-6f)
        .containsExactly(1 / 6f, -1 / 6f, 1 / 6f, -1 / 6f);
  }

  private float[] gradient(Node loss, Node of) {
    var gradient = (Gradient.Dense) Autodiff.gradients(loss, List.of(of)).get(of);
    return run(requireNonNull(gradient).value());
  }
}
