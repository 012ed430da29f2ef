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
    Moments moments,
    Cells cells,
    Widening widening,
    MatMul matMul) {

  /** The system property that forces one form: {@code scalar} or {@code simd}. */
  public static final String PROPERTY = "inlay.kernels";

  /**
   * The system property that picks the matrix product: {@code simd}, {@code scalar}, {@code blas}.
   */
  public static final String MATMUL_PROPERTY = "inlay.matmul";

  /** The plain loops: the reference, and the way out where the Vector API is absent. */
  public static Kernels scalar() {
    return new Kernels(
        "scalar",
        new ScalarPointwise(),
        new ScalarFolds(),
        new ScalarLosses(),
        new ScalarLookups(),
        new ScalarUpdates(),
        new ScalarMoments(),
        new ScalarCells(),
        new ScalarWidening(),
        new ScalarMatMul());
  }

  /**
   * The loops in the Vector API.
   *
   * @throws IllegalStateException if this JVM runs without it
   */
  public static Kernels simd() {
    if (!hasSimd()) {
      throw new IllegalStateException(
          "SIMD kernels need the Vector API; start Java with --add-modules jdk.incubator.vector");
    }
    return SimdKernels.create();
  }

  /** Whether this JVM runs with the Vector API. */
  public static boolean hasSimd() {
    return ModuleLayer.boot()
        .findModule("jdk.incubator.vector")
        .map(Kernels.class.getModule()::canRead)
        .orElse(false);
  }

  /**
   * The fastest that this JVM can run, or what the {@link #PROPERTY} says; always the same. Loops
   * in vectors, which are slow at first, are rehearsed in the background when they are first used,
   * and scalar ones do their work meanwhile.
   */
  public static Kernels best() {
    return Best.KERNELS;
  }

  /** Whether loops of {@link #best} are being rehearsed, which keeps two processors busy. */
  public static boolean areWarmingUp() {
    return Best.WARMUP.isBusy();
  }

  /**
   * Says that steps are to come, as well as the caller knows. Until the job is closed, a loop of
   * {@link #best} is rehearsed only if it would work for longer in them than the JIT at its twin: a
   * short job ends sooner in plain loops, and a long one begins at once with those in vectors. Jobs
   * may be open within others, and at the same time.
   *
   * @param steps how many; below 0 if nobody knows, as if there were no job
   */
  public static Job job(long steps) {
    return outlook().begin(steps);
  }

  /** What {@link #best} is told of the steps to come. */
  static Outlook outlook() {
    return Best.WARMUP.outlook();
  }

  private static final class Best {
    static final Warmup WARMUP = new Warmup();
    static final Kernels KERNELS = withMatMul(families());

    private static Kernels families() {
      return switch (System.getProperty(PROPERTY)) {
        case null -> hasSimd() ? gated(simd()) : scalar();
        case "simd" -> simd();
        case "scalar" -> scalar();
        case String other ->
            throw new IllegalArgumentException(
                "system property %s=%s; wanted scalar or simd".formatted(PROPERTY, other));
      };
    }

    private static Kernels withMatMul(Kernels k) {
      MatMul matMul =
          switch (System.getProperty(MATMUL_PROPERTY)) {
            case null -> k.matMul;
            case "simd" -> simd().matMul;
            case "scalar" -> scalar().matMul;
            case "blas" -> OpenBlas.load();
            case String other ->
                throw new IllegalArgumentException(
                    "system property %s=%s; wanted simd, scalar or blas"
                        .formatted(MATMUL_PROPERTY, other));
          };
      return new Kernels(
          k.name,
          k.pointwise,
          k.folds,
          k.losses,
          k.lookups,
          k.updates,
          k.moments,
          k.cells,
          k.widening,
          matMul);
    }

    private static Kernels gated(Kernels simd) {
      return new Kernels(
          "simd",
          new GatedPointwise(simd.pointwise, WARMUP),
          new GatedFolds(simd.folds, WARMUP),
          new GatedLosses(simd.losses, WARMUP),
          new GatedLookups(simd.lookups, WARMUP),
          new GatedUpdates(simd.updates, WARMUP),
          new GatedMoments(simd.moments, WARMUP),
          new GatedCells(simd.cells, WARMUP),
          new GatedWidening(simd.widening, WARMUP),
          new GatedMatMul(simd.matMul, WARMUP));
    }
  }
}
