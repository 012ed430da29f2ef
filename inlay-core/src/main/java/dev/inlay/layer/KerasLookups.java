package dev.inlay.layer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keras's layers that look terms up in a vocabulary, which here is a setting of theirs. */
final class KerasLookups {
  static final List<KerasClass<?>> CLASSES =
      List.of(
          new KerasClass<>(
              "StringLookup", StringLookup.class, KerasLookups::stringLookup, KerasLookups::write),
          new KerasClass<>(
              "IntegerLookup",
              IntegerLookup.class,
              KerasLookups::integerLookup,
              KerasLookups::write),
          new KerasClass<PreprocessingLayer>(
              "IndexLookup",
              PreprocessingLayer.class,
              from ->
                  from.text("vocabulary_dtype", "string").equals("string")
                      ? stringLookup(from)
                      : integerLookup(from),
              (_, _) -> {}),
          new KerasClass<>(
              "TextVectorization",
              TextVectorization.class,
              KerasLookups::textVectorization,
              KerasLookups::write));

  private KerasLookups() {}

  private static StringLookup stringLookup(KerasSettings from) {
    StringLookup lookup =
        StringLookup.of()
            .withMaxTokens(from.integer("max_tokens", 0))
            .withNumOovIndices(from.integer("num_oov_indices", 1))
            .withMaskToken(from.has("mask_token") ? text(from.object("mask_token")) : null)
            .withOovToken(from.text("oov_token", StringLookup.UNKNOWN))
            .withInvert(from.flag("invert", false))
            .withOutputMode(KerasPreprocessing.outputMode(from, OutputMode.INT))
            .withPadToMaxTokens(from.flag("pad_to_max_tokens", false))
            .withSalt(KerasPreprocessing.salt(from));
    from.drop("oov_method", "vocabulary_dtype");
    utf8(from);
    KerasPreprocessing.dropForm(from);
    List<String> vocabulary = KerasPreprocessing.list(from, "vocabulary", String::valueOf);
    List<Float> idf = idf(from, vocabulary);
    return vocabulary.isEmpty() ? lookup : lookup.withVocabulary(vocabulary, idf);
  }

  /** A weight for each term; Keras's variables have zeros behind these to fill up maxTokens. */
  private static List<Float> idf(KerasSettings from, List<?> vocabulary) {
    List<Float> idf = from.numbers("idf_weights");
    boolean filled =
        idf.size() > vocabulary.size()
            && idf.stream().skip(vocabulary.size()).allMatch(weight -> weight == 0);
    return filled ? idf.subList(0, vocabulary.size()) : idf;
  }

  private static IntegerLookup integerLookup(KerasSettings from) {
    Object mask = from.object("mask_token");
    Object oov = from.object("oov_token");
    IntegerLookup lookup =
        IntegerLookup.of()
            .withMaxTokens(from.integer("max_tokens", 0))
            .withNumOovIndices(from.integer("num_oov_indices", 1))
            .withMaskToken(mask == null ? null : KerasPreprocessing.whole(mask))
            .withOovToken(oov == null ? -1 : KerasPreprocessing.whole(oov))
            .withInvert(from.flag("invert", false))
            .withOutputMode(KerasPreprocessing.outputMode(from, OutputMode.INT))
            .withPadToMaxTokens(from.flag("pad_to_max_tokens", false))
            .withOovMethod(from.choice("oov_method", OovMethod.FLOORMOD))
            .withSalt(KerasPreprocessing.salt(from));
    String dtype = from.text("vocabulary_dtype", "int64");
    if (!dtype.equals("int64")) {
      throw new UnsupportedOperationException(
          from.className() + " with vocabulary_dtype = " + dtype);
    }
    KerasPreprocessing.dropForm(from);
    List<Long> vocabulary = KerasPreprocessing.list(from, "vocabulary", KerasPreprocessing::whole);
    List<Float> idf = idf(from, vocabulary);
    return vocabulary.isEmpty() ? lookup : lookup.withVocabulary(vocabulary, idf);
  }

