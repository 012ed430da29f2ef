package dev.inlay.feature;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.inlay.data.Dataset;
import dev.inlay.data.Vocabulary;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Tensor;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FeatureProfileTest {
  private static NumberSummary summary(float... numbers) {
    var summary = new NumberSummary();
    summary.add(Tensor.of(numbers));
    return summary;
  }

  @Test
  void allFeaturesAreLearnedInOneWalk() {
    var profiles =
        FeatureProfile.of(
            Dataset.of(
                Map.of(
                    "job", Tensor.of("b", "", "a", "b", "c"),
                    "id", Tensor.of(7, 5, -1, 5, 7),
                    "age", Tensor.of(1f, 2f, Float.NaN, 4f, 5f))));

    FeatureProfile job = requireNonNull(profiles.get("job"));
    assertThat(requireNonNull(job.terms()).vocabulary().terms()).containsExactly("b", "a", "c");
    assertThat(job.missing()).isEqualTo(1);
    assertThat(job.numbers()).isNull();
    FeatureProfile id = requireNonNull(profiles.get("id"));
    assertThat(requireNonNull(id.terms()).vocabulary()).isEqualTo(Vocabulary.of(5, 7));
    assertThat(requireNonNull(id.terms()).distinct()).isEqualTo(2);
    FeatureProfile age = requireNonNull(profiles.get("age"));
    assertThat(age.terms()).isNull();
    assertThat(requireNonNull(age.numbers()).mean()).isEqualTo(3);
    assertThat(age.missing()).isEqualTo(1);
    assertThatThrownBy(() -> FeatureProfile.of(Dataset.of(Map.of("a", Tensor.of(1))).repeat()))
        .hasMessageContaining("endless");
  }

  @Test
  void vocabulariesAreCutByCountAndSize() {
    var counts = new TermCounts(DType.STRING);
    counts.add(Tensor.of("x", "y", "x", "z", "y", "x"));
    counts.add(Ragged.of(new String[] {"", "w"}, new String[0]));

    assertThat(counts.vocabulary(2, 10).terms()).containsExactly("x", "y");
    assertThat(counts.vocabulary(1, 3).terms()).containsExactly("x", "y", "");
    assertThat(counts.count("x")).isEqualTo(3);
    assertThat(counts.count("none")).isZero();
    assertThat(counts.total()).isEqualTo(8);
    assertThat(counts.uncertainty()).isZero();
    assertThatThrownBy(() -> counts.vocabulary(9, 1)).hasMessageContaining("came 9 times");
  }

  @Test
  void momentsAreThoseOfAllNumbers() {
    var summary = summary(2, 4, 4, 4, 5, 5, 7, 9, Float.NaN);

    assertThat(summary.mean()).isEqualTo(5);
    assertThat(summary.standardDeviation()).isEqualTo(2);
    assertThat(summary.min()).isEqualTo(2);
    assertThat(summary.max()).isEqualTo(9);
    assertThat(summary.median()).isEqualTo(5);
    assertThat(summary.zScore()).isEqualTo(Normalizer.zScore(5, 2));
    assertThat(summary.minMax()).isEqualTo(Normalizer.minMax(2, 9));
  }

  @Test
  void constantsAndNothing() {
    assertThat(summary(3, 3).zScore().apply(3)).isZero();
    assertThat(summary(3, 3).minMax().apply(3)).isZero();
    assertThat(summary(3e30f).minMax().apply(3e30f)).isZero();
    assertThat(summary(3, 3).boundaries(4)).isEmpty();
    assertThatThrownBy(() -> summary(Float.NaN).mean()).hasMessageContaining("no numbers");
  }

  @Test
  void boundariesFillBucketsEvenly() {
    float[] numbers = new float[100];
    for (int i = 0; i < 100; i++) {
      numbers[(i * 37) % 100] = i;
    }

    assertThat(summary(numbers).boundaries(4)).containsExactly(25, 50, 75);
    assertThat(summary(0, 0, 0, 0, 0, 0, 1, 2).boundaries(4)).containsExactly(1);
  }

  @Test
  void quantilesOfManyNumbersAreThoseOfASample() {
    var random = new SplittableRandom(1);
    var summary = new NumberSummary();
    float[] chunk = new float[10_000];
    for (int i = 0; i < 30; i++) {
      for (int j = 0; j < chunk.length; j++) {
        chunk[j] = (float) random.nextDouble();
      }
      summary.add(Tensor.of(chunk));
    }

    assertThat(summary.count()).isEqualTo(300_000);
    assertThat(summary.median()).isCloseTo(0.5f, within(0.01f));
    assertThat(summary.boundaries(10)[8]).isCloseTo(0.9f, within(0.01f));
    assertThat(summary.standardDeviation()).isCloseTo(Math.sqrt(1 / 12.0), within(1e-3));
  }

  @Test
  void frequentTermsAreRememberedWhateverComesBetween() {
    var counts = new TermCounts(DType.STRING, 100);
    for (int i = 0; i < 1_000; i++) {
      counts.add(Tensor.of("often", "rare " + i, "rarer " + i));
    }

    assertThat(counts.distinct()).isLessThanOrEqualTo(100);
    assertThat(counts.total()).isEqualTo(3_000);
    assertThat(counts.vocabulary(2, 10).terms()).containsExactly("often");
    assertThat(counts.count("often")).isBetween(1_000 - counts.uncertainty(), 1_000L);
    assertThat(counts.uncertainty()).isBetween(1L, 30L);
  }
}
