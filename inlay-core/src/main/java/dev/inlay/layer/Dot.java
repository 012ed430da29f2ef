package dev.inlay.layer;

import dev.inlay.graph.Node;
import java.util.List;

/**
 * The dot products of two inputs along an axis of each, row by row: of {@code [batch, a, n]} and
 * {@code [batch, b, n]} along axes 2 and 2, {@code [batch, a, b]}. Two vectors a row give {@code
 * [batch, 1]}. Masks end here.
 *
 * @param axes the axis of the first input and that of the second, or one for both; negative ones
 *     count from the end
 * @param normalize whether vectors are brought to length 1 first, so that the products are cosines
 */
public record Dot(List<Integer> axes, boolean normalize) implements Layer {
  /** Keras's epsilon, below which a vector's length counts as it. */
  private static final float EPSILON = 1e-7f;

  public Dot {
    axes = List.copyOf(axes);
    if (axes.isEmpty() || axes.size() > 2 || axes.contains(0)) {
      throw new IllegalArgumentException(
          "Dot(%s): name an axis of both inputs or one of each, not the batch's".formatted(axes));
    }
  }

  /** Along the same axis of both inputs. */
  public static Dot of(int axis) {
    return new Dot(List.of(axis), false);
  }

  /** Along an axis of the first input and one of the second. */
  public static Dot of(int first, int second) {
    return new Dot(List.of(first, second), false);
  }

  public Dot withNormalize(boolean normalize) {
    return new Dot(axes, normalize);
  }

  @Override
  public Masking masking() {
    return Masking.CONSUMED;
  }

  @Override
  public Node call(Scope scope, Node... inputs) {
    Node x = Inputs.atLeastRank(2, Inputs.two(inputs)[0]);
    Node y = Inputs.atLeastRank(2, inputs[1]);
    int a = x.shape().axis(axes.getFirst());
    int b = y.shape().axis(axes.getLast());
    if (a == 0 || b == 0) {
      throw new IllegalArgumentException(
          "axes %s of shapes %s and %s are the batch's; choose axes of the row"
              .formatted(axes, x.shape(), y.shape()));
    }
    if (normalize) {
      x = Inputs.unit(x, EPSILON, a);
      y = Inputs.unit(y, EPSILON, b);
    }
    if (x.shape().rank() == 2 && y.shape().rank() == 2) {
      return x.mul(y).sumKeepingDims(1);
    }
    String left = labels(x, a, 'b');
    String right = labels(y, b, (char) ('b' + x.shape().rank()));
    String out = "a" + (left + right).replaceAll("[aZ]", "");
    return new Einsum(left, right, out).apply(x, y);
  }

  /** A letter for each axis: a for the batch's, Z for the one that is summed over. */
  private static String labels(Node x, int axis, char from) {
    var labels = new StringBuilder("a");
    for (int i = 1; i < x.shape().rank(); i++) {
      labels.append(i == axis ? 'Z' : (char) (from + i));
    }
    return labels.toString();
  }
}