  private static TextVectorization textVectorization(KerasSettings from) {
    TextVectorization vectorize =
        TextVectorization.of()
            .withMaxTokens(from.integer("max_tokens", 0))
            .withOutputMode(KerasPreprocessing.outputMode(from, OutputMode.INT))
            .withPadToMaxTokens(from.flag("pad_to_max_tokens", false))
            .withOutputSequenceLength(from.integer("output_sequence_length", 0))
            .withRagged(from.flag("ragged", false));
    if (from.has("standardize")) {
      vectorize =
          vectorize.withStandardize(
              part(from, "standardize", Standardizers.NONE, Standardizers.values()));
    }
    if (from.has("split")) {
      vectorize = vectorize.withSplit(part(from, "split", Splitters.NONE, Splitters.values()));
    }
    Object ngrams = from.object("ngrams");
    if (ngrams instanceof Number most) {
      vectorize = vectorize.withNgrams(most.intValue());
    } else if (ngrams instanceof List<?> widths) {
      vectorize =
          vectorize.withNgrams(
              widths.stream().map(n -> Math.toIntExact(KerasPreprocessing.whole(n))).toList());
    }
    utf8(from);
    KerasPreprocessing.dropForm(from);
    List<String> vocabulary = KerasPreprocessing.list(from, "vocabulary", String::valueOf);
    List<Float> idf = idf(from, vocabulary);
    return vocabulary.isEmpty() ? vectorize : vectorize.withVocabulary(vocabulary, idf);
  }

  /** One of a text's treatments by name; null is the one that does nothing. */
  private static <E extends Enum<E>> E part(
      KerasSettings from, String key, E nothing, E[] choices) {
    Object value = from.object(key);
    if (value == null) {
      return nothing;
    }
    for (E choice : choices) {
      if (choice != nothing && choice.name().equalsIgnoreCase(value.toString())) {
        return choice;
      }
    }
    throw new UnsupportedOperationException(
        value instanceof String
            ? "%s with %s = %s".formatted(from.className(), key, value)
            : "%s with a %s of one's own".formatted(from.className(), key));
  }

  private static void utf8(KerasSettings from) {
    String encoding = from.text("encoding", "utf-8");
    if (!encoding.equalsIgnoreCase("utf-8") && !encoding.equalsIgnoreCase("utf8")) {
      throw new UnsupportedOperationException(from.className() + " with encoding = " + encoding);
    }
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  private static void write(StringLookup lookup, KerasFields to) {
    options(lookup.options(), lookup.vocabularySize(), to);
    to.put("mask_token", lookup.maskToken())
        .put("oov_token", lookup.oovToken())
        .put("vocabulary", given(lookup.options(), lookup.vocabulary(true)))
        .put("encoding", "utf-8");
  }

  private static void write(IntegerLookup lookup, KerasFields to) {
    options(lookup.options(), lookup.vocabularySize(), to);
    to.put("mask_token", lookup.maskToken())
        .put("oov_token", lookup.oovToken())
        .put("vocabulary", given(lookup.options(), lookup.vocabulary(true)))
        .put("vocabulary_dtype", "int64");
  }

  private static void write(TextVectorization vectorize, KerasFields to) {
    LookupOptions options = vectorize.options();
    to.put("max_tokens", KerasPreprocessing.orNull(options.maxTokens()))
        .put("standardize", name(vectorize.standardize(), Standardizers.NONE))
        .put("split", name(vectorize.split(), Splitters.NONE))
        .put("ngrams", vectorize.ngrams().isEmpty() ? null : vectorize.ngrams())
        .choice("output_mode", options.outputMode())
        .put("output_sequence_length", KerasPreprocessing.orNull(vectorize.outputSequenceLength()))
        .put("pad_to_max_tokens", options.padToMaxTokens())
        .put("sparse", false)
        .put("ragged", vectorize.ragged())
        .put("vocabulary", given(options, vectorize.vocabulary(true)))
        .put("idf_weights", options.idfWeights().isEmpty() ? null : options.idfWeights())
        .put("encoding", "utf-8")
        .put("vocabulary_size", vectorize.vocabularySize());
  }

  private static @Nullable String name(Object part, Enum<?> nothing) {
    if (part == nothing) {
      return null;
    }
    if (part instanceof Enum<?> choice
        && nothing.getDeclaringClass() == choice.getDeclaringClass()) {
      return choice.name().toLowerCase(java.util.Locale.ROOT);
    }
    throw new UnsupportedOperationException(
        "Keras has no %s to standardize or split texts".formatted(part));
  }

  private static void options(LookupOptions options, int size, KerasFields to) {
    to.put("max_tokens", KerasPreprocessing.orNull(options.maxTokens()))
        .put("num_oov_indices", options.numOovIndices())
        .put("invert", options.invert())
        .choice("output_mode", options.outputMode())
        .put("sparse", false)
        .put("pad_to_max_tokens", options.padToMaxTokens())
        .put("idf_weights", options.idfWeights().isEmpty() ? null : options.idfWeights())
        .put("vocabulary_size", options.vocabulary() == null ? null : size)
        .choice("oov_method", options.oovMethod())
        .put("salt", KerasPreprocessing.salt(options.salt()));
  }

  /** A vocabulary with its special tokens, or null if there is none yet. */
  private static @Nullable Object given(LookupOptions options, List<?> vocabulary) {
    return options.vocabulary() == null ? null : vocabulary;
  }
}
