package dev.inlay.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Windows laid out as rows, and rows added back. */
class PatchesTest {
  @Test
  void unfoldsASequenceWithZerosBeyondItsEdges() {
    var patches = Patches.of(3, 2, 3, 2, 1, 1, 2);
    float[] rows = new float[1 + patches.rows() * patches.rowLength()];
    patches.unfold(new float[] {9, 1, 2, 3, 4, 5, 6}, 1, rows, 1);
    assertThat(rows).containsExactly(0, 0, 0, 1, 2, 3, 4, 3, 4, 5, 6, 0, 0);
  }

  @Test
  void unfoldsAnImageWithGapsInItsWindow() {
    var patches = new Patches(3, 3, 1, 2, 2, 1, 1, 2, 2, 0, 0, 1, 1);
    float[] rows = new float[4];
    patches.unfold(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 0, rows, 0);
    assertThat(rows).containsExactly(1, 3, 7, 9);
  }

  @Test
  void foldingIsTheGradientOfUnfolding() {
    var patches = new Patches(4, 5, 2, 3, 2, 2, 1, 1, 2, 1, 1, 2, 5);
    float[] image = new float[4 * 5 * 2];
    for (int i = 0; i < image.length; i++) {
      image[i] = i + 1;
    }
    float[] rows = new float[patches.rows() * patches.rowLength()];
    patches.unfold(image, 0, rows, 0);
    float[] gradient = new float[rows.length];
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = i % 7 - 3;
    }
    float[] back = new float[image.length];
    patches.fold(gradient, 0, back, 0);
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
