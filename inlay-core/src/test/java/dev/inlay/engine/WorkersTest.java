package dev.inlay.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void eachPartIsDoneOnce(int threads) {
    Workers workers = Workers.of(threads);
    for (int round = 0; round < 2_000; round++) {
      int parts = round % 23;
      AtomicIntegerArray done = new AtomicIntegerArray(23);
      workers.run(
          parts,
          (part, worker) -> {
            assertThat(worker).isBetween(0, threads - 1);
            done.incrementAndGet(part);
          });
      for (int part = 0; part < 23; part++) {
        assertThat(done.get(part)).isEqualTo(part < parts ? 1 : 0);
      }
    }
  }

  @Test
  void sleepingWorkersWakeUp() {
    Workers workers = Workers.of(3);
    for (int round = 0; round < 20; round++) {
      LockSupport.parkNanos(2_000_000);
      AtomicIntegerArray done = new AtomicIntegerArray(5);
      workers.run(5, (part, _) -> done.incrementAndGet(part));
      assertThat(done).hasToString("[1, 1, 1, 1, 1]");
    }
  }

  @Test
  void littleWorkIsNotHandedToThoseWhoSleep() {
    // So many that some are left for work while loops are rehearsed.
    Workers workers = Workers.of(4);
    workers.threads().forEach(WorkersTest::awaitSleep);
    Set<Thread> who = ConcurrentHashMap.newKeySet();
    Workers.Task task =
        (_, _) -> {
          who.add(Thread.currentThread());
          LockSupport.parkNanos(1_000_000);
        };
    workers.run(50, task, Workers.LITTLE_FOR_SLEEPERS - 1);
    assertThat(who).containsExactly(Thread.currentThread());
    workers.run(50, task, Workers.LITTLE_FOR_SLEEPERS);
    assertThat(who).hasSizeGreaterThan(1);
  }

  private static void awaitSleep(Thread thread) {
    for (int i = 0; i < 100_000 && thread.getState() != Thread.State.WAITING; i++) {
      LockSupport.parkNanos(100_000);
    }
    assertThat(thread.getState()).isEqualTo(Thread.State.WAITING);
  }

  @Test
  void severalCallersAtOnceEachGetTheirParts() throws Exception {
    Workers workers = Workers.of(2);
    try (var callers = Executors.newFixedThreadPool(4)) {
      List<Future<?>> all = new ArrayList<>();
      for (int caller = 0; caller < 4; caller++) {
        all.add(
            callers.submit(
                () -> {
                  for (int round = 0; round < 500; round++) {
                    AtomicIntegerArray done = new AtomicIntegerArray(3);
                    workers.run(3, (part, _) -> done.incrementAndGet(part));
                    assertThat(done).hasToString("[1, 1, 1]");
                  }
                }));
      }
      for (Future<?> caller : all) {
        caller.get();
      }
    }
  }

  @Test
  void whatAPartThrowsComesToTheCaller() {
    Workers workers = Workers.of(3);
    assertThatThrownBy(
            () ->
                workers.run(
                    9,
                    (part, _) -> {
                      if (part == 7) {
                        throw new IllegalStateException("part 7");
                      }
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("part 7");
    AtomicIntegerArray done = new AtomicIntegerArray(4);
    workers.run(4, (part, _) -> done.incrementAndGet(part));
    assertThat(done).hasToString("[1, 1, 1, 1]");
  }

  @Test
  void noWorkersAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Workers.of(0))
        .withMessage("0 workers; it takes one at least");
  }
}
