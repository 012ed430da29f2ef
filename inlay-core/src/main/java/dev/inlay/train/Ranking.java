package dev.inlay.train;

/** Which of a row's numbers are largest. */
final class Ranking {
  private Ranking() {}

  /** The place of the largest of n numbers, the first of equal ones, counted from 0. */
  static int largest(float[] values, int from, int n) {
    int best = 0;
    for (int i = 1; i < n; i++) {
      if (values[from + i] > values[from + best]) {
        best = i;
      }
    }
    return best;
  }

  /** Whether a number is one of the k largest, of equal ones the first. */
  static boolean isTop(int k, float[] values, int from, int n, int place) {
    int before = 0;
    for (int i = 0; i < n; i++) {
      float other = values[from + i];
      if (other > values[from + place] || (other == values[from + place] && i < place)) {
        before++;
      }
    }
    return before < k;
  }

  /** Whether fewer than k numbers are larger than the one at a place; equal ones are no larger. */
  static boolean isAmong(int k, float[] values, int from, int n, int place) {
    if (place < 0 || place >= n || !Float.isFinite(values[from + place])) {
      return false;
    }
    int larger = 0;
    for (int i = 0; i < n; i++) {
      if (values[from + i] > values[from + place]) {
        larger++;
      }
    }
    return larger < k;
  }
}
