package dev.inlay.model;

import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Tensor.IntTensor;
import dev.inlay.tensor.TensorSpec;
import dev.inlay.tensor.Value;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;

/**
 * Reads a component of a record into a tensor, without boxing it.
 *
 * @param name the component's
 * @param type a {@code float} or {@code int}, or an array of such
 * @param accessor of the type {@code (Object)type}
 */
record RowInput(String name, Class<?> type, MethodHandle accessor) {
  static RowInput of(RecordComponent component, MethodHandles.Lookup lookup) {
    Class<?> type = component.getType();
    if (type != float.class && type != int.class && type != float[].class && type != int[].class) {
      throw new IllegalArgumentException(
          "component \"%s\" is of type %s; inputs are float, int, float[] or int[]"
              .formatted(component.getName(), type.getSimpleName()));
    }
    try {
      return new RowInput(
          component.getName(),
          type,
          lookup
              .unreflect(component.getAccessor())
              .asType(MethodType.methodType(type, Object.class)));
    } catch (IllegalAccessException e) {
      throw new IllegalArgumentException(
          "component \"%s\" can't be read; give a lookup of the class that holds the record"
              .formatted(component.getName()),
          e);
    }
  }

  /** Whether it goes into an input. */
  void check(TensorSpec spec) {
    Shape row =
        spec.shape().rank() == 0 ? Shape.SCALAR : spec.shape().slice(1, spec.shape().rank());
    boolean floats = type == float.class || type == float[].class;
    boolean suits =
        !spec.ragged()
            && spec.shape().rank() > 0
            && row.isKnown()
            && (spec.dtype() == DType.FLOAT32) == floats
            && (type.isArray() || row.size() == 1);
    if (!suits) {
      throw new IllegalArgumentException(
          "component \"%s\" is of type %s, but the input is %s%s of shape %s"
              .formatted(
                  name,
                  type.getSimpleName(),
                  spec.ragged() ? "ragged " : "",
                  spec.dtype(),
                  spec.shape()));
    }
  }

  /** Writes a record's component into a tensor of one row. */
  void read(Record row, Value to) {
    try {
      switch (to) {
        case FloatTensor t when type.isArray() ->
            copy((float[]) accessor.invokeExact((Object) row), t);
        case FloatTensor t -> t.data()[0] = (float) accessor.invokeExact((Object) row);
        case IntTensor t when type.isArray() -> copy((int[]) accessor.invokeExact((Object) row), t);
        case IntTensor t -> t.data()[0] = (int) accessor.invokeExact((Object) row);
        default -> throw new IllegalStateException("a graph has no input of " + to.dtype());
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("component \"%s\" can't be read".formatted(name), e);
    }
  }

  private void copy(float[] from, FloatTensor to) {
    checkLength(from.length, to.data().length);
    System.arraycopy(from, 0, to.data(), 0, from.length);
  }

  private void copy(int[] from, IntTensor to) {
    checkLength(from.length, to.data().length);
    System.arraycopy(from, 0, to.data(), 0, from.length);
  }

  private void checkLength(int given, int wanted) {
    if (given != wanted) {
      throw new IllegalArgumentException(
          "input \"%s\" wants %d numbers a row, got %d".formatted(name, wanted, given));
    }
  }
}
