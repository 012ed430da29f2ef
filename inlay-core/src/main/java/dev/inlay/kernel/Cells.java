package dev.inlay.kernel;

/** The elementwise parts of recurrent cells. */
public interface Cells {
  /**
   * One step of a long short-term memory for one row of the batch. Gates lie as i, f, g, o, each
   * {@code units} long: {@code c = σ(f) cPrev + σ(i) tanh(g)}, {@code h = σ(o) tanh(c)}.
   *
   * @param z the sums before activation, 4 units
   * @param cPrev the cell's state before the step, units
   * @param out takes i, f, g, o after activation, then c, then h: 6 units
   */
  void lstm(float[] z, int zOff, float[] cPrev, int cPrevOff, float[] out, int outOff, int units);

  /**
   * The gradient of {@link #lstm} for one row.
   *
   * @param out what the step gave, 6 units
   * @param cPrev the cell's state before the step
   * @param dh the gradient for h, all that reaches it
   * @param dc the gradient for c that comes from later steps; becomes the one for cPrev
   * @param dz takes the gradient for the sums before activation, 4 units
   */
  void lstmGrad(
      float[] out,
      int outOff,
      float[] cPrev,
      int cPrevOff,
      float[] dh,
      int dhOff,
      float[] dc,
      int dcOff,
      float[] dz,
      int dzOff,
      int units);
}
