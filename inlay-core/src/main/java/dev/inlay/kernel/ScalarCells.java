package dev.inlay.kernel;

/** {@link Cells} in plain loops. */
final class ScalarCells implements Cells {
  @Override
  public void lstm(
      float[] z, int zOff, float[] cPrev, int cPrevOff, float[] out, int outOff, int units) {
    for (int j = 0; j < units; j++) {
      float i = Elementary.sigmoid(z[zOff + j]);
      float f = Elementary.sigmoid(z[zOff + units + j]);
      float g = Elementary.tanh(z[zOff + 2 * units + j]);
      float o = Elementary.sigmoid(z[zOff + 3 * units + j]);
      float c = f * cPrev[cPrevOff + j] + i * g;
      out[outOff + j] = i;
      out[outOff + units + j] = f;
      out[outOff + 2 * units + j] = g;
      out[outOff + 3 * units + j] = o;
      out[outOff + 4 * units + j] = c;
      out[outOff + 5 * units + j] = o * Elementary.tanh(c);
    }
  }

  @Override
  public void lstmGrad(
      float[] out,
      int outOff,
      float[] cPrev,
      int cPrevOff,
      float[] dh,
      int dhOff,
      float[] dc,
      int dcOff,
      float[] dz,
      int dzOff,
      int units) {
    for (int j = 0; j < units; j++) {
      float i = out[outOff + j];
      float f = out[outOff + units + j];
      float g = out[outOff + 2 * units + j];
      float o = out[outOff + 3 * units + j];
      float t = Elementary.tanh(out[outOff + 4 * units + j]);
      float dhj = dh[dhOff + j];
      float dcj = dc[dcOff + j] + dhj * o * (1 - t * t);
      dz[dzOff + j] = dcj * g * (i * (1 - i));
      dz[dzOff + units + j] = dcj * cPrev[cPrevOff + j] * (f * (1 - f));
      dz[dzOff + 2 * units + j] = dcj * i * (1 - g * g);
      dz[dzOff + 3 * units + j] = dhj * t * (o * (1 - o));
      dc[dcOff + j] = dcj * f;
    }
  }
}
