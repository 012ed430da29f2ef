package dev.inlay.graph;

import dev.inlay.tensor.Bytes;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Storage;
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
  private final Storage storage;

  /**
   * A variable of zeros.
   *
   * @param path its place in the model, as {@code dense/kernel}
   * @param shape all axes known; axis 0 counts the rows that a lookup finds
   * @param trainable whether optimizers may move it; moving averages are not
   */
  public Variable(String path, Shape shape, boolean trainable) {
    this(path, shape, trainable, new Table(rows(shape), width(shape)));
  }

  private Variable(String path, Shape shape, boolean trainable, Storage storage) {
    this.path = path;
    this.shape = shape;
    this.trainable = trainable;
    this.storage = storage;
  }

  /** A variable of zeros that is held as whole numbers of 8 bits, which optimizers don't move. */
  public static Variable ofBytes(String path, Shape shape) {
    return new Variable(path, shape, false, new Bytes(rows(shape), width(shape)));
  }

  private static int rows(Shape shape) {
    return shape.rank() == 0 ? 1 : shape.dim(0);
  }

  private static int width(Shape shape) {
    return shape.rank() == 0 ? 1 : Math.toIntExact(shape.size(1, shape.rank()));
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

  /** FLOAT32, or INT8 if it is held so. */
  public DType dtype() {
    return storage instanceof Bytes ? DType.INT8 : DType.FLOAT32;
  }

  /** What the values lie in: writing there changes the variable. */
  public Storage storage() {
    return storage;
  }

  /**
   * The values themselves, of a variable of floats: writing there changes the variable.
   *
   * @throws IllegalStateException if it is held in 8 bits
   */
  public Table values() {
    if (storage instanceof Table table) {
      return table;
    }
    throw new IllegalStateException(
        "weight \"%s\" is held in 8 bits, not as floats; take its bytes".formatted(path));
  }

  /**
   * The values themselves, of a variable that is held in 8 bits.
   *
   * @throws IllegalStateException if it is of floats
   */
  public Bytes bytes() {
    if (storage instanceof Bytes bytes) {
      return bytes;
    }
    throw new IllegalStateException(
        "weight \"%s\" is of floats, not held in 8 bits; take its values".formatted(path));
  }

  /**
   * A copy of the values, as floats.
   *
   * @throws IllegalArgumentException if they are more than one tensor holds; read some of the rows
   */
  public Tensor.FloatTensor read() {
    float[] all = new float[shape.intSize()];
    storage.read(0, Math.toIntExact(storage.rows()), all, 0);
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
    storage.read(from, to - from, rows, 0);
    return Tensor.of(part, rows);
  }

  /**
   * Sets all values.
   *
   * @throws IllegalArgumentException if the shape is another, or a variable in 8 bits is given a
   *     number that isn't whole or is outside
   */
  public void assign(Tensor tensor) {
    if (!tensor.shape().equals(shape)) {
      throw new IllegalArgumentException(
          "weight \"%s\" has shape %s, the values given have %s"
              .formatted(path, shape, tensor.shape()));
    }
    float[] numbers = tensor.toFloats().data();
    switch (storage) {
      case Table table -> table.write(0, Math.toIntExact(table.rows()), numbers, 0);
      case Bytes bytes -> {
        for (float number : numbers) {
          if (number != (byte) number) {
            throw new IllegalArgumentException(
                "weight \"%s\" is held in 8 bits: whole numbers from -128 to 127, not %s"
                    .formatted(path, number));
          }
        }
        for (int i = 0; i < numbers.length; i++) {
          bytes.array()[i] = (byte) numbers[i];
        }
      }
    }
  }

  @Override
  public String toString() {
    return path + " " + shape;
  }
}
