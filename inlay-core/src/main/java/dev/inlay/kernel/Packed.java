package dev.inlay.kernel;

/**
 * The right matrix of a product, laid out as the kernel that packed it likes it: worth the copy
 * where one matrix, as a layer's weights, meets many left ones. Only the {@link MatMul} that packed
 * it can read it.
 */
public final class Packed {
  private float[] data = {};
  private int k;
  private int n;

  /** Begins anew, for a matrix of {@code k} rows and {@code n} columns. */
  float[] begin(int k, int n, int length) {
    this.k = k;
    this.n = n;
    if (data.length < length) {
      data = new float[length];
    }
    return data;
  }

  float[] data() {
    return data;
  }

  int k() {
    return k;
  }

  int n() {
    return n;
  }
}
