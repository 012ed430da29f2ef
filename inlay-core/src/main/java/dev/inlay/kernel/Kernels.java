package dev.inlay.kernel;

/**
 * The families of loops, in one of their forms.
 *
 * @param name what they are built of: {@code scalar} or {@code simd}
 */
public record Kernels(
    String name,
    Pointwise pointwise,
    Folds folds,
    Losses losses,
    Lookups lookups,
    Updates updates,
    Cells cells,
    MatMul matMul) {

  /** The plain loops: the reference, and the way out where the Vector API is absent. */
  public static Kernels scalar() {
    return new Kernels(
        "scalar",
        new ScalarPointwise(),
        new ScalarFolds(),
        new ScalarLosses(),
        new ScalarLookups(),
        new ScalarUpdates(),
        new ScalarCells(),
        new ScalarMatMul());
  }

  /** The fastest that this JVM can run. */
  public static Kernels best() {
    return scalar();
  }
}
