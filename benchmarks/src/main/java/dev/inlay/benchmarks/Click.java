package dev.inlay.benchmarks;

/** A row of C2 as a Java object. */
@SuppressWarnings("ArrayRecordComponent") // numbers as a caller would have them
record Click(
    float[] numerics,
    int c0,
    int c1,
    int c2,
    int c3,
    int c4,
    int c5,
    int c6,
    int c7,
    int c8,
    int c9,
    int c10,
    int c11,
    int c12,
    int c13,
    int c14,
    int c15,
    int c16,
    int c17,
    int c18,
    int c19,
    int c20,
    int c21,
    int c22,
    int c23,
    int c24,
    int c25) {
  static final int TABLES = 26;

  /** The only row of a batch. */
  static Click of(Rows rows) {
    int[][] ids = rows.ids();
    return new Click(
        rows.numerics(),
        ids[0][0],
        ids[1][0],
        ids[2][0],
        ids[3][0],
        ids[4][0],
        ids[5][0],
        ids[6][0],
        ids[7][0],
        ids[8][0],
        ids[9][0],
        ids[10][0],
        ids[11][0],
        ids[12][0],
        ids[13][0],
        ids[14][0],
        ids[15][0],
        ids[16][0],
        ids[17][0],
        ids[18][0],
        ids[19][0],
        ids[20][0],
        ids[21][0],
        ids[22][0],
        ids[23][0],
        ids[24][0],
        ids[25][0]);
  }
}
