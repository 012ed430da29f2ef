package dev.inlay.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.inlay.tensor.CounterRandom;
import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Layers that disturb values in training, and only then. */
class NoiseLayersTest {
  private static final Tensor NORMAL = normal(20, 30, 40);

  private static Tensor normal(int... dims) {
    Shape shape = Shape.of(dims);
    float[] data = new float[shape.intSize()];
    for (int i = 0; i < data.length; i++) {
      data[i] = CounterRandom.normal(3, i);
    }
    return Tensor.of(shape, data);
  }

  private static float[] trained(Layer layer, Tensor x) {
    return new Traced(layer, x).training(true).run().output().toFloats().data();
  }

  private static Tensor ones(int... dims) {
    Tensor.FloatTensor ones = Tensor.zeros(Shape.of(dims));
    Arrays.fill(ones.data(), 1);
    return ones;
  }

  private record Moments(double mean, double variance) {
    static Moments of(float[] values) {
      double sum = 0;
      double squares = 0;
      for (float v : values) {
        sum += v;
        squares += (double) v * v;
      }
      double mean = sum / values.length;
      return new Moments(mean, squares / values.length - mean * mean);
    }
  }

  @Test
  void nothingHappensOutsideOfTraining() {
    for (Layer layer :
        List.of(
            AlphaDropout.of(0.5),
            GaussianDropout.of(0.5),
            GaussianNoise.of(0.5),
            SpatialDropout1D.of(0.5))) {
      assertThat(new Traced(layer, NORMAL).run().output()).as("%s", layer).isEqualTo(NORMAL);
    }
  }

  @Test
  void spatialDropoutDropsAChannelAtAllSteps() {
    float[] out = trained(SpatialDropout1D.of(0.5), ones(20, 30, 40));
    int dropped = 0;
    for (int row = 0; row < 20; row++) {
      for (int channel = 0; channel < 40; channel++) {
        float first = out[row * 1200 + channel];
        assertThat(first).isIn(0f, 2f);
        dropped += first == 0 ? 1 : 0;
        for (int step = 1; step < 30; step++) {
          assertThat(out[row * 1200 + step * 40 + channel]).isEqualTo(first);
        }
      }
    }
    assertThat(dropped).isBetween(330, 470);
  }

  @Test
  void aNoiseShapeSaysWhatIsDroppedTogether() {
    float[] out = trained(Dropout.of(0.5).withNoiseShape(-1, 1), ones(200, 5));
    for (int i = 0; i < out.length; i++) {
      assertThat(out[i]).isEqualTo(out[i / 5 * 5]);
    }
    assertThat(Moments.of(out).mean()).isCloseTo(1, within(0.2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trained(Dropout.of(0.5).withNoiseShape(-1, 3), ones(2, 5)))
        .withMessageContaining("noise of shape [-1, 3]");
  }

  @Test
  void aRateOfOneLeavesNothing() {
    assertThat(trained(Dropout.of(1), ones(2, 3))).containsOnly(0);
  }

  @Test
  void alphaDropoutKeepsMeanAndVariance() {
    var moments = Moments.of(trained(AlphaDropout.of(0.3), NORMAL));
    assertThat(moments.mean()).isCloseTo(0, within(0.03));
    assertThat(moments.variance()).isCloseTo(1, within(0.03));
  }

  @Test
  void gaussianDropoutMultipliesByNumbersOfMeanOne() {
    var moments = Moments.of(trained(GaussianDropout.of(0.2), ones(100, 200)));
    assertThat(moments.mean()).isCloseTo(1, within(0.02));
    assertThat(moments.variance()).isCloseTo(0.25, within(0.02));
  }

  @Test
  void gaussianNoiseAddsNumbersOfMeanZero() {
    var moments = Moments.of(trained(GaussianNoise.of(0.5), ones(100, 200)));
    assertThat(moments.mean()).isCloseTo(1, within(0.02));
    assertThat(moments.variance()).isCloseTo(0.25, within(0.02));
  }

  @Test
  void activityRegularizationAddsItsPenaltyForEachRow() {
    var traced = new Traced(ActivityRegularization.of(0.5, 0.25), ones(4, 3)).training(true);
    Tensor zeros = Tensor.zeros(Shape.of(4, 3));
    assertThat(traced.loss(List.of(zeros))).isCloseTo((0.5 + 0.25) * 3, within(1e-6));
  }
}
