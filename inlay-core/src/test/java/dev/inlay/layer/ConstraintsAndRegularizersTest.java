package dev.inlay.layer;

import static dev.inlay.layer.Traced.assertClose;

import dev.inlay.graph.Graph;
import dev.inlay.graph.Interpreter;
import dev.inlay.graph.Program;
import dev.inlay.graph.Variable;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConstraintsAndRegularizersTest {
  private static final Tensor W = Tensor.of(Shape.of(2, 2), 3, 0.5f, 4, 0);

  @Test
  void maxNormScalesWhatIsTooLong() {
    expect(MaxNorm.of(), 1.2f, 0.5f, 1.6f, 0);
    expect(MaxNorm.of(2, 1), 1.9727878f, 0.328798f, 2, 0);
    expect(new MaxNorm(2, List.of(0, 1)), 1.1940446f, 0.1990074f, 1.5920594f, 0);
  }

  @Test
  void unitNormMakesLengthsOne() {
    expect(UnitNorm.of(), 0.6f, 1, 0.8f, 0);
    expect(UnitNorm.of(1), 0.9863939f, 0.164399f, 1, 0);
  }

  @Test
  void minMaxNormGoesPartOfTheWay() {
    expect(MinMaxNorm.of(1, 2), 1.2f, 1, 1.6f, 0);
    expect(MinMaxNorm.of(1, 2).withRate(0.5), 2.1f, 0.75f, 2.8f, 0);
    expect(MinMaxNorm.of(0, 2).withAxis(1), 1.9727878f, 0.328798f, 2, 0);
  }

  @Test
  void nonNegCutsAtZero() {
    assertClose("values", apply(NonNeg.of(), Tensor.of(-1f, 0, 2)), Tensor.of(0f, 0, 2), 0);
  }

  @Test
  void axesOfAKernelOfThreeAxes() {
    Tensor kernel = Tensor.of(Shape.of(2, 1, 2), 3, 1, 4, 0);
    assertClose(
        "values",
        apply(new UnitNorm(List.of(0, 1)), kernel),
        Tensor.of(Shape.of(2, 1, 2), 0.6f, 1, 0.8f, 0),
        1e-6);
    assertClose(
        "values",
        apply(UnitNorm.of(2), kernel),
        Tensor.of(Shape.of(2, 1, 2), 0.9486833f, 0.3162278f, 1, 0),
        1e-6);
  }

  @Test
  void penaltiesAreSumsWithoutAHalf() {
    assertClose("l1", penalty(L1.of(0.1), W), Tensor.scalar(0.75f), 1e-6);
    assertClose("l2", penalty(L2.of(0.1), W), Tensor.scalar(2.525f), 1e-6);
    assertClose("l1l2", penalty(L1L2.of(0.1, 0.1), W), Tensor.scalar(3.275f), 1e-6);
  }

  private static void expect(Constraint constraint, float... values) {
    assertClose("values", apply(constraint, W), Tensor.of(Shape.of(2, 2), values), 1e-6);
  }

  private static Tensor apply(Constraint constraint, Tensor values) {
    Variable variable = new Variable("w", values.shape(), true);
    variable.assign(values);
    constraint.apply(variable);
    return variable.read();
  }

  private static Tensor penalty(Regularizer regularizer, Tensor values) {
    Graph graph = new Graph();
    var penalty = regularizer.penalty(graph.constant(values));
    return Interpreter.run(Program.of(graph, List.of(penalty)), List.of(), 0).outputs().getFirst();
  }
}
