package dev.inlay.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MultiOptimizerTest {
  private static final Optimizer SGD = Sgd.of(0.5f);
  private static final Optimizer ADAM = Adam.of();

  @Test
  void aPathComesBeforePatternsAndThoseBeforeTheRest() {
    var several = MultiOptimizer.of(SGD).with("encoder/.*", ADAM).with("encoder/out", SGD);
    assertThat(several.of("encoder/a/kernel")).isEqualTo(ADAM);
    assertThat(several.of("encoder/out")).isEqualTo(SGD);
    assertThat(several.of("the/encoder/a")).isEqualTo(SGD);
  }

  @Test
  void aWeightThatSuitsTwoPatternsIsNamed() {
    var several = MultiOptimizer.of(SGD).with("a.*", ADAM).with(".*b", SGD);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> several.of("ab"))
        .withMessageContaining("\"ab\"")
        .withMessageContaining("a.*");
  }

  @Test
  void whatHasNoMeaningForSeveralIsRefused() {
    var several = MultiOptimizer.of(SGD).with("a", ADAM);
    assertThatIllegalArgumentException().isThrownBy(() -> several.with("a", SGD));
    assertThatIllegalArgumentException().isThrownBy(() -> MultiOptimizer.of(several));
    assertThatThrownBy(several::learningRate).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void whatIsSaidOfAllIsSaidOfEach() {
    var several =
        MultiOptimizer.of(SGD).with("a", ADAM).withRows(Rows.LAZY).withLearningRate(0.25f);
    assertThat(((MultiOptimizer) several).of("a")).isEqualTo(Adam.of(0.25f).withRows(Rows.LAZY));
    assertThat(((MultiOptimizer) several).of("b")).isEqualTo(Sgd.of(0.25f).withRows(Rows.LAZY));
  }
}
