package dev.inlay.layer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A layer that turns terms into ids by a vocabulary, or ids into terms.
 *
 * @param <T> what terms are: {@code String} or {@code Long}
 * @param <L> the layer itself
 */
public sealed interface VocabularyLookup<T, L extends VocabularyLookup<T, L>> extends Adaptable<L>
    permits IntegerLookup, StringLookup {
  /** What layers over a vocabulary have in common. */
  LookupOptions options();

  /** The same layer with other options. */
  L withOptions(LookupOptions options);

  default L withMaxTokens(int maxTokens) {
    return withOptions(options().withMaxTokens(maxTokens));
  }

  default L withNumOovIndices(int numOovIndices) {
    return withOptions(options().withNumOovIndices(numOovIndices));
  }

  default L withInvert(boolean invert) {
    return withOptions(options().withInvert(invert));
  }

  /** Choose it before the vocabulary: vectors have no id for the mask token. */
  default L withOutputMode(OutputMode outputMode) {
    return withOptions(options().withOutputMode(outputMode));
  }

  default L withPadToMaxTokens(boolean padToMaxTokens) {
    return withOptions(options().withPadToMaxTokens(padToMaxTokens));
  }

  /** Of the hash by which unknown terms get one of several ids. */
  default L withSalt(@Nullable Salt salt) {
    return withOptions(options().withSalt(salt));
  }

  /** With these terms; the special tokens may stand in front, all or none of them. */
  default L withVocabulary(List<T> terms) {
    return withVocabulary(terms, List.of());
  }

  /**
   * With these terms and, for {@code TF_IDF}, how much each counts. Special tokens that are left
   * out count as much as the mean.
   */
  L withVocabulary(List<T> terms, List<Float> idfWeights);

  /** What ids mean, one after the other; with or without the special tokens in front. */
  List<T> vocabulary(boolean withSpecialTokens);

  /** How many ids there are, those of special tokens among them. */
  int vocabularySize();

  @Override
  default boolean isAdapted() {
    return options().vocabulary() != null;
  }
}
