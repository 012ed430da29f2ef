package dev.inlay.cli.job;

import java.util.List;

/**
 * What to make of a feature.
 *
 * @param feature the column of the data; of a cross, empty
 * @param kind how its values become inputs
 * @param part which part of the model sees it
 * @param embedding how a network sees categories: by vectors of this length, {@link #MODELS} for
 *     the model's length, or {@link #INDICATOR}
 */
public record ColumnChoice(String feature, Kind kind, Part part, int embedding) {
  /** By vectors of the length that the model names. */
  public static final int MODELS = -1;

  /** By a one among zeros. */
  public static final int INDICATOR = 0;

  /** A part of a wide and deep model. */
  public enum Part {
    /** What suits the kind of column. */
    AUTO,
    BOTH,
    /** The linear model. */
    WIDE,
    /** The network. */
    DEEP
  }

  /** How values become inputs. */
  public sealed interface Kind {}

  /** By what the values are like. */
  public record Auto() implements Kind {}

  /** Not at all. */
  public record Drop() implements Kind {}

  /**
   * Numbers.
   *
   * @param fill what stands for missing ones: {@code mean}, {@code median}, or a number
   */
  public record Numeric(Normalize normalize, String fill) implements Kind {}

  /** Ranges of a number: by boundaries, or, if there are none, so many with equally many rows. */
  public record Bucketized(List<Float> boundaries, int quantiles) implements Kind {}

  /** Whole numbers from 0 to size - 1, which are categories already; 0 to find out the size. */
  public record Identity(int size) implements Kind {}

  /**
   * Texts out of a list.
   *
   * @param terms empty to learn them from the data
   * @param minCount how often a learned term comes at least; 0 for what suits
   * @param oov how many categories there are for other texts; -1 for what suits
   */
  public record Vocabulary(List<String> terms, int minCount, int maxSize, int oov)
      implements Kind {}

  /** Any texts, by hash. */
  public record Hash(int buckets) implements Kind {}

  /** Combinations of values of other columns, by hash. */
  public record Cross(List<String> columns, int buckets) implements Kind {}

  /** What is done to numbers. */
  public enum Normalize {
    /** The logarithm for far-spread amounts, else z-scores. */
    AUTO,
    ZSCORE,
    MINMAX,
    LOG,
    NONE
  }

  /** A column as its values ask for. */
  public static ColumnChoice auto(String feature) {
    return new ColumnChoice(feature, new Auto(), Part.AUTO, MODELS);
  }
}
