package dev.inlay.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PrefetchTest {
  @Test
  void theSequenceIsTheSame() {
    Dataset data = DatasetTest.numbers(1000).shuffle(100, 3).batch(7);

    assertThat(DatasetTest.walk(data.prefetch(3))).isEqualTo(DatasetTest.walk(data));
  }

  @Test
  void anExceptionArrivesAtItsPlace() {
    var data =
        DatasetTest.numbers(6)
            .batch(2)
            .map(
                batch -> {
                  if (DatasetTest.values(batch).contains(4)) {
                    throw new IllegalArgumentException("rows.csv:5: bad");
                  }
                  return batch;
                })
            .prefetch(2);

    try (var walk = data.iterator()) {
      walk.next();
      walk.next();
      assertThatThrownBy(walk::next)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("rows.csv:5: bad");
      assertThat(walk.hasNext()).isFalse();
    }
  }

  @Test
  void aClosedWalkEndsItsThread() throws InterruptedException {
    var produced = new AtomicInteger();
    try (var walk = counting(produced).iterator()) {
      walk.next();
    }
    awaitStandstill(produced);
  }

  @Test
  void aDroppedWalkEndsItsThread() throws InterruptedException {
    var produced = new AtomicInteger();
    var worker = drop(counting(produced));

    var deadline = Instant.now().plus(Duration.ofSeconds(20));
    while (worker.isAlive() && Instant.now().isBefore(deadline)) {
      System.gc();
      Thread.sleep(20);
    }

    assertThat(worker.isAlive()).isFalse();
  }

  private static Thread drop(Dataset data) {
    var worker = new java.util.concurrent.atomic.AtomicReference<Thread>();
    data.map(
            batch -> {
              worker.set(Thread.currentThread());
              return batch;
            })
        .prefetch(1)
        .iterator()
        .next();
    return worker.get();
  }

  private static Dataset counting(AtomicInteger produced) {
    return DatasetTest.numbers(3)
        .repeat()
        .batch(2)
        .map(
            batch -> {
              produced.incrementAndGet();
              return batch;
            })
        .prefetch(2);
  }

  private static void awaitStandstill(AtomicInteger produced) throws InterruptedException {
    int before = -1;
    for (int i = 0; i < 200 && before != produced.get(); i++) {
      before = produced.get();
      Thread.sleep(20);
    }
    assertThat(produced.get()).isEqualTo(before);
  }
}
