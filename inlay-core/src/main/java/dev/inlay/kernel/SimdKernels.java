package dev.inlay.kernel;

/** The families in the Vector API; loaded only where that is present. */
final class SimdKernels {
  private SimdKernels() {}

  static Kernels create() {
    return new Kernels(
        "simd",
        new ScalarPointwise(),
        new ScalarFolds(),
        new ScalarLosses(),
        new ScalarLookups(),
        new ScalarUpdates(),
        new ScalarCells(),
        new SimdMatMul());
  }
}
