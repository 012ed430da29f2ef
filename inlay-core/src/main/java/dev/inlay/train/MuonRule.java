package dev.inlay.train;

/** {@link Muon} once {@link MuonAim} has made the gradient of a matrix a direction. */
final class MuonRule implements Rule {
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
    UPDATES.sgd(w, at, g, from, n, hyper[0]);
  }
}
