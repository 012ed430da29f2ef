package dev.inlay.kernel;

import static dev.inlay.kernel.Warmup.A;
import static dev.inlay.kernel.Warmup.B;

/** {@link Widening} in plain loops until those in vectors are warm. */
final class GatedWidening implements Widening {
  private static final byte[] BYTES = new byte[Warmup.LENGTH];

  private final Widening scalar = new ScalarWidening();
  private final Widening simd;
  private final Gate widen;
  private final Gate row;
  private final Scratch ownScratch = new Scratch();

  GatedWidening(Widening simd, Warmup warmup) {
    this.simd = simd;
    widen = new Gate(warmup, (at, n) -> simd.widen(BYTES, at, B, at, n));
    // Wide rows, narrower ones and the last columns are loops of their own.
    row =
        new Gate(
            warmup,
            (at, n) -> simd.row(Warmup.LENGTH - at, n, A, at, BYTES, 0, 0, B, at, ownScratch));
  }

  @Override
  public void widen(byte[] from, int fromOff, float[] to, int toOff, int n) {
    (widen.isOpen(n) ? simd : scalar).widen(from, fromOff, to, toOff, n);
  }

  @Override
  public void row(
      int n,
      int k,
      float[] a,
      int aOff,
      byte[] b,
      int bOff,
      int ldb,
      float[] c,
      int cOff,
      Scratch scratch) {
    (row.isOpen((long) n * k / Gate.PRODUCTS) ? simd : scalar)
        .row(n, k, a, aOff, b, bOff, ldb, c, cOff, scratch);
  }
}
