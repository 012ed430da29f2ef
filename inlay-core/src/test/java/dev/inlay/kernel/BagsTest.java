package dev.inlay.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.inlay.graph.Combiner;
import dev.inlay.graph.Lookup;
import dev.inlay.tensor.Table;
import org.junit.jupiter.api.Test;

/** What each entry of a bag counts with. */
class BagsTest {
  private static final int[] IDS = {0, 1, -1, 1, 0};
  private static final int[] SPLITS = {0, 3, 3, 5};
  private static final float[] WEIGHTS = {3, 4, 5, -1, 2};

  private final Table table = new Table(2, 2);

  private float[] factors(Combiner combiner, boolean weighted, float maxNorm) {
    System.arraycopy(new float[] {3, 4, 0, 1}, 0, table.array(), 0, 4);
    float[] factors = new float[IDS.length];
    Bags.factors(
        new Lookup.Bag(combiner, weighted, maxNorm),
        table,
        IDS,
        SPLITS,
        weighted ? WEIGHTS : null,
        0,
        3,
        factors);
    return factors;
  }

  @Test
  void sumsKeepNegativeWeights() {
    assertThat(factors(Combiner.SUM, true, Float.POSITIVE_INFINITY))
        .containsExactly(3, 4, 0, -1, 2);
  }

  @Test
  void meansLeaveThemOut() {
    assertThat(factors(Combiner.MEAN, true, Float.POSITIVE_INFINITY))
        .containsExactly(new float[] {3 / 7f, 4 / 7f, 0, 0, 1}, within(1e-6f));
    assertThat(factors(Combiner.SQRTN, true, Float.POSITIVE_INFINITY))
        .containsExactly(new float[] {0.6f, 0.8f, 0, 0, 1}, within(1e-6f));
  }

  @Test
  void longRowsAreShortened() {
    assertThat(factors(Combiner.SUM, false, 2.5f)).containsExactly(0.5f, 1, 0, 1, 0.5f);
  }
}
