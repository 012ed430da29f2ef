package dev.inlay.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class OrderedTest {
  private static final List<Integer> HUNDRED = IntStream.range(0, 100).boxed().toList();

  private static Supplier<@Nullable Integer> source(List<Integer> elements) {
    Iterator<Integer> iterator = elements.iterator();
    return () -> iterator.hasNext() ? iterator.next() : null;
  }

  private static List<Integer> rest(Ordered<Integer, Integer> ordered) {
    List<Integer> results = new ArrayList<>();
    for (Integer result = ordered.next(); result != null; result = ordered.next()) {
      results.add(result);
    }
    return results;
  }

  @Test
  void resultsComeInTheOrderOfTheirElements() {
    Function<Integer, Integer> slowAtTimes =
        n -> {
          for (int i = 0; i < (n % 7) * 10_000; i++) {
            Thread.onSpinWait();
          }
          return -n;
        };
    assertThat(rest(new Ordered<>(source(HUNDRED), slowAtTimes)))
        .isEqualTo(HUNDRED.stream().map(n -> -n).toList());
  }

  @Test
  @Timeout(20)
  void whoeverAsksWorksWhileThePoolIsBusy() {
    var done = new CountDownLatch(1);
    try {
      for (int i = 0; i < ForkJoinPool.getCommonPoolParallelism(); i++) {
        ForkJoinPool.commonPool()
            .execute(
                () -> {
                  try {
                    done.await();
                  } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                  }
                });
      }
      assertThat(rest(new Ordered<>(source(HUNDRED), n -> n))).isEqualTo(HUNDRED);
    } finally {
      done.countDown();
    }
  }

  @Test
  void anErrorComesAtItsPlace() {
    var ordered = new Ordered<Integer, Integer>(source(HUNDRED), n -> 60 / (n - 3));
    assertThat(ordered.next()).isEqualTo(-20);
    assertThat(ordered.next()).isEqualTo(-30);
    assertThat(ordered.next()).isEqualTo(-60);
    assertThatThrownBy(ordered::next).isInstanceOf(ArithmeticException.class);
    assertThat(ordered.next()).isEqualTo(60);
  }
}
