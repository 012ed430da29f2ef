package dev.inlay.layer;

import dev.inlay.tensor.Ragged;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.StringTensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Texts cut into terms.
 *
 * @param standardize what is done to a text first
 * @param split cuts it into terms
 * @param ngrams how many terms next to each other are joined to one: {@code 1, 2} for terms and
 *     pairs, in this order; empty for the terms as they are
 */
public record Tokenizer(Standardizer standardize, Splitter split, List<Integer> ngrams) {
  public Tokenizer {
    ngrams = List.copyOf(ngrams);
    if (ngrams.stream().anyMatch(n -> n < 1)) {
      throw new IllegalArgumentException("n-grams join 1 term or more, got " + ngrams);
    }
  }

  /** Words without punctuation, in small letters. */
  public static Tokenizer words() {
    return new Tokenizer(
        Standardizers.LOWER_AND_STRIP_PUNCTUATION, Splitters.WHITESPACE, List.of());
  }

  /** The parts of a list, as they stand in it: {@code "Action|Comedy"}. */
  public static Tokenizer separatedBy(String separator) {
    return new Tokenizer(Standardizers.NONE, SeparatedBy.of(separator), List.of());
  }

  public Tokenizer withStandardize(Standardizer standardize) {
    return new Tokenizer(standardize, split, ngrams);
  }

  public Tokenizer withSplit(Splitter split) {
    return new Tokenizer(standardize, split, ngrams);
  }

  /** So many terms joined each. */
  public Tokenizer withNgrams(Integer... ngrams) {
    return new Tokenizer(standardize, split, List.of(ngrams));
  }

  /**
   * The terms of each row's texts, one text after the other.
   *
   * @throws IllegalArgumentException if the rows aren't text
   */
  public Ragged terms(Ragged rows) {
    if (!(rows.values() instanceof StringTensor texts)) {
      throw new IllegalArgumentException(rows.dtype() + " values are no texts to be split");
    }
    List<String> all = new ArrayList<>();
    int[] splits = new int[rows.splits().length];
    for (int row = 0; row < rows.rows(); row++) {
      List<String> terms = new ArrayList<>();
      for (int i = rows.splits()[row]; i < rows.splits()[row + 1]; i++) {
        terms.addAll(split.split(standardize.apply(texts.data()[i])));
      }
      addNgrams(terms, all);
      splits[row + 1] = all.size();
    }
    return new Ragged(Tensor.of(all.toArray(String[]::new)), splits);
  }

  private void addNgrams(List<String> terms, List<String> to) {
    if (ngrams.isEmpty()) {
      to.addAll(terms);
    }
    for (int n : ngrams) {
      for (int from = 0; from + n <= terms.size(); from++) {
        to.add(n == 1 ? terms.get(from) : String.join(" ", terms.subList(from, from + n)));
      }
    }
  }
}
