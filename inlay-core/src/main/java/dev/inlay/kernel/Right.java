package dev.inlay.kernel;

/**
 * The right matrix B of several products that follow each other: {@link MatMul#lay} lays it out
 * once for all of them. As long as it is in use, B must not change.
 */
public final class Right {
  boolean transposed;
  int n;
  int k;
  float[] b = {};
  int offset;
  int ldb;

  /** B as panels, block by block. */
  float[][] blocks = {};

  /** Whether the blocks hold this B. */
  boolean inPanels;

  /** Only says which matrix it is. */
  void set(boolean transposed, int n, int k, float[] b, int offset, int ldb) {
    this.transposed = transposed;
    this.n = n;
    this.k = k;
    this.b = b;
    this.offset = offset;
    this.ldb = ldb;
    inPanels = false;
  }

  /** Room for a block. */
  float[] block(int index, int length) {
    if (blocks.length <= index) {
      float[][] more = new float[index + 1][0];
      System.arraycopy(blocks, 0, more, 0, blocks.length);
      blocks = more;
    }
    if (blocks[index].length < length) {
      blocks[index] = new float[length];
    }
    return blocks[index];
  }
}
