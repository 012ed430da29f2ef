package dev.inlay.tensor;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The lengths of a tensor's axes, outermost first. An axis of length {@link #UNKNOWN} is known only
 * when a batch arrives; printed as {@code None}, as Keras prints it.
 */
public final class Shape {
  /** The length of an axis that is not known before a batch arrives. */
  public static final int UNKNOWN = -1;

  /** The shape of a single number. */
  public static final Shape SCALAR = new Shape(new int[0]);

  private final int[] dims;

  private Shape(int[] dims) {
    this.dims = dims;
  }

  /**
   * A shape with the given axes.
   *
   * @throws IllegalArgumentException if an axis is negative and not {@link #UNKNOWN}
   */
  public static Shape of(int... dims) {
    if (dims.length == 0) {
      return SCALAR;
    }
    for (int d : dims) {
      if (d < UNKNOWN) {
        throw new IllegalArgumentException(
            "an axis has length %d in %s; give 0 or more, or -1 where the length is not known"
                .formatted(d, Arrays.toString(dims)));
      }
    }
    return new Shape(dims.clone());
  }

  /** A batch of rows of this shape: one unknown axis in front. */
  public static Shape batchOf(int... rowDims) {
    return of(rowDims).prepend(UNKNOWN);
  }

  public int rank() {
    return dims.length;
  }

  /** The length of an axis; a negative axis counts from the end. */
  public int dim(int axis) {
    return dims[axis(axis)];
  }

  /** The last axis' length. */
  public int last() {
    return dim(-1);
  }

  /**
   * An axis as a number from 0 to rank - 1; negative ones count from the end.
   *
   * @throws IllegalArgumentException if there is no such axis
   */
  public int axis(int axis) {
    int resolved = axis < 0 ? axis + dims.length : axis;
    if (resolved < 0 || resolved >= dims.length) {
      throw new IllegalArgumentException(
          "axis %d of shape %s, which has axes %d to %d"
              .formatted(axis, this, -dims.length, dims.length - 1));
    }
    return resolved;
  }

  /** All axes, as a new array. */
  public int[] dims() {
    return dims.clone();
  }

  /** Whether every axis is known. */
  public boolean isKnown() {
    for (int d : dims) {
      if (d == UNKNOWN) {
        return false;
      }
    }
    return true;
  }

  /**
   * The number of elements.
   *
   * @throws IllegalStateException if an axis is not known
   * @throws ArithmeticException if there are more than 2^63 - 1
   */
  public long size() {
    return size(0, dims.length);
  }

  /** The product of the axes from {@code from} (inclusive) to {@code to} (exclusive). */
  public long size(int from, int to) {
    checkAxes(from, to);
    long size = 1;
    for (int i = from; i < to; i++) {
      if (dims[i] == UNKNOWN) {
        throw new IllegalStateException("the size of " + this + " is not known before a batch");
      }
      size = Math.multiplyExact(size, dims[i]);
    }
    return size;
  }

  /** The number of elements as an array length. */
  public int intSize() {
    long size = size();
    if (size > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "%s has %,d elements; one tensor holds at most 2^31 - 9".formatted(this, size));
    }
    return (int) size;
  }

  /** This shape with another length for one axis. */
  public Shape withDim(int axis, int length) {
    int[] d = dims.clone();
    d[axis(axis)] = length;
    return of(d);
  }

  /** This shape without one axis. */
  public Shape without(int axis) {
    int[] rest = new int[rank() - 1];
    for (int i = 0; i < rest.length; i++) {
      rest[i] = dim(i < axis ? i : i + 1);
    }
    return of(rest);
  }

  /** This shape with an axis put in front. */
  public Shape prepend(int length) {
    int[] d = new int[dims.length + 1];
    d[0] = length;
    System.arraycopy(dims, 0, d, 1, dims.length);
    return of(d);
  }

  /** This shape with an axis added at the end. */
  public Shape append(int length) {
    int[] d = Arrays.copyOf(dims, dims.length + 1);
    d[dims.length] = length;
    return of(d);
  }

  /** The axes from {@code from} (inclusive) to {@code to} (exclusive). */
  public Shape slice(int from, int to) {
    checkAxes(from, to);
    return of(Arrays.copyOfRange(dims, from, to));
  }

  private void checkAxes(int from, int to) {
    if (from < 0 || from > to || to > dims.length) {
      throw new IllegalArgumentException(
          "axes %d to %d of shape %s, which has %d".formatted(from, to, this, dims.length));
    }
  }

  /** Whether an array of the other shape may stand here: same rank, each known axis equal. */
  public boolean accepts(Shape other) {
    if (other.dims.length != dims.length) {
      return false;
    }
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] != UNKNOWN && other.dims[i] != UNKNOWN && dims[i] != other.dims[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * The shape of an elementwise operation on two shapes: NumPy's broadcasting.
   *
   * @throws IllegalArgumentException if two axes differ and neither is 1
   */
  public Shape broadcast(Shape other) {
    int rank = Math.max(dims.length, other.dims.length);
    int[] d = new int[rank];
    for (int i = 0; i < rank; i++) {
      int a = i < rank - dims.length ? 1 : dims[i - rank + dims.length];
      int b = i < rank - other.dims.length ? 1 : other.dims[i - rank + other.dims.length];
      if (a == b || b == 1) {
        d[i] = a;
      } else if (a == 1 || a == UNKNOWN) {
        d[i] = b;
      } else if (b == UNKNOWN) {
        d[i] = a;
      } else {
        throw new IllegalArgumentException(
            "shapes %s and %s don't go together: axis %d is %d in one and %d in the other"
                .formatted(this, other, i - rank, a, b));
      }
    }
    return of(d);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Shape s && Arrays.equals(dims, s.dims);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dims);
  }

  /** As Keras prints it: {@code (None, 5)}, {@code (3,)}, {@code ()}. */
  @Override
  public String toString() {
    String inner =
        Arrays.stream(dims)
            .mapToObj(d -> d == UNKNOWN ? "None" : Integer.toString(d))
            .collect(Collectors.joining(", "));
    return dims.length == 1 ? "(" + inner + ",)" : "(" + inner + ")";
  }
}
