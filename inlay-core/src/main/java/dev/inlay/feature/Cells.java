package dev.inlay.feature;

import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Tensor.IntTensor;
import dev.inlay.tensor.Tensor.LongTensor;
import dev.inlay.tensor.Tensor.StringTensor;
import dev.inlay.tensor.Value;
import java.util.Arrays;

/**
 * A categorical feature as rows of cells, whether it came as {@code (rows)}, {@code (rows, values)}
 * or ragged.
 *
 * @param values all cells, one row after the other
 * @param splits where rows begin and end
 * @param width the length of the longest row
 * @param dense whether rows are of one length, so that some cells only fill a row up: the empty
 *     text and -1 are missing there, while ragged rows mean what they say
 */
record Cells(Tensor values, int[] splits, int width, boolean dense) {
  /** A whole number missing in dense data. */
  static final long NO_NUMBER = -1;

  interface NumberId {
    int of(long number, int row);
  }

  static Cells of(String column, Value value) {
    return switch (value) {
      case Ragged r -> new Cells(r.values(), r.splits(), longest(r.splits()), false);
      case Tensor t when t.shape().rank() <= 2 -> {
        int rows = t.rows();
        int width = t.shape().rank() == 1 ? 1 : t.shape().dim(1);
        int[] splits = new int[rows + 1];
        for (int row = 1; row <= rows; row++) {
          splits[row] = row * width;
        }
        yield new Cells(t, splits, width, true);
      }
      case Tensor t ->
          throw new IllegalArgumentException(
              "column \"%s\": a categorical feature has shape (rows) or (rows, values), not %s"
                  .formatted(column, t.shape()));
    };
  }

  int rows() {
    return splits.length - 1;
  }

  String[] texts() {
    return ((StringTensor) values).data();
  }

  long[] numbers() {
    return switch (values) {
      case LongTensor t -> t.data();
      case IntTensor t -> Arrays.stream(t.data()).asLongStream().toArray();
      case StringTensor _, FloatTensor _ ->
          throw new IllegalStateException(values.dtype() + " cells are no whole numbers");
    };
  }

  boolean isMissing(String text) {
    return dense && text.isEmpty();
  }

  boolean isMissing(long number) {
    return dense && number == NO_NUMBER;
  }

  /** The id of each text that isn't missing; equal texts have the same. */
  SparseIds textIds(TextIds.Source source) {
    String[] texts = texts();
    TextIds id = new TextIds(source, texts.length);
    int[] positions = new int[texts.length];
    int[] ids = new int[texts.length];
    int[] kept = new int[splits.length];
    int count = 0;
    for (int row = 0; row < rows(); row++) {
      for (int i = splits[row]; i < splits[row + 1]; i++) {
        if (!isMissing(texts[i])) {
          positions[count] = i - splits[row];
          ids[count++] = id.of(texts[i], row);
        }
      }
      kept[row + 1] = count;
    }
    return sparse(kept, positions, ids, count);
  }

  /** The id of each whole number that isn't missing. */
  SparseIds numberIds(NumberId id) {
    long[] numbers = numbers();
    int[] positions = new int[numbers.length];
    int[] ids = new int[numbers.length];
    int[] kept = new int[splits.length];
    int count = 0;
    for (int row = 0; row < rows(); row++) {
      for (int i = splits[row]; i < splits[row + 1]; i++) {
        if (!isMissing(numbers[i])) {
          positions[count] = i - splits[row];
          ids[count++] = id.of(numbers[i], row);
        }
      }
      kept[row + 1] = count;
    }
    return sparse(kept, positions, ids, count);
  }

  private SparseIds sparse(int[] kept, int[] positions, int[] ids, int count) {
    return count == ids.length
        ? new SparseIds(kept, positions, ids, width)
        : new SparseIds(kept, Arrays.copyOf(positions, count), Arrays.copyOf(ids, count), width);
  }

  private static int longest(int[] splits) {
    int longest = 0;
    for (int i = 1; i < splits.length; i++) {
      longest = Math.max(longest, splits[i] - splits[i - 1]);
    }
    return longest;
  }
}
