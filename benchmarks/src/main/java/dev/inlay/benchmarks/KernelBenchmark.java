package dev.inlay.benchmarks;

import dev.inlay.graph.Unary;
import dev.inlay.kernel.Kernels;
import dev.inlay.kernel.Scratch;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Loops of the kernels alone, by JMH: {@code benchmarks/run --jmh}. Scores are ns an element. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class KernelBenchmark {
  private static final int ELEMENTS = 4096;

  /** Rows, columns and depth of a product: a small layer's. */
  private static final int M = 32;

  private static final int N = 64;
  private static final int K = 128;

  /** The loops with the Vector API and without. */
  @Param({"simd", "scalar"})
  public String loops = "simd";

  private final float[] x = filled(0.5f);
  private final float[] y = filled(0);
  private final float[] v = filled(0);
  private final float[] g = filled(0.01f);
  private final float[] a = new float[M * K];
  private final float[] b = new float[K * N];
  private final float[] c = new float[M * N];
  private final Scratch scratch = new Scratch();

  private Kernels kernels() {
    return loops.equals("simd") ? Kernels.simd() : Kernels.scalar();
  }

  private static float[] filled(float value) {
    float[] values = new float[ELEMENTS];
    Arrays.fill(values, value);
    return values;
  }

  private float[] unary(Unary function) {
    kernels().pointwise().unary(function, x, 0, y, 0, ELEMENTS);
    return y;
  }

  /** max(x, 0). */
  @Benchmark
  @OperationsPerInvocation(ELEMENTS)
  public float[] relu() {
    return unary(Unary.RELU);
  }

  /** e to the x. */
  @Benchmark
  @OperationsPerInvocation(ELEMENTS)
  public float[] exp() {
    return unary(Unary.EXP);
  }

  /** The natural logarithm. */
  @Benchmark
  @OperationsPerInvocation(ELEMENTS)
  public float[] log() {
    return unary(Unary.LOG);
  }

  /** The hyperbolic tangent. */
  @Benchmark
  @OperationsPerInvocation(ELEMENTS)
  public float[] tanh() {
    return unary(Unary.TANH);
  }

  /** 1 / (1 + e to the -x). */
  @Benchmark
  @OperationsPerInvocation(ELEMENTS)
  public float[] sigmoid() {
    return unary(Unary.SIGMOID);
  }

  /** A sum of all. */
  @Benchmark
  @OperationsPerInvocation(ELEMENTS)
  public float sum() {
    return kernels().folds().sum(x, 0, ELEMENTS);
  }

  /** A step of stochastic gradient descent. */
  @Benchmark
  @OperationsPerInvocation(ELEMENTS)
  public float[] sgd() {
    kernels().updates().sgd(x, 0, g, 0, ELEMENTS, 1e-3f);
    return x;
  }

  /** A step of Adagrad. */
  @Benchmark
  @OperationsPerInvocation(ELEMENTS)
  public float[] adagrad() {
    kernels().updates().adagrad(x, 0, v, 0, g, 0, ELEMENTS, 1e-3f, 1e-7f, false);
    return x;
  }

  /** A step of Adam. */
  @Benchmark
  @OperationsPerInvocation(ELEMENTS)
  public float[] adam() {
    kernels().moments().adam(x, 0, y, 0, v, 0, g, 0, ELEMENTS, 1e-3f, 0.1f, 1e-3f, 1e-7f);
    return x;
  }

  /** A small matrix product, a multiply-add counting as an element. */
  @Benchmark
  @OperationsPerInvocation(M * N * K)
  public float[] product() {
    kernels().matMul().multiply(false, false, M, N, K, a, 0, K, b, 0, N, c, 0, N, false, scratch);
    return c;
  }
}
