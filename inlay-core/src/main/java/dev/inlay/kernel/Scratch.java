package dev.inlay.kernel;

/**
 * Memory that a kernel needs while it runs, grown on first need and kept. One belongs to one thread
 * at a time.
 */
public final class Scratch {
  private float[] a = {};
  private float[] b = {};
  private float[] c = {};

  /** At least {@code length} floats for packed parts of a left matrix. */
  float[] left(int length) {
    return a.length >= length ? a : (a = new float[length]);
  }

  /** At least {@code length} floats for packed parts of a right matrix. */
  float[] right(int length) {
    return b.length >= length ? b : (b = new float[length]);
  }

  /** At least {@code length} floats for unfinished results. */
  float[] tile(int length) {
    return c.length >= length ? c : (c = new float[length]);
  }
}
