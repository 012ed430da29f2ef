package dev.inlay.train;

import dev.inlay.tensor.DType;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.TensorSpec;
import dev.inlay.tensor.Value;
import org.jspecify.annotations.Nullable;

/**
 * The labels that a loss wants.
 *
 * @param dtype {@code FLOAT32} numbers or {@code INT32} class ids
 * @param shape their shape, mostly with an unknown first axis for the batch
 * @param classes how many class ids there are; 0 or less if labels are no ids, or nobody knows
 * @param ignoreClass an id that may stand beside those from 0 to classes - 1, or null
 */
public record Labels(DType dtype, Shape shape, int classes, @Nullable Integer ignoreClass) {
  public Labels {
    if (dtype != DType.FLOAT32 && dtype != DType.INT32) {
      throw new IllegalArgumentException("labels are FLOAT32 or INT32, not " + dtype);
    }
  }

  /** Labels of any value. */
  public static Labels of(DType dtype, Shape shape) {
    return new Labels(dtype, shape, 0, null);
  }

  /** The input of a graph through which labels come. */
  public TensorSpec spec(String name) {
    return TensorSpec.of(name, dtype, shape);
  }

  /**
   * Labels as a user has them, in the wanted type and shape: integers become floats, a last axis of
   * length 1 comes or goes, and ids are checked.
   *
   * @param name what messages call them
   * @throws IllegalArgumentException if they are text, of another shape, not finite or no ids
   */
  public Tensor conform(String name, Value labels) {
    if (!(labels instanceof Tensor given)) {
      throw new IllegalArgumentException(
          "%s: wanted labels of shape %s, got %d rows of different lengths; pad them"
              .formatted(name, shape, ((Ragged) labels).rows()));
    }
    if (given.dtype() == DType.STRING) {
      throw new IllegalArgumentException(
          "%s: labels are text (first: \"%s\"); make numbers of them first, with StringLookup"
              .formatted(name, given.shape().size() == 0 ? "" : given.text(0)));
    }
    Tensor fitting = fit(name, given);
    if (dtype == DType.FLOAT32) {
      Tensor.FloatTensor floats = fitting.toFloats();
      checkFinite(name, floats.data());
      return floats;
    }
    int[] ids = ids(name, fitting);
    checkIds(name, ids);
    return fitting instanceof Tensor.IntTensor ? fitting : Tensor.of(fitting.shape(), ids);
  }

  private Tensor fit(String name, Tensor given) {
    Shape from = given.shape();
    if (shape.accepts(from)) {
      return given;
    }
    if (Ranks.differByOne(shape, from)) {
      return given.reshape(
          from.rank() < shape.rank() ? from.append(1) : from.slice(0, from.rank() - 1));
    }
    String repair =
        dtype == DType.INT32 && shape.rank() + 1 == from.rank()
            ? "; for one-hot labels use CategoricalCrossentropy"
            : dtype == DType.FLOAT32 && shape.rank() == from.rank() + 1
                ? "; for class ids use SparseCategoricalCrossentropy"
                : "";
    throw new IllegalArgumentException(
        "%s: wanted labels of shape %s, got %s%s".formatted(name, shape, from, repair));
  }

  private static int[] ids(String name, Tensor given) {
    return switch (given) {
      case Tensor.IntTensor t -> t.data();
      case Tensor.LongTensor t -> {
        int[] ids = new int[t.data().length];
        for (int i = 0; i < ids.length; i++) {
          ids[i] = (int) t.data()[i];
          if (ids[i] != t.data()[i]) {
            throw noId(name, i, t);
          }
        }
        yield ids;
      }
      case Tensor.FloatTensor t -> {
        int[] ids = new int[t.data().length];
        for (int i = 0; i < ids.length; i++) {
          ids[i] = (int) t.data()[i];
          if (ids[i] != t.data()[i]) {
            throw noId(name, i, t);
          }
        }
        yield ids;
      }
      case Tensor.StringTensor t -> throw noId(name, 0, t);
    };
  }

  private static IllegalArgumentException noId(String name, int i, Tensor labels) {
    return new IllegalArgumentException(
        "%s, element %d: %s is no class id; ids are whole numbers from 0"
            .formatted(name, i, labels.text(i)));
  }

  private void checkIds(String name, int[] ids) {
    if (classes <= 0) {
      return;
    }
    for (int i = 0; i < ids.length; i++) {
      if ((ids[i] < 0 || ids[i] >= classes) && (ignoreClass == null || ids[i] != ignoreClass)) {
        throw new IllegalArgumentException(
            "%s, element %d: class id %d, but the model has %d classes (0 to %d)"
                .formatted(name, i, ids[i], classes, classes - 1));
      }
    }
  }

  private static void checkFinite(String name, float[] data) {
    for (int i = 0; i < data.length; i++) {
      if (!Float.isFinite(data[i])) {
        throw new IllegalArgumentException(
            "%s, element %d: %s; labels are finite numbers".formatted(name, i, data[i]));
      }
    }
  }
}
