package dev.inlay.graph;

import dev.inlay.tensor.DType;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Value;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * What the interpreter computes with: elements of any type as doubles, in row-major order.
 *
 * @param splits where rows of different lengths start, if this is ragged; else empty
 */
record Numbers(Shape shape, double[] data, int[] splits) {
  private static final int[] DENSE = {};

  static Numbers of(Value value) {
    return switch (value) {
      case Tensor t -> new Numbers(t.shape(), doubles(t), DENSE);
      case Ragged r ->
          new Numbers(Shape.of(r.rows(), Shape.UNKNOWN), doubles(r.values()), r.splits());
    };
  }

  private static double[] doubles(Tensor tensor) {
    return switch (tensor) {
      case Tensor.FloatTensor t -> fill(t.shape(), i -> t.data()[i]).data;
      case Tensor.IntTensor t -> fill(t.shape(), i -> t.data()[i]).data;
      case Tensor.LongTensor _, Tensor.StringTensor _ ->
          throw new IllegalArgumentException(
              "a graph computes with FLOAT32 and INT32, not with " + tensor);
    };
  }

  static Numbers zeros(Shape shape) {
    return new Numbers(shape, new double[shape.intSize()], DENSE);
  }

  /** A value for each place in row-major order. */
  static Numbers fill(Shape shape, IntToDoubleFunction value) {
    Numbers out = zeros(shape);
    Arrays.setAll(out.data, value);
    return out;
  }

  double at(int place) {
    return data[place];
  }

  /** The element that stands at a place of {@code out} when this is broadcast to it. */
  double broadcastAt(int place, Shape out) {
    return data[broadcastPlace(place, out, shape)];
  }

  /** The part at one place of an axis, without that axis. */
  Numbers at(int axis, int place) {
    int inner = Math.toIntExact(shape.size(axis + 1, shape.rank()));
    int length = shape.dim(axis);
    return fill(shape.without(axis), i -> data[(i / inner * length + place) * inner + i % inner]);
  }

  int size() {
    return data.length;
  }

  boolean isFinite() {
    return Arrays.stream(data).allMatch(Double::isFinite);
  }

  /** The same with each element as the type holds it: floats rounded, integers cut. */
  Numbers as(DType dtype) {
    double[] rounded =
        Arrays.stream(data).map(d -> dtype.isInteger() ? (int) (long) d : (float) d).toArray();
    return new Numbers(shape, rounded, splits);
  }

  Tensor tensor(DType dtype) {
    return switch (dtype) {
      case INT32 -> Tensor.of(shape, Arrays.stream(data).mapToInt(d -> (int) d).toArray());
      case FLOAT32, INT8, INT64, STRING -> floats();
    };
  }

  Tensor.FloatTensor floats() {
    float[] floats = new float[data.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) data[i];
    }
    return Tensor.of(shape, floats);
  }

  /** The indices of a place, one for each axis. */
  static int[] indices(int place, Shape shape) {
    int[] indices = new int[shape.rank()];
    for (int i = indices.length - 1; i >= 0; i--) {
      indices[i] = place % shape.dim(i);
      place /= shape.dim(i);
    }
    return indices;
  }

  /** The place of the given indices. */
  static int place(int[] indices, Shape shape) {
    int place = 0;
    for (int i = 0; i < indices.length; i++) {
      place = place * shape.dim(i) + indices[i];
    }
    return place;
  }

  /** The place in {@code in} of the element that broadcasting repeats at a place of {@code out}. */
  static int broadcastPlace(int place, Shape out, Shape in) {
    int[] all = indices(place, out);
    int[] own = Arrays.copyOfRange(all, all.length - in.rank(), all.length);
    for (int i = 0; i < own.length; i++) {
      own[i] = in.dim(i) == 1 ? 0 : own[i];
    }
    return place(own, in);
  }

  /** The place, in the result of a fold along axes, of the element at a place of {@code in}. */
  static int foldedPlace(int place, Shape in, List<Integer> axes) {
    int[] indices = indices(place, in);
    Shape kept = in;
    for (int axis : axes) {
      indices[axis] = 0;
      kept = kept.withDim(axis, 1);
    }
    return place(indices, kept);
  }
}
