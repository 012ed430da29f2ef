package dev.inlay.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class WorkloadsTest {
  @Test
  void haveDifferentNames() {
    assertThat(Workloads.all()).extracting(Workload::name).doesNotHaveDuplicates();
  }

  @Test
  void areNamedOneByOneOrByWhatTheyBeginWith() {
    assertThat(Workloads.named(List.of("C2"))).extracting(Workload::name).containsExactly("C2");
    assertThat(Workloads.named(List.of("I")))
        .extracting(Workload::name)
        .containsExactly("I-one", "I-one-int8", "I-batch", "I-threads");
    assertThatThrownBy(() -> Workloads.named(List.of("C9"))).hasMessageContaining("no workload");
  }

  @Test
  void sizesOfOneModelShareAProcess() {
    assertThat(Workloads.named(List.of("C2-width", "C2-batch", "L-gru", "V-1e5-dense", "G")))
        .extracting(Workload::group)
        .containsOnly("C2-width", "C2-batch", "L-gru", "V", "G");
    assertThat(Workloads.named(List.of("S2", "S2-exact", "S3", "C1", "C2", "V-flat", "T", "I")))
        .allMatch(Workload::hasOwnProcess);
  }

  @Test
  void targetsAreOnFiguresThatThereAre() {
    assertThat(Target.all())
        .allSatisfy(
            target ->
                assertThat(Workloads.all())
                    .anyMatch(
                        w ->
                            target.what().equals(w.name())
                                || target.what().startsWith(w.name() + "-")));
  }
}
