package dev.inlay.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;

/**
 * Copies a loop for each function that it runs over.
 *
 * <p>The JIT makes good code of a vector loop only if the function inside is a constant; a loop
 * that is shared by several functions would call them through a table, and put each vector on the
 * heap. So instead of writing one loop down fifty times, its class is loaded once for each
 * function, as a hidden class whose class data is that function. The JIT sees unrelated classes.
 */
final class SimdLoops {
  private SimdLoops() {}

  /** A loop over one vector after the other. */
  interface Map {
    void map(float[] x, int xOff, float[] dst, int dstOff, int n);

    /** In place, on {@code x + bias}. */
    void mapSum(float[] x, int xOff, float[] bias, int biasOff, int n);
  }

  /** A loop over two vectors after the others. */
  interface Zip {
    void zip(float[] a, int aOff, float[] b, int bOff, float[] dst, int dstOff, int n);

    void zipRight(float[] a, int aOff, float b, float[] dst, int dstOff, int n);

    void zipLeft(float a, float[] b, int bOff, float[] dst, int dstOff, int n);
  }

  /** A loop that adds up, in the lanes and the order of {@link Folds}. */
  interface Fold {
    float fold(float[] a, int aOff, float[] b, int bOff, int n);
  }

  /** The function of a {@link Map}. */
  @FunctionalInterface
  interface OfOne {
    FloatVector of(FloatVector x);
  }

  /** The function of a {@link Zip}. */
  @FunctionalInterface
  interface OfTwo {
    FloatVector of(FloatVector a, FloatVector b);
  }

  /** The function of a {@link Fold}: the sums so far with two more vectors. */
  @FunctionalInterface
  interface OfThree {
    FloatVector of(FloatVector sum, FloatVector a, FloatVector b);
  }

  static Map map(OfOne function) {
    return (Map) copy(SimdMap.class, function);
  }

  /** For a function of which the JIT puts one into a method and not two. */
  static Map mapOfLong(OfOne function) {
    return new SimdApart(map(function), map(function));
  }

  static Zip zip(OfTwo function) {
    return (Zip) copy(SimdZip.class, function);
  }

  static Fold fold(OfThree function) {
    return (Fold) copy(SimdFold.class, function);
  }

  private static Object copy(Class<?> loop, Object function) {
    try (var code = loop.getResourceAsStream(loop.getSimpleName() + ".class")) {
      if (code == null) {
        throw new IllegalStateException("the class file of " + loop.getName() + " is missing");
      }
      return MethodHandles.lookup()
          .defineHiddenClassWithClassData(code.readAllBytes(), function, true)
          .lookupClass()
          .getDeclaredConstructor()
          .newInstance();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("can't copy " + loop.getName(), e);
    }
  }

  /** The function of the copy that asks. */
  static <T> T function(MethodHandles.Lookup copy, Class<T> type) {
    try {
      return MethodHandles.classData(copy, ConstantDescs.DEFAULT_NAME, type);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("a loop reads its own class data", e);
    }
  }
}
