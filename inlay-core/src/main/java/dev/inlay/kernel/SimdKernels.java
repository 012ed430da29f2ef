package dev.inlay.kernel;

/** The families in the Vector API; loaded only where that is present. */
final class SimdKernels {
  private SimdKernels() {}

  static Kernels create() {
    var pointwise = new SimdPointwise();
    var folds = new SimdFolds(pointwise);
    return new Kernels(
        "simd",
        pointwise,
        folds,
        new SimdLosses(pointwise, folds),
        new SimdLookups(),
        new SimdUpdates(),
        new SimdMoments(),
        new SimdCells(pointwise),
        new SimdWidening(),
        new SimdMatMul());
  }
}
