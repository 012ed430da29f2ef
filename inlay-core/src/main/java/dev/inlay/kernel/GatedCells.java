package dev.inlay.kernel;

import static dev.inlay.kernel.Warmup.A;
import static dev.inlay.kernel.Warmup.B;
import static dev.inlay.kernel.Warmup.C;
import static dev.inlay.kernel.Warmup.D;
import static dev.inlay.kernel.Warmup.E;

/** {@link Cells} in plain loops until those in vectors are warm. */
final class GatedCells implements Cells {
  private final Cells scalar = new ScalarCells();
  private final Cells simd;
  private final Gate lstm;
  private final Gate lstmGrad;

  GatedCells(Cells simd, Warmup warmup) {
    this.simd = simd;
    lstm = new Gate(warmup, (at, n) -> simd.lstm(A, 0, B, at, C, 0, n));
    lstmGrad = new Gate(warmup, (at, n) -> simd.lstmGrad(A, 0, B, at, C, at, D, at, E, 0, n));
  }

  @Override
  public void lstm(
      float[] z, int zOff, float[] cPrev, int cPrevOff, float[] out, int outOff, int units) {
    (lstm.isOpen(5 * Gate.EXP * units) ? simd : scalar)
        .lstm(z, zOff, cPrev, cPrevOff, out, outOff, units);
  }

  @Override
  public void lstmGrad(
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
      int units) {
    (lstmGrad.isOpen(5 * Gate.EXP * units) ? simd : scalar)
        .lstmGrad(out, outOff, cPrev, cPrevOff, dh, dhOff, dc, dcOff, dz, dzOff, units);
  }
}
