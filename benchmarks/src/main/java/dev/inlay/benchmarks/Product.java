package dev.inlay.benchmarks;

import dev.inlay.kernel.Kernels;
import dev.inlay.kernel.MatMul;
import dev.inlay.kernel.Scratch;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A matrix product alone, {@code C[m, n] = op(A) op(B)} over k.
 *
 * @param form N or T for each of A and B: as it is, or transposed
 * @param threads between which the rows of C are shared out
 */
record Product(int m, int n, int k, String form, int threads) implements Subject {
  /** In the place of an engine: OpenBLAS, called in place of Inlay's kernel. */
  static final String OPENBLAS = "openblas";

  /**
   * Floating point operations of one timed run at least, so that reading the clock costs nothing.
   */
  private static final double RUN = 2e7;

  private static final List<String> FORMS = List.of("NN", "TN", "NT");

  /** Seconds after which a form's loops are compiled. */
  private static final double WARM_UP = 1;

  /**
   * Those of a click model's layers and a square in every form, then small ones and a single row.
   */
  static List<Product> all() {
    int processors = Runtime.getRuntime().availableProcessors();
    Stream<Product> large =
        IntStream.of(1, processors)
            .distinct()
            .boxed()
            .flatMap(
                threads ->
                    FORMS.stream()
                        .flatMap(
                            form ->
                                Stream.of(
                                    new Product(2048, 512, 429, form, threads),
                                    new Product(1024, 1024, 1024, form, threads))));
    Stream<Product> small =
        Stream.of(
            new Product(32, 64, 128, "NN", 1),
            new Product(256, 100, 69, "NN", 1),
            new Product(1, 512, 429, "NN", 1));
    return Stream.concat(large, small).toList();
  }

  /** As a workload is called: {@code G-2048x512x429-nn}, with the threads if there are several. */
  String label() {
    String name = "G-%dx%dx%d-%s".formatted(m, n, k, form.toLowerCase(Locale.ROOT));
    return threads == 1 ? name : name + "-" + threads;
  }

  @Override
  public int numerics() {
    return k;
  }

  @Override
  public int batch() {
    return m;
  }

  @Override
  public long products() {
    return (long) n * k;
  }

  /** What an engine says that is asked to train it. */
  IllegalArgumentException hasNoSteps() {
    return new IllegalArgumentException(label() + " is no model: it has no steps");
  }

  /**
   * GFLOP/s: the best run, as for the multiply-adds that bound it (other work on the machine makes
   * runs slower, never faster), with the spread of all.
   *
   * @param engine Inlay or {@link #OPENBLAS}
   * @param isFirst whether no loop has been compiled yet
   */
  Figure figure(String engine, double seconds, boolean isFirst) {
    if (engine.equals(OPENBLAS)) {
      System.setProperty("inlay.matmul", "blas");
    }
    MatMul matMul = engine.equals(OPENBLAS) ? Kernels.best().matMul() : Kernels.simd().matMul();
    // The loops are compiled before they see large matrices, which take too long until then.
    for (String each : isFirst ? FORMS : List.<String>of()) {
      new Product(52, 104, 64, each, 1).rates(matMul, WARM_UP);
    }
    double[] rates = rates(matMul, seconds);
    return new Figure(
        label(),
        Figure.Unit.FLOPS,
        Figure.quantile(rates, 1),
        Figure.quantile(rates, 0.05),
        Figure.quantile(rates, 0.95));
  }

  private double[] rates(MatMul matMul, double seconds) {
    float[] a = new float[m * k];
    float[] b = new float[k * n];
    float[] c = new float[m * n];
    Arrays.fill(a, 0.5f);
    Arrays.fill(b, 0.25f);
    Scratch[] scratches = Stream.generate(Scratch::new).limit(threads).toArray(Scratch[]::new);
    double flops = 2.0 * m * products();
    int repeats = (int) Math.max(1, RUN / flops);
    DoubleStream.Builder rates = DoubleStream.builder();
    long start = System.nanoTime();
    for (long before = start; before < start + seconds * 1e9; ) {
      for (int r = 0; r < repeats; r++) {
        run(matMul, a, b, c, scratches);
      }
      long now = System.nanoTime();
      rates.add(repeats * flops / (now - before));
      before = now;
    }
    return rates.build().toArray();
  }

  private void run(MatMul matMul, float[] a, float[] b, float[] c, Scratch[] scratches) {
    if (threads == 1) {
      rows(matMul, 0, m, a, b, c, scratches[0]);
    } else {
      IntStream.range(0, threads)
          .parallel()
          .forEach(
              t -> rows(matMul, m * t / threads, m * (t + 1) / threads, a, b, c, scratches[t]));
    }
  }

  private void rows(
      MatMul matMul, int from, int to, float[] a, float[] b, float[] c, Scratch scratch) {
    boolean left = form.charAt(0) == 'T';
    boolean right = form.charAt(1) == 'T';
    int aOff = left ? from : from * k;
    int lda = left ? m : k;
    int ldb = right ? k : n;
    matMul.multiply(
        left, right, to - from, n, k, a, aOff, lda, b, 0, ldb, c, from * n, n, false, scratch);
  }
}
