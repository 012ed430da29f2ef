package dev.inlay.feature;

import dev.inlay.data.Batch;
import dev.inlay.data.Fingerprint;
import dev.inlay.data.Hasher;
import dev.inlay.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * One key of a cross for some rows: what is hashed of each value, text as its fingerprint and whole
 * numbers as themselves.
 */
record CrossInput(long[] hashed, int[] splits, boolean dense) {
  static CrossInput of(CrossKey leaf, Batch batch) {
    return switch (leaf) {
      case RawKey raw -> raw(raw.name(), batch);
      case CategoricalColumn column -> {
        SparseIds ids = column.ids(batch);
        long[] hashed = Arrays.stream(ids.values()).asLongStream().toArray();
        yield new CrossInput(hashed, ids.splits(), false);
      }
    };
  }

  private static CrossInput raw(String feature, Batch batch) {
    Cells cells = Cells.of(feature, batch.feature(feature));
    long[] hashed =
        switch (cells.values()) {
          case Tensor.StringTensor _ -> {
            String[] texts = cells.texts();
            long[] fingerprints = new long[texts.length];
            var hasher = new Hasher();
            Arrays.setAll(fingerprints, i -> hasher.fingerprint(texts[i]));
            yield fingerprints;
          }
          case Tensor.IntTensor _, Tensor.LongTensor _ -> cells.numbers();
          case Tensor.FloatTensor _ ->
              throw new IllegalArgumentException(
                  "column \"%s\": FLOAT32 can't be crossed; bucketize it first".formatted(feature));
        };
    return new CrossInput(hashed, cells.splits(), cells.dense());
  }

  /**
   * The hashes of all combinations.
   *
   * @param width the most that a row has
   */
  record Hashes(long[] values, int[] splits, int width) {}

  /** All combinations of each row's values; the last input's change fastest. */
  static Hashes product(String column, List<CrossInput> inputs, long hashKey) {
    int rows = inputs.getFirst().splits.length - 1;
    int[] splits = new int[rows + 1];
    int width = 0;
    for (int row = 0; row < rows; row++) {
      long count = 1;
      // By place: an iterator would be an object for each row.
      for (int i = 0; i < inputs.size(); i++) {
        count *= inputs.get(i).count(row);
        if (count + splits[row] > Integer.MAX_VALUE - 8) {
          throw new IllegalArgumentException(
              "column \"%s\", row %d: more than 2^31 combinations".formatted(column, row));
        }
      }
      width = Math.max(width, (int) count);
      splits[row + 1] = splits[row] + (int) count;
    }
    long[] hashes = new long[splits[rows]];
    for (int row = 0; row < rows; row++) {
      fill(inputs, row, 0, hashKey, hashes, splits[row]);
    }
    return new Hashes(hashes, splits, width);
  }

  private int count(int row) {
    return splits[row + 1] - splits[row];
  }

  /** Writes the hashes of all combinations that begin with the values hashed so far. */
  private static int fill(
      List<CrossInput> inputs, int row, int depth, long hash, long[] hashes, int at) {
    if (depth == inputs.size()) {
      hashes[at] = hash;
      return at + 1;
    }
    CrossInput input = inputs.get(depth);
    int next = at;
    for (int i = input.splits[row]; i < input.splits[row + 1]; i++) {
      long longer = Fingerprint.concat(hash, input.hashed[i]);
      next = fill(inputs, row, depth + 1, longer, hashes, next);
    }
    return next;
  }
}
