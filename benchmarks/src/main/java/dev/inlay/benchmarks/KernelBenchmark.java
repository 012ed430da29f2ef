package dev.inlay.benchmarks;

import dev.inlay.graph.Unary;
import dev.inlay.kernel.Kernels;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;

/**
 * The speed of elementwise loops and folds on one thread: {@code KernelBenchmark [seconds for each
 * number]}. Times are the thread's processor time, and the best of many short runs counts, so that
 * other work on the machine disturbs little.
 */
final class KernelBenchmark {
  private static final int ELEMENTS = 4096;

  private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

  private final Kernels kernels = Kernels.simd();
  private final long nanos;

  private KernelBenchmark(double seconds) {
    nanos = (long) (seconds * 1e9);
  }

  public static void main(String[] args) {
    var benchmark = new KernelBenchmark(args.length > 0 ? Double.parseDouble(args[0]) : 2);
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
