package dev.inlay.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.inlay.layer.Activations;
import dev.inlay.layer.Dense;
import dev.inlay.layer.Embedding;
import dev.inlay.layer.Flatten;
import dev.inlay.layer.Input;
import dev.inlay.tensor.DType;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Tensor.IntTensor;
import dev.inlay.train.Adam;
import dev.inlay.train.Loss;
import dev.inlay.train.Profile;
import dev.inlay.train.Profiler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProfilerTest {
  private static final int ROWS = 320;

  private final List<Profile> told = new ArrayList<>();

  private static Model model() {
    Model model =
        Sequential.of(
            Input.of("id", DType.INT32, 1),
            Embedding.of(50, 8),
            Flatten.of(),
            Dense.of(16, Activations.RELU).named("hidden"),
            Dense.of(1));
    model.compile(Adam.of(), Loss.MEAN_SQUARED_ERROR);
    return model;
  }

  private static IntTensor ids() {
    int[] ids = new int[ROWS];
    Arrays.setAll(ids, i -> i % 50);
    return Tensor.of(Shape.of(ROWS, 1), ids);
  }

  private static FloatTensor labels() {
    return Tensor.of(Shape.of(ROWS, 1), new float[ROWS]);
  }

  @Test
  void saysWhatEachPartOfAStepHasTaken() {
    model().fit(ids(), labels(), Fit.epochs(2).withCallbacks(Profiler.of(told::add)));
    Profile profile = told.getFirst();
    assertThat(told).hasSize(1);
    assertThat(profile.steps()).isEqualTo(2 * ROWS / 32);
    assertThat(profile.seconds())
        .containsKeys("encode", "waiting")
        .hasEntrySatisfying("gather", s -> assertThat(s).isPositive())
        .hasEntrySatisfying("forward", s -> assertThat(s).isPositive())
        .hasEntrySatisfying("backward", s -> assertThat(s).isPositive())
        .hasEntrySatisfying("dense update", s -> assertThat(s).isPositive())
        .hasEntrySatisfying("row update", s -> assertThat(s).isPositive());
  }

  @Test
  void partsAddUpToNoMoreThanTheTimeThatHasPassed() {
    Model model = model();
    long start = System.nanoTime();
    model.fit(ids(), labels(), Fit.epochs(2).withCallbacks(Profiler.of(told::add)));
    double passed = (System.nanoTime() - start) / 1e9;
    Profile profile = told.getFirst();
    assertThat(profile.total()).isPositive().isLessThanOrEqualTo(passed);
    assertThat(profile.seconds().values().stream().mapToDouble(s -> s).sum())
        .isCloseTo(profile.total(), within(1e-9));
  }

  @Test
  void namesTheLayers() {
    model().fit(ids(), labels(), Fit.epochs(1).withCallbacks(Profiler.of(told::add)));
    assertThat(told.getFirst().entries())
        .extracting(Profile.Entry::layer, Profile.Entry::part)
        .contains(
            tuple("embedding", "gather"),
            tuple("embedding", "row update"),
            tuple("hidden", "forward"),
            tuple("hidden", "backward"),
            tuple("hidden", "dense update"));
    assertThat(told.getFirst().toString()).contains("hidden", "embedding", "ms each");
  }

  @Test
  void leavesFirstStepsOut() {
    model().fit(ids(), labels(), Fit.epochs(1).withCallbacks(Profiler.of(told::add).withWarmUp(7)));
    assertThat(told.getFirst().steps()).isEqualTo(3);
  }

  @Test
  void aProfiledStepMovesWeightsLikeAnyOther() {
    Model profiled = model();
    Model plain = model();
    profiled.fit(ids(), labels(), Fit.epochs(2).withCallbacks(Profiler.of(told::add)));
    plain.fit(ids(), labels(), Fit.epochs(2));
    assertThat(profiled.weight("hidden/kernel")).isEqualTo(plain.weight("hidden/kernel"));
  }

  @Test
  void profilesOfFurtherStepsAreAdded() {
    Profile first = new Profile(2, List.of(new Profile.Entry("forward", "dense", 1)));
    Profile second =
        new Profile(
            3,
            List.of(
                new Profile.Entry("forward", "dense", 0.5),
                new Profile.Entry("backward", "dense", 2)));
    assertThat(first.and(second))
        .isEqualTo(
            new Profile(
                5,
                List.of(
                    new Profile.Entry("forward", "dense", 1.5),
                    new Profile.Entry("backward", "dense", 2))));
  }
}
