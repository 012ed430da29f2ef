package dev.inlay.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.LongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CounterRandomTest {
  private static final int N = 200_000;

  /** The first numbers of java.util.SplittableRandom, which is SplitMix64, from the same seed. */
  @Test
  void isSplitMix64() {
    var reference = new java.util.SplittableRandom(42);
    for (int i = 0; i < 100; i++) {
      assertThat(CounterRandom.bits(42, i)).isEqualTo(reference.nextLong());
    }
  }

  @Test
  void uniformNumbersFillTheUnitIntervalEvenly() {
    int[] counts = new int[20];
    for (int i = 0; i < N; i++) {
      float u = CounterRandom.uniform(CounterRandom.seed(1, 2), i);
      assertThat(u).isBetween(0f, Math.nextDown(1f));
      counts[(int) (u * counts.length)]++;
    }
    // Five deviations of a count.
    for (int count : counts) {
      assertThat(count).isCloseTo(N / counts.length, within(490));
    }
  }

  @Test
  void normalNumbersHaveTheMomentsOfTheNormalDistribution() {
    long seed = CounterRandom.seed(7, 0);
    LongFunction<Double> moment =
        k ->
            IntStream.range(0, N)
                .mapToDouble(i -> Math.pow(CounterRandom.normal(seed, i), k))
                .average()
                .getAsDouble();
    assertThat(moment.apply(1)).isCloseTo(0, within(0.012));
    assertThat(moment.apply(2)).isCloseTo(1, within(0.017));
    assertThat(moment.apply(3)).isCloseTo(0, within(0.045));
    assertThat(moment.apply(4)).isCloseTo(3, within(0.12));
  }

  @Test
  void streamsOfAKeyAndKeysOfAStreamAreUnrelated() {
    for (long other : new long[] {CounterRandom.seed(1, 1), CounterRandom.seed(2, 0)}) {
      long seed = CounterRandom.seed(1, 0);
      double covariance =
          LongStream.range(0, N)
              .mapToDouble(
                  i ->
                      (CounterRandom.uniform(seed, i) - 0.5)
                          * (CounterRandom.uniform(other, i) - 0.5))
              .average()
              .getAsDouble();
      assertThat(covariance).isCloseTo(0, within(0.001));
    }
  }
}
