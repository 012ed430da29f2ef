package dev.inlay.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;

/**
 * The most that the machine gives: its multiply-add units, in GFLOP/s, and its memory. Neither
 * engine nor library can pass it.
 */
final class Peak {
  private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

  /** Multiply-adds of one short run. */
  private static final int STEPS = 100_000;

  /** Floating point operations of one short run. */
  private static final double WORK = 2.0 * 12 * FloatVector.SPECIES_PREFERRED.length() * STEPS;

  private Peak() {}

  /** One thread's best short run, by its processor time. */
  static double ofOneThread(double seconds) {
    double best = 0;
    float sink = 0;
    long start = CPU.getCurrentThreadCpuTime();
    for (long before = start; before < start + seconds * 1e9; ) {
      sink += fma(STEPS);
      long now = CPU.getCurrentThreadCpuTime();
      best = Math.max(best, WORK / (now - before));
      before = now;
    }
    return Float.isNaN(sink) ? Double.NaN : best;
  }

  /** All processors at once, in elapsed time: the best tenth of a second. */
  static double ofAllThreads(double seconds) {
    ofOneThread(0.5);
    int threads = Runtime.getRuntime().availableProcessors();
    int runs = (int) Math.max(1, ofOneThread(0.5) * 1e8 / WORK);
    double best = 0;
    long start = System.nanoTime();
    for (long before = start; before < start + seconds * 1e9; ) {
      IntStream.range(0, threads)
          .parallel()
          .forEach(
              _ -> {
                for (int r = 0; r < runs; r++) {
                  if (Float.isNaN(fma(STEPS))) {
                    throw new IllegalStateException("multiply-adds of ones gave NaN");
                  }
                }
              });
      long now = System.nanoTime();
      best = Math.max(best, threads * runs * WORK / (now - before));
      before = now;
    }
    return best;
  }

  /** How long one thread takes to read so many floats again and again: half of the times. */
  static double microsToRead(int floats, double seconds) {
    float[] weights = new float[floats];
    double[] micros = new double[10_000];
    float sink = 0;
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < 3 * seconds * 1e9) {
      for (int i = 0; i < micros.length; i++) {
        long start = System.nanoTime();
        sink += sum(weights);
        micros[i] = (System.nanoTime() - start) / 1e3;
      }
    }
    Arrays.sort(micros);
    return Float.isNaN(sink) ? Double.NaN : micros[micros.length / 2];
  }

  private static float sum(float[] x) {
    var species = FloatVector.SPECIES_PREFERRED;
    int width = species.length();
    var a = FloatVector.zero(species);
    var b = a;
    var c = a;
    var d = a;
    for (int i = 0; i <= x.length - 4 * width; i += 4 * width) {
      a = a.add(FloatVector.fromArray(species, x, i));
      b = b.add(FloatVector.fromArray(species, x, i + width));
      c = c.add(FloatVector.fromArray(species, x, i + 2 * width));
      d = d.add(FloatVector.fromArray(species, x, i + 3 * width));
    }
    return a.add(b).add(c).add(d).lane(0);
  }

  /** Twelve chains of fused multiply-adds: enough to hide their latency. */
  private static float fma(int steps) {
    var x = FloatVector.broadcast(FloatVector.SPECIES_PREFERRED, 0.999f);
    var a = x;
    var b = x;
    var c = x;
    var d = x;
    var e = x;
    var f = x;
    var g = x;
    var h = x;
    var i = x;
    var j = x;
    var k = x;
    var l = x;
    for (int s = 0; s < steps; s++) {
      a = a.fma(x, x);
      b = b.fma(x, x);
      c = c.fma(x, x);
      d = d.fma(x, x);
      e = e.fma(x, x);
      f = f.fma(x, x);
      g = g.fma(x, x);
      h = h.fma(x, x);
      i = i.fma(x, x);
      j = j.fma(x, x);
      k = k.fma(x, x);
      l = l.fma(x, x);
    }
    var sum = a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).add(i).add(j).add(k).add(l);
    return sum.lane(0);
  }
}
