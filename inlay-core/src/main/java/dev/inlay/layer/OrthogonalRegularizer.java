package dev.inlay.layer;

import dev.inlay.graph.Node;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;

/**
 * A penalty on a matrix whose rows or columns aren't at right angles: a factor times the mean of
 * the absolute cosines of all pairs.
 *
 * @param factor the factor
 * @param mode whether rows or columns are compared
 */
public record OrthogonalRegularizer(float factor, Mode mode) implements Regularizer {
  /** The vectors of a matrix that are compared. */
  public enum Mode {
    ROWS,
    COLUMNS
  }

  /** Keras's epsilon, below which a vector's length counts as it. */
  private static final float EPSILON = 1e-7f;

  public OrthogonalRegularizer {
    L1L2.check(factor);
  }

  /** Keras's default: 0.01, rows. */
  public static OrthogonalRegularizer of() {
    return of(0.01);
  }

  public static OrthogonalRegularizer of(double factor) {
    return new OrthogonalRegularizer((float) factor, Mode.ROWS);
  }

  public OrthogonalRegularizer withMode(Mode mode) {
    return new OrthogonalRegularizer(factor, mode);
  }

  @Override
  public Node penalty(Node values) {
    Shape shape = values.shape();
    if (shape.rank() != 2) {
      throw new IllegalArgumentException(
          "OrthogonalRegularizer wants a matrix, got shape " + shape);
    }
    Node rows = mode == Mode.ROWS ? values : values.transpose(1, 0);
    Node units = Inputs.unit(rows, EPSILON, 1);
    int count = Inputs.known(rows, 0);
    Node cosines = units.matMul(units.transpose(1, 0)).mul(values.graph().constant(pairs(count)));
    return cosines.abs().sum().mul((float) (factor / ((double) count * (count - 1))));
  }

  /** 1 for each pair of different vectors. */
  private static Tensor pairs(int count) {
    float[] data = new float[count * count];
    for (int i = 0; i < data.length; i++) {
      data[i] = i / count == i % count ? 0 : 1;
    }
    return Tensor.of(Shape.of(count, count), data);
  }
}
