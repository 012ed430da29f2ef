package dev.inlay.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.benchmarks.Figure.Unit;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitsTest {
  @Test
  void areTheMostThatWasSeen() {
    Workload workload = Workloads.named("I-one");
    Limits limits =
        Limits.of(List.of(Figure.of(Limits.READ, Unit.ROW_TIME, 20)))
            .or(Limits.of(List.of(Figure.of(Limits.READ, Unit.ROW_TIME, 16))));
    assertThat(limits.of(workload)).contains(Figure.of("I-one", Unit.ROW_TIME, 16));
    assertThat(Limits.bound(workload)).isTrue();
    assertThat(Limits.UNKNOWN.of(workload)).isEmpty();
    assertThat(Limits.bound(Workloads.named("CENSUS"))).isFalse();
  }
}
