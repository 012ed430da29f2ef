package dev.inlay.cli.job;

import dev.inlay.feature.Missing;
import dev.inlay.feature.TimeFormat;
import dev.inlay.feature.TimePart;
import java.util.List;

/**
 * What to make of a feature.
 *
 * @param feature the column of the data; of a cross, empty
 * @param kind how its values become inputs
 * @param part which part of the model sees it
 * @param embedding how a network sees categories: by vectors of this length, {@link #MODELS} for
 *     the model's length, or {@link #INDICATOR}
 * @param options of categories
 */
public record ColumnChoice(String feature, Kind kind, Part part, int embedding, Options options) {
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

  /**
   * What may be said of any column of categories.
   *
   * @param weight the column that says how much a category counts; empty for none
   * @param table the name of a table that columns share; empty for one of its own
   * @param missing what becomes of rows without a value
   */
  public record Options(String weight, String table, Missing missing) {
    /** Nothing special. */
    public static final Options NONE = new Options("", "", Missing.Rule.DROP);
  }

  /** How values become inputs. */
  public sealed interface Kind {}

  /** How a term becomes a category. */
  public sealed interface Terms extends Kind {}

  /** By what the values are like. */
  public record Auto() implements Kind {}

  /** Not at all. */
  public record Drop() implements Kind {}

  /**
   * Numbers.
   *
   * @param fill what stands for missing ones: {@code mean}, {@code median}, a number, or a rule:
   *     {@code drop}, {@code zero}, {@code learn}
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
   * @param strict whether another text is an error
   */
  public record Vocabulary(List<String> terms, int minCount, int maxSize, int oov, boolean strict)
      implements Terms {}

  /** Any texts, by hash. */
  public record Hash(int buckets) implements Terms {}

  /**
   * Texts of several terms.
   *
   * @param separator between the parts of a list; empty for the words of a sentence
   * @param ngrams up to how many words next to each other are one term
   */
  public record Text(String separator, int ngrams, Terms terms) implements Kind {}

  /**
   * The terms of a text in their order, one a step: for a recurrent network.
   *
   * @param text how it is cut, and what becomes of a term
   */
  public record Sequence(Text text) implements Kind {}

  /**
   * Numbers in a text in their order, for a recurrent network.
   *
   * @param size how many of them are a step
   */
  public record Numbers(String separator, int size, Normalize normalize) implements Kind {}

  /**
   * Parts of a date or time.
   *
   * @param cyclic whether a network sees them as points on a circle
   */
  public record Time(List<TimePart> parts, boolean cyclic, TimeFormat format, String zone)
      implements Kind {}

  /**
   * Combinations of values of other columns, by hash.
   *
   * @param hashKey where the hash begins; negative for the usual place
   */
  public record Cross(List<String> columns, int buckets, int hashKey) implements Kind {}

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
    return new ColumnChoice(feature, new Auto(), Part.AUTO, MODELS, Options.NONE);
  }
}
