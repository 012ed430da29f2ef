package dev.inlay.graph;

import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Table;
import dev.inlay.tensor.Tensor;

/**
 * A weight or state of a model, with its present values: the one thing that training changes. Its
 * identity is the object; graphs of the same model (for training, for prediction) share it.
 */
public final class Variable {
  private final String path;
  private final Shape shape;
  private final boolean trainable;
  private final Table values;

  /**
   * A variable of zeros.
   *
   * @param path its place in the model, as {@code dense/kernel}
   * @param shape all axes known; axis 0 counts the rows that a lookup finds
   * @param trainable whether optimizers may move it; moving averages are not
   */
  public Variable(String path, Shape shape, boolean trainable) {
    this.path = path;
    this.shape = shape;
    this.trainable = trainable;
    int rows = shape.rank() == 0 ? 1 : shape.dim(0);
    int width = shape.rank() == 0 ? 1 : Math.toIntExact(shape.size(1, shape.rank()));
    this.values = new Table(rows, width);
  }

  public String path() {
    return path;
  }

  public Shape shape() {
    return shape;
  }

  public boolean trainable() {
    return trainable;
  }

  /** The values themselves: writing there changes the variable. */
  public Table values() {
    return values;
  }

  /**
   * A copy of the values.
   *
   * @throws IllegalArgumentException if they are more than one tensor holds; read some of the rows
   */
  public Tensor.FloatTensor read() {
    float[] all = new float[shape.intSize()];
    values.read(0, Math.toIntExact(values.rows()), all, 0);
    return Tensor.of(shape, all);
  }

  /**
   * A copy of the rows {@code from} (inclusive) to {@code to} (exclusive) of axis 0.
   *
   * @throws IllegalArgumentException if they are more than one tensor holds
   */
  public Tensor.FloatTensor read(int from, int to) {
    if (shape.rank() == 0 || from < 0 || to < from || to > shape.dim(0)) {
      throw new IllegalArgumentException(
          "weight \"%s\" of shape %s has no rows %d to %d".formatted(path, shape, from, to));
    }
    Shape part = shape.withDim(0, to - from);
    float[] rows = new float[part.intSize()];
    values.read(from, to - from, rows, 0);
    return Tensor.of(part, rows);
  }

  /**
   * Sets all values.
   *
   * @throws IllegalArgumentException if the shape is another
   */
  public void assign(Tensor tensor) {
    if (!tensor.shape().equals(shape)) {
      throw new IllegalArgumentException(
          "weight \"%s\" has shape %s, the values given have %s"
              .formatted(path, shape, tensor.shape()));
    }
    values.write(0, Math.toIntExact(values.rows()), tensor.toFloats().data(), 0);
  }

  @Override
  public String toString() {
    return path + " " + shape;
  }
}
