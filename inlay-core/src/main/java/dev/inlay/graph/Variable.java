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

  /** A copy of the values. */
  public Tensor.FloatTensor read() {
    return Tensor.of(shape, values.array().clone());
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
    System.arraycopy(tensor.toFloats().data(), 0, values.array(), 0, shape.intSize());
  }

  @Override
  public String toString() {
    return path + " " + shape;
  }
}
