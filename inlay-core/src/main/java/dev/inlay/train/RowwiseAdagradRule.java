package dev.inlay.train;

/** {@link Adagrad}, row-wise. */
record RowwiseAdagradRule(Adagrad settings) implements Rule {
  @Override
  public int slots() {
    return 1;
  }

  @Override
  public boolean drifts() {
    return false;
  }

  @Override
  public boolean stays() {
    return true;
  }

  @Override
  public void update(
      float[] w, float[][] slots, int at, float[] g, int from, int n, float[] hyper) {
    int width = w.length / slots[0].length;
    for (int row = 0; row < n; row += width) {
      double squares = Tables.squares(g, from + row, width);
      move(w, slots[0], at + row, g, from + row, width, squares, hyper[0]);
    }
  }

  @Override
  public void updateApart(
      float[] w,
      float[][] slots,
      int at,
      float[] g,
      float[] squares,
      int from,
      int n,
      float[] hyper) {
    int width = w.length / slots[0].length;
    for (int row = 0; row < n; row += width) {
      double sum = 0;
      for (int i = from + row; i < from + row + width; i++) {
        sum += squares[i];
      }
      move(w, slots[0], at + row, g, from + row, width, sum, hyper[0]);
    }
  }

  private void move(
      float[] w, float[] a, int at, float[] g, int from, int width, double squares, float lr) {
    float sum = a[at / width] + (float) (squares / width);
    a[at / width] = sum;
    float epsilon = settings.epsilon();
    double root = settings.epsilonOutside() ? Math.sqrt(sum) + epsilon : Math.sqrt(sum + epsilon);
    if (root > 0) {
      UPDATES.sgd(w, at, g, from, width, (float) (lr / root));
    }
  }
}
