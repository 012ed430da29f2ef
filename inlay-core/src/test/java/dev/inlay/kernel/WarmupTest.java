package dev.inlay.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.inlay.graph.Unary;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Loops in vectors come into use once they are warm, and nobody can tell by the numbers. */
class WarmupTest {
  @Test
  void rehearsesALoopOnceHoweverManyAsk() throws InterruptedException {
    var warmup = new Warmup();
    var runs = new AtomicInteger();
    var hold = new CountDownLatch(1);
    hold(warmup, hold);
    var gate = new Gate(warmup, (_, _) -> runs.incrementAndGet());
    assertThat(gate.isOpen(Gate.WORTH)).isFalse();
    assertThat(gate.isOpen(Gate.WORTH)).isFalse();
    hold.countDown();
    await(gate);
    int rehearsed = runs.get();
    assertThat(rehearsed).isPositive();
    assertThat(gate.isOpen(Gate.WORTH)).isTrue();
    await(new Gate(warmup, (_, _) -> {}));
    assertThat(runs).hasValue(rehearsed);
  }

  @Test
  void rehearsesALoopOnlyWhenItsTwinHasWorkedForAWhile() throws InterruptedException {
    var warmup = new Warmup();
    var runs = new AtomicInteger();
    var gate = new Gate(warmup, (_, _) -> runs.incrementAndGet());
    for (int call = 0; call < 100; call++) {
      assertThat(gate.isOpen(Gate.WORTH / 200)).isFalse();
    }
    await(new Gate(warmup, (_, _) -> {}));
    assertThat(runs).hasValue(0);
    await(gate);
    assertThat(runs.get()).isPositive();
  }

  @Test
  void rehearsesALoopForWhatIsToCome() throws InterruptedException {
    var warmup = new Warmup();
    var runs = new AtomicInteger();
    var gate = new Gate(warmup, (_, _) -> runs.incrementAndGet());
    try (Job _ = warmup.outlook().begin(2)) {
      assertThat(gate.isOpen(Gate.WORTH)).isFalse();
      await(new Gate(warmup, (_, _) -> {}));
      assertThat(runs).hasValue(0);
    }
    try (Job _ = warmup.outlook().begin(Outlook.PRICE)) {
      assertThat(gate.isOpen(1)).isFalse();
      await(new Gate(warmup, (_, _) -> {}));
      assertThat(runs.get()).isPositive();
    }
  }

  /** Asks for a rehearsal that does not end, nor let others begin, before it is let go. */
  private static void hold(Warmup warmup, CountDownLatch until) {
    new Gate(
            warmup,
            (_, _) -> {
              try {
                until.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            })
        .isOpen(Gate.WORTH);
  }

  private static void await(Gate gate) throws InterruptedException {
    for (int i = 0; i < 1_000 && !gate.isOpen(Outlook.PRICE); i++) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    assertThat(gate.isOpen(Outlook.PRICE)).isTrue();
  }

  @Test
  void usesScalarLoopsUntilTheGateOpens() throws InterruptedException {
    assumeTrue(Kernels.hasSimd(), "no Vector API");
    var warmup = new Warmup();
    var hold = new CountDownLatch(1);
    hold(warmup, hold);
    var pointwise = new GatedPointwise(Kernels.simd().pointwise(), warmup);
    float[] x = {-1, 0.5f, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17};
    float[] cold = new float[x.length];
    float[] warm = new float[x.length];
    for (long done = 0; done < Gate.WORTH; done += x.length) {
      pointwise.unary(Unary.TANH, x, 0, cold, 0, x.length);
    }
    hold.countDown();
    await(new Gate(warmup, (_, _) -> {}));
    pointwise.unary(Unary.TANH, x, 0, warm, 0, x.length);
    assertThat(warm).isEqualTo(cold);
  }
}
