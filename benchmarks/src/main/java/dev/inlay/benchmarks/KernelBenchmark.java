package dev.inlay.benchmarks;

import dev.inlay.graph.Unary;
import dev.inlay.kernel.Kernels;
import dev.inlay.kernel.MatMul;
import dev.inlay.kernel.Scratch;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;

/**
 * The speed of the inner loops on one thread, beside the most that the machine's multiply-add units
 * give: {@code KernelBenchmark [seconds for each number]}. Times are the thread's processor time,
 * and the best of many short runs counts, so that other work on the machine disturbs little.
 */
final class KernelBenchmark {
  /** m, n and k of products: layers of a click model and of a small one, and a square. */
  private static final int[][] SHAPES = {
    {2048, 512, 429}, {2048, 256, 512}, {32, 64, 128}, {1024, 1024, 1024}
  };

  private static final int ELEMENTS = 4096;

  private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

  private final Kernels kernels = Kernels.simd();
  private final long nanos;

  private KernelBenchmark(double seconds) {
    nanos = (long) (seconds * 1e9);
  }

  public static void main(String[] args) {
    var benchmark = new KernelBenchmark(args.length > 0 ? Double.parseDouble(args[0]) : 2);
    System.out.printf(Locale.ROOT, "peak %.1f GFLOP/s%n", Peak.ofOneThread(benchmark.nanos / 1e9));
    for (int[] shape : SHAPES) {
      benchmark.product(shape[0], shape[1], shape[2]);
    }
    benchmark.loops();
  }

  /** The best rate of work, in units a nanosecond. */
  private double best(double work, Runnable run) {
    double best = 0;
    long start = CPU.getCurrentThreadCpuTime();
    for (long before = start; before < start + nanos; ) {
      run.run();
      long now = CPU.getCurrentThreadCpuTime();
      best = Math.max(best, work / (now - before));
      before = now;
    }
    return best;
  }

  private void product(int m, int n, int k) {
    float[] a = new float[m * k];
    float[] b = new float[k * n];
    float[] c = new float[m * n];
    Arrays.fill(a, 0.5f);
    Arrays.fill(b, 0.25f);
    MatMul matMul = kernels.matMul();
    var scratch = new Scratch();
    double flops = 2.0 * m * n * k;
    int runs = (int) Math.max(1, 5e7 / flops);
    System.out.printf("%dx%dx%d", m, n, k);
    for (String form : new String[] {"NN", "TN", "NT"}) {
      boolean left = form.charAt(0) == 'T';
      boolean right = form.charAt(1) == 'T';
      int lda = left ? m : k;
      int ldb = right ? k : n;
      double rate =
          best(
              runs * flops,
              () -> {
                for (int r = 0; r < runs; r++) {
                  matMul.multiply(
                      left, right, m, n, k, a, 0, lda, b, 0, ldb, c, 0, n, false, scratch);
                }
              });
      System.out.printf(Locale.ROOT, "  %s %.1f", form, rate);
    }
    System.out.println(" GFLOP/s");
  }

  private void loops() {
    float[] x = new float[ELEMENTS];
    float[] y = new float[ELEMENTS];
    float[] v = new float[ELEMENTS];
    float[] g = new float[ELEMENTS];
    Arrays.fill(x, 0.5f);
    Arrays.fill(g, 0.01f);
    var updates = kernels.updates();
    for (Unary f : new Unary[] {Unary.RELU, Unary.EXP, Unary.LOG, Unary.TANH, Unary.SIGMOID}) {
      loop(f.name(), () -> kernels.pointwise().unary(f, x, 0, y, 0, ELEMENTS));
    }
    loop("sum", () -> y[0] = kernels.folds().sum(x, 0, ELEMENTS));
    loop("sgd", () -> updates.sgd(x, 0, g, 0, ELEMENTS, 1e-3f));
    loop("adagrad", () -> updates.adagrad(x, 0, v, 0, g, 0, ELEMENTS, 1e-3f, 1e-7f, false));
    loop(
        "adam",
        () -> kernels.moments().adam(x, 0, y, 0, v, 0, g, 0, ELEMENTS, 1e-3f, 0.1f, 1e-3f, 1e-7f));
  }

  private void loop(String name, Runnable run) {
    double rate =
        best(
            10.0 * ELEMENTS,
            () -> {
              for (int r = 0; r < 10; r++) {
                run.run();
              }
            });
    System.out.printf(Locale.ROOT, "%s: %.2f elements/ns%n", name.toLowerCase(Locale.ROOT), rate);
  }
}
