package dev.inlay.layer;

import dev.inlay.data.Vocabulary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What layers over a vocabulary have in common. Ids are given out in this order: one for the mask
 * token, if there is one and ids come as they are; {@code numOovIndices} for terms that aren't in
 * the vocabulary; one for each term of the vocabulary.
 *
 * @param maxTokens how many ids there may be; 0 for any number
 * @param numOovIndices how many ids are for unknown terms; with 0 they are an error
 * @param vocabulary the terms, without the special ones; null before the layer is adapted
 * @param idfWeights for {@code TF_IDF}, a weight for each id; otherwise empty
 * @param invert whether ids are turned into terms
 * @param outputMode the form in which ids come
 * @param padToMaxTokens whether vectors have {@code maxTokens} numbers, however many ids there are
 * @param oovMethod which of several ids an unknown number gets
 * @param salt the key of the hash of unknown terms; null for FarmHash
 */
public record LookupOptions(
    int maxTokens,
    int numOovIndices,
    @Nullable Vocabulary vocabulary,
    List<Float> idfWeights,
    boolean invert,
    OutputMode outputMode,
    boolean padToMaxTokens,
    OovMethod oovMethod,
    @Nullable Salt salt) {
  public LookupOptions {
    idfWeights = List.copyOf(idfWeights);
    if (maxTokens < 0 || maxTokens == 1) {
      throw new IllegalArgumentException(
          "maxTokens is %d; give 2 or more, or 0 for any number".formatted(maxTokens));
    }
    if (padToMaxTokens && maxTokens == 0) {
      throw new IllegalArgumentException("padToMaxTokens needs maxTokens; say how many");
    }
    if (numOovIndices < 0) {
      throw new IllegalArgumentException(
          "numOovIndices is %d; give 0 or more".formatted(numOovIndices));
    }
    if (invert && outputMode != OutputMode.INT) {
      throw new IllegalArgumentException(
          "ids are turned into terms with output mode INT, not with " + outputMode);
    }
    if (!idfWeights.isEmpty() && outputMode != OutputMode.TF_IDF) {
      throw new IllegalArgumentException(
          "idfWeights are for output mode TF_IDF, not for " + outputMode);
    }
    if (vocabulary != null && idfWeights.isEmpty() && outputMode == OutputMode.TF_IDF) {
      throw new IllegalArgumentException(
          "with output mode TF_IDF, give the vocabulary together with its idfWeights, or adapt");
    }
  }

  /** Keras's defaults. */
  static LookupOptions of() {
    return new LookupOptions(
        0, 1, null, List.of(), false, OutputMode.INT, false, OovMethod.FLOORMOD, null);
  }

  LookupOptions withMaxTokens(int maxTokens) {
    return new LookupOptions(
        maxTokens,
        numOovIndices,
        vocabulary,
        idfWeights,
        invert,
        outputMode,
        padToMaxTokens,
        oovMethod,
        salt);
  }

  LookupOptions withNumOovIndices(int numOovIndices) {
    return new LookupOptions(
        maxTokens,
        numOovIndices,
        vocabulary,
        idfWeights,
        invert,
        outputMode,
        padToMaxTokens,
        oovMethod,
        salt);
  }

  LookupOptions withVocabulary(@Nullable Vocabulary vocabulary, List<Float> idfWeights) {
    return new LookupOptions(
        maxTokens,
        numOovIndices,
        vocabulary,
        idfWeights,
        invert,
        outputMode,
        padToMaxTokens,
        oovMethod,
        salt);
  }

  LookupOptions withInvert(boolean invert) {
    return new LookupOptions(
        maxTokens,
        numOovIndices,
        vocabulary,
        idfWeights,
        invert,
        outputMode,
        padToMaxTokens,
        oovMethod,
        salt);
  }

  LookupOptions withOutputMode(OutputMode outputMode) {
    return new LookupOptions(
        maxTokens,
        numOovIndices,
        vocabulary,
        idfWeights,
        invert,
        outputMode,
        padToMaxTokens,
        oovMethod,
        salt);
  }

  LookupOptions withPadToMaxTokens(boolean padToMaxTokens) {
    return new LookupOptions(
        maxTokens,
        numOovIndices,
        vocabulary,
        idfWeights,
        invert,
        outputMode,
        padToMaxTokens,
        oovMethod,
        salt);
  }

  LookupOptions withOovMethod(OovMethod oovMethod) {
    return new LookupOptions(
        maxTokens,
        numOovIndices,
        vocabulary,
        idfWeights,
        invert,
        outputMode,
        padToMaxTokens,
        oovMethod,
        salt);
  }

  LookupOptions withSalt(@Nullable Salt salt) {
    return new LookupOptions(
        maxTokens,
        numOovIndices,
        vocabulary,
        idfWeights,
        invert,
        outputMode,
        padToMaxTokens,
        oovMethod,
        salt);
  }
}
