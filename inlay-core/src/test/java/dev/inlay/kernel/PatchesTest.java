package dev.inlay.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.kernel.Patches.Axis;
import org.junit.jupiter.api.Test;

/** Windows laid out as rows, and rows added back. */
class PatchesTest {
  @Test
  void unfoldsASequenceWithZerosBeyondItsEdges() {
    var patches = new Patches(Axis.NONE, Axis.NONE, new Axis(3, 3, 2, 1, 1, 2), 2, 2);
    float[] images = {9, 1, 2, 3, 4, 5, 6};
    float[] rows = new float[13];
    patches.unfold(images, 1, 0, 2, rows, 1);
    assertThat(rows).containsExactly(0, 0, 0, 1, 2, 3, 4, 3, 4, 5, 6, 0, 0);
    assertThat(patches.isIdentity()).isFalse();
  }

  @Test
  void unfoldsAnImageWithGapsInItsWindow() {
    var axis = new Axis(3, 2, 1, 2, 0, 1);
    var patches = new Patches(Axis.NONE, axis, axis, 1, 1);
    float[] rows = new float[4];
    patches.unfold(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 0, 0, 1, rows, 0);
    assertThat(rows).containsExactly(1, 3, 7, 9);
  }

  @Test
  void countsWindowsThroughAllImages() {
    // Two sequences of two pixels, of which the second of two channels is taken.
    var patches = new Patches(Axis.NONE, Axis.NONE, new Axis(2, 2, 1, 1, 0, 1), 1, 2);
    float[] images = {1, 2, 3, 4, 5, 6, 7, 8};
    float[] rows = new float[2];
    patches.unfold(images, 1, 1, 1, rows, 0);
    assertThat(rows).containsExactly(6, 8);
    patches.fold(rows, 0, 1, 1, images, 1);
    assertThat(images).containsExactly(1, 2, 3, 4, 5, 12, 7, 16);
  }

  @Test
  void foldingIsTheGradientOfUnfolding() {
    check(new Patches(Axis.NONE, new Axis(4, 3, 2, 1, 1, 2), new Axis(5, 2, 1, 2, 1, 5), 2, 2));
    check(
        new Patches(
            new Axis(3, 2, 1, 1, 0, 2),
            new Axis(4, 3, 2, 1, 1, 2),
            new Axis(5, 3, 1, 1, 1, 5),
            2,
            2));
  }

  private static void check(Patches patches) {
    int images = 2;
    float[] image = new float[images * patches.imageSize()];
    for (int i = 0; i < image.length; i++) {
      image[i] = i % 23 + 1;
    }
    int count = images * patches.rows();
    float[] rows = new float[count * patches.rowLength()];
    patches.unfold(image, 0, 0, count, rows, 0);
    float[] gradient = new float[rows.length];
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = i % 7 - 3;
    }
    float[] back = new float[image.length];
    patches.fold(gradient, 0, 0, count, back, 0);
    assertThat(dot(rows, gradient)).isNotZero().isEqualTo(dot(image, back));
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
