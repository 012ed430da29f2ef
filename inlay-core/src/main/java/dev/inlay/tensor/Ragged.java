package dev.inlay.tensor;

import java.util.Arrays;

/**
 * Rows of different lengths: row {@code i} holds {@code values[splits[i] .. splits[i + 1])}. A
 * multi-valued column is one of these; its weights, if any, are another with the same splits.
 *
 * @param values all elements, one axis
 * @param splits rows + 1 offsets into the values, rising, from 0 to the number of values
 */
@SuppressWarnings("ArrayRecordComponent") // wrapping arrays is the point; equality is by content
public record Ragged(Tensor values, int[] splits) implements Value {
  public Ragged {
    if (values.shape().rank() != 1) {
      throw new IllegalArgumentException(
          "the values of a ragged value have one axis, these have shape " + values.shape());
    }
    int n = values.shape().dim(0);
    if (splits.length == 0 || splits[0] != 0 || splits[splits.length - 1] != n) {
      throw new IllegalArgumentException(
          "row splits run from 0 to the number of values (%d), these are %s"
              .formatted(n, Arrays.toString(splits)));
    }
    for (int i = 1; i < splits.length; i++) {
      if (splits[i] < splits[i - 1]) {
        throw new IllegalArgumentException(
            "row splits never fall, but split %d is %d after %d"
                .formatted(i, splits[i], splits[i - 1]));
      }
    }
  }

  /** Rows of ids. */
  public static Ragged of(int[]... rows) {
    int[] splits = splits(rows.length, i -> rows[i].length);
    int[] values = new int[splits[rows.length]];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, values, splits[i], rows[i].length);
    }
    return new Ragged(Tensor.of(values), splits);
  }

  /** Rows of weights. */
  public static Ragged of(float[]... rows) {
    int[] splits = splits(rows.length, i -> rows[i].length);
    float[] values = new float[splits[rows.length]];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, values, splits[i], rows[i].length);
    }
    return new Ragged(Tensor.of(values), splits);
  }

  /** Rows of texts. */
  public static Ragged of(String[]... rows) {
    int[] splits = splits(rows.length, i -> rows[i].length);
    String[] values = new String[splits[rows.length]];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, values, splits[i], rows[i].length);
    }
    return new Ragged(Tensor.of(values), splits);
  }

  private static int[] splits(int rows, java.util.function.IntUnaryOperator length) {
    int[] splits = new int[rows + 1];
    for (int i = 0; i < rows; i++) {
      splits[i + 1] = splits[i] + length.applyAsInt(i);
    }
    return splits;
  }

  @Override
  public DType dtype() {
    return values.dtype();
  }

  @Override
  public int rows() {
    return splits.length - 1;
  }

  @Override
  public Ragged rows(int from, int to) {
    Checks.rows(from, to, this);
    int[] s = new int[to - from + 1];
    for (int i = 0; i < s.length; i++) {
      s[i] = splits[from + i] - splits[from];
    }
    return new Ragged(values.rows(splits[from], splits[to]), s);
  }

  @Override
  public Ragged take(int[] rows) {
    Checks.rows(rows, this);
    int[] s = splits(rows.length, i -> splits[rows[i] + 1] - splits[rows[i]]);
    int[] places = new int[s[rows.length]];
    for (int i = 0; i < rows.length; i++) {
      for (int j = s[i]; j < s[i + 1]; j++) {
        places[j] = splits[rows[i]] + j - s[i];
      }
    }
    return new Ragged(values.take(places), s);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Ragged r && values.equals(r.values) && Arrays.equals(splits, r.splits);
  }

  @Override
  public int hashCode() {
    return 31 * values.hashCode() + Arrays.hashCode(splits);
  }

  @Override
  public String toString() {
    return "Ragged " + values + " split at " + Arrays.toString(splits);
  }
}
