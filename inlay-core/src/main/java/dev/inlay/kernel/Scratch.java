package dev.inlay.kernel;

/**
 * Memory that a kernel needs while it runs, grown on first need and kept. One belongs to one thread
 * at a time.
 */
public final class Scratch {
  private float[] a = {};
  private float[] b = {};
  private float[] c = {};
  private float[][] rows = {};
  private int[] places = {};

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

  /** So many arrays of at least {@code length} floats, for rows of a right matrix. */
  float[][] rows(int count, int length) {
    if (rows.length < count || rows[0].length < length) {
      rows = new float[count][length];
    }
    return rows;
  }

  /** At least {@code length} integers, for places in a matrix. */
  int[] places(int length) {
    return places.length >= length ? places : (places = new int[length]);
  }
}
