package dev.inlay.layer;

import dev.inlay.tensor.Shape;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keras's preprocessing layers. Their vocabularies, means and boundaries are settings here; Keras
 * keeps what was learned by {@code adapt} beside the config, in assets and variables. What is
 * written has all of it in the config, which Keras reads as if it had been given.
 *
 * <p>Keras's {@code sparse} says how vectors are held, not what is in them, and has no counterpart.
 */
final class KerasPreprocessing {
  static final List<KerasClass<?>> CLASSES =
      List.of(
          new KerasClass<>(
              "StringLookup",
              StringLookup.class,
              KerasPreprocessing::stringLookup,
              KerasPreprocessing::write),
          new KerasClass<>(
              "IntegerLookup",
              IntegerLookup.class,
              KerasPreprocessing::integerLookup,
              KerasPreprocessing::write),
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
              KerasPreprocessing::textVectorization,
              KerasPreprocessing::write),
          new KerasClass<>(
              "Hashing", Hashing.class, KerasPreprocessing::hashing, KerasPreprocessing::write),
          new KerasClass<>(
              "HashedCrossing",
              HashedCrossing.class,
              from -> {
                dropForm(from);
                return HashedCrossing.of(from.integer("num_bins"))
                    .withOutputMode(outputMode(from, OutputMode.INT));
              },
              (crossing, to) ->
                  to.put("num_bins", crossing.numBins())
                      .choice("output_mode", crossing.outputMode())
                      .put("sparse", false)
                      .put("dtype", dtype(crossing.outputMode()))),
          new KerasClass<>(
              "CategoryEncoding",
              CategoryEncoding.class,
              from -> {
                dropForm(from);
                return CategoryEncoding.of(from.integer("num_tokens"))
                    .withOutputMode(outputMode(from, OutputMode.MULTI_HOT));
              },
              (encoding, to) ->
                  to.put("num_tokens", encoding.numTokens())
                      .choice("output_mode", encoding.outputMode())),
          new KerasClass<>(
              "Discretization",
              Discretization.class,
              KerasPreprocessing::discretization,
              KerasPreprocessing::write),
          new KerasClass<>(
              "Normalization",
              Normalization.class,
              KerasPreprocessing::normalization,
              KerasPreprocessing::write),
          new KerasClass<>(
              "Rescaling",
              Rescaling.class,
              from -> {
                FloatTensor scale = numbers(from.object("scale"));
                FloatTensor offset = numbers(from.object("offset"));
                return new Rescaling(
                    scale == null ? Tensor.scalar(1) : scale,
                    offset == null ? Tensor.scalar(0) : offset);
              },
              (rescaling, to) ->
                  to.put("scale", nested(rescaling.scale()))
                      .put("offset", nested(rescaling.offset()))));

  private KerasPreprocessing() {}

  /** The type and form of outputs, which here follow from what they are. */
  private static void dropForm(KerasSettings from) {
    from.drop("sparse", "vocabulary_size", "has_input_vocabulary");
    if (from.has("dtype")) {
      Object dtype = from.object("dtype");
      Object name =
          dtype instanceof Map<?, ?> policy && policy.get("config") instanceof Map<?, ?> config
              ? config.get("name")
              : dtype;
      if (name != null && !name.toString().matches("u?int\\d+|string|float32")) {
        throw new UnsupportedOperationException(from.className() + " with dtype = " + name);
      }
    }
  }

  private static String dtype(OutputMode mode) {
    return mode == OutputMode.INT ? "int64" : "float32";
  }

  private static OutputMode outputMode(KerasSettings from, OutputMode otherwise) {
    return switch (from.text("output_mode", otherwise.name()).replace('-', '_')) {
      case "binary" -> OutputMode.MULTI_HOT;
      case String name -> {
        for (OutputMode mode : OutputMode.values()) {
          if (mode.name().equalsIgnoreCase(name)) {
            yield mode;
          }
        }
        throw new IllegalArgumentException(
            "%s: there is no output mode \"%s\"".formatted(from.className(), name));
      }
    };
  }

  private static StringLookup stringLookup(KerasSettings from) {
    StringLookup lookup =
        StringLookup.of()
            .withMaxTokens(from.integer("max_tokens", 0))
            .withNumOovIndices(from.integer("num_oov_indices", 1))
            .withMaskToken(from.has("mask_token") ? text(from.object("mask_token")) : null)
            .withOovToken(from.text("oov_token", StringLookup.UNKNOWN))
            .withInvert(from.flag("invert", false))
            .withOutputMode(outputMode(from, OutputMode.INT))
            .withPadToMaxTokens(from.flag("pad_to_max_tokens", false))
            .withSalt(salt(from));
    from.drop("oov_method", "vocabulary_dtype");
    utf8(from);
    dropForm(from);
    List<String> vocabulary = list(from, "vocabulary", String::valueOf);
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
            .withMaskToken(mask == null ? null : whole(mask))
            .withOovToken(oov == null ? -1 : whole(oov))
            .withInvert(from.flag("invert", false))
            .withOutputMode(outputMode(from, OutputMode.INT))
            .withPadToMaxTokens(from.flag("pad_to_max_tokens", false))
            .withOovMethod(from.choice("oov_method", OovMethod.FLOORMOD))
            .withSalt(salt(from));
    String dtype = from.text("vocabulary_dtype", "int64");
    if (!dtype.equals("int64")) {
      throw new UnsupportedOperationException(
          from.className() + " with vocabulary_dtype = " + dtype);
    }
    dropForm(from);
    List<Long> vocabulary = list(from, "vocabulary", KerasPreprocessing::whole);
    List<Float> idf = idf(from, vocabulary);
    return vocabulary.isEmpty() ? lookup : lookup.withVocabulary(vocabulary, idf);
  }

  private static TextVectorization textVectorization(KerasSettings from) {
    TextVectorization vectorize =
        TextVectorization.of()
            .withMaxTokens(from.integer("max_tokens", 0))
            .withOutputMode(outputMode(from, OutputMode.INT))
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
          vectorize.withNgrams(widths.stream().map(n -> Math.toIntExact(whole(n))).toList());
    }
    utf8(from);
    dropForm(from);
    List<String> vocabulary = list(from, "vocabulary", String::valueOf);
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

  private static @Nullable Salt salt(KerasSettings from) {
    List<Long> salt = list(from, "salt", KerasPreprocessing::whole);
    return switch (salt.size()) {
      case 0 -> null;
      case 1 -> Salt.of(salt.getFirst());
      case 2 -> Salt.of(salt.get(0), salt.get(1));
      default ->
          throw new IllegalArgumentException(
              "%s: a salt is one whole number or two, not %s".formatted(from.className(), salt));
    };
  }

  /** One value or several; none if there is no such setting. */
  private static <T> List<T> list(KerasSettings from, String key, Function<Object, T> element) {
    List<T> values = new ArrayList<>();
    switch (from.object(key)) {
      case null -> {}
      case List<?> list -> {
        for (Object value : list) {
          if (value == null) {
            throw new IllegalArgumentException(
                "%s: there is nothing at place %d of \"%s\""
                    .formatted(from.className(), values.size(), key));
          }
          values.add(element.apply(value));
        }
      }
      case Object value -> values.add(element.apply(value));
    }
    return values;
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  private static long whole(@Nullable Object value) {
    if (value instanceof Number n && n.longValue() == n.doubleValue()) {
      return n.longValue();
    }
    throw new IllegalArgumentException("wanted a whole number, got " + value);
  }

  private static Hashing hashing(KerasSettings from) {
    Object mask = from.object("mask_value");
    dropForm(from);
    return new Hashing(
        from.integer("num_bins"),
        mask instanceof Number ? (Object) whole(mask) : mask,
        salt(from),
        outputMode(from, OutputMode.INT));
  }

  private static Discretization discretization(KerasSettings from) {
    List<Float> boundaries = from.numbers("bin_boundaries");
    int bins = from.integer("num_bins", 0);
    dropForm(from);
    if (boundaries.isEmpty() && bins == 0) {
      throw new IllegalArgumentException("Discretization has neither bin_boundaries nor num_bins");
    }
    return new Discretization(
        boundaries, bins, from.number("epsilon", 0.01), outputMode(from, OutputMode.INT));
  }

  private static Normalization normalization(KerasSettings from) {
    Normalization normalization = Normalization.of().withInvert(from.flag("invert", false));
    if (from.has("axis")) {
      normalization = normalization.withAxis(from.integers("axis").toArray(Integer[]::new));
    }
    FloatTensor mean = numbers(from.object("mean"));
    FloatTensor variance = numbers(from.object("variance"));
    return mean == null && variance == null
        ? normalization
        : new Normalization(normalization.axis(), mean, variance, normalization.invert());
  }

  /** A number, nested lists of numbers, or an array as Keras serializes those of NumPy. */
  private static @Nullable FloatTensor numbers(@Nullable Object tree) {
    return switch (tree) {
      case null -> null;
      case Number n -> Tensor.scalar(n.floatValue());
      case Map<?, ?> array when array.get("config") instanceof Map<?, ?> config ->
          numbers(config.get("value"));
      case List<?> list -> {
        List<FloatTensor> parts = new ArrayList<>();
        for (Object part : list) {
          FloatTensor numbers = numbers(part);
          if (numbers != null) {
            parts.add(numbers);
          }
        }
        if (parts.isEmpty()
            || !parts.stream().allMatch(p -> p.shape().equals(parts.getFirst().shape()))) {
          throw new IllegalArgumentException("wanted an array of numbers, got " + list);
        }
        Shape shape = parts.getFirst().shape();
        float[] data = new float[parts.size() * shape.intSize()];
        for (int i = 0; i < parts.size(); i++) {
          System.arraycopy(parts.get(i).data(), 0, data, i * shape.intSize(), shape.intSize());
        }
        yield Tensor.of(shape.prepend(parts.size()), data);
      }
      default -> throw new IllegalArgumentException("wanted numbers, got " + tree);
    };
  }

  /** A number, or nested lists of numbers. */
  private static @Nullable Object nested(@Nullable FloatTensor numbers) {
    if (numbers == null) {
      return null;
    }
    if (numbers.shape().rank() == 0) {
      return Double.valueOf(numbers.text(0));
    }
    List<@Nullable Object> list = new ArrayList<>();
    Shape rest = numbers.shape().slice(1, numbers.shape().rank());
    for (int i = 0; i < numbers.rows(); i++) {
      list.add(nested(numbers.rows(i, i + 1).reshape(rest)));
    }
    return list;
  }

  // Writing.

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
    to.put("max_tokens", orNull(options.maxTokens()))
        .put("standardize", name(vectorize.standardize(), Standardizers.NONE))
        .put("split", name(vectorize.split(), Splitters.NONE))
        .put("ngrams", vectorize.ngrams().isEmpty() ? null : vectorize.ngrams())
        .choice("output_mode", options.outputMode())
        .put("output_sequence_length", orNull(vectorize.outputSequenceLength()))
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
    to.put("max_tokens", orNull(options.maxTokens()))
        .put("num_oov_indices", options.numOovIndices())
        .put("invert", options.invert())
        .choice("output_mode", options.outputMode())
        .put("sparse", false)
        .put("pad_to_max_tokens", options.padToMaxTokens())
        .put("idf_weights", options.idfWeights().isEmpty() ? null : options.idfWeights())
        .put("vocabulary_size", options.vocabulary() == null ? null : size)
        .choice("oov_method", options.oovMethod())
        .put("salt", salt(options.salt()));
  }

  /** A vocabulary with its special tokens, or null if there is none yet. */
  private static @Nullable Object given(LookupOptions options, List<?> vocabulary) {
    return options.vocabulary() == null ? null : vocabulary;
  }

  private static @Nullable Object salt(@Nullable Salt salt) {
    return salt == null ? null : List.of(salt.first(), salt.second());
  }

  private static @Nullable Integer orNull(int number) {
    return number == 0 ? null : (Integer) number;
  }

  private static void write(Hashing hashing, KerasFields to) {
    to.put("num_bins", hashing.numBins())
        .put("salt", salt(hashing.salt()))
        .put("mask_value", hashing.maskValue())
        .choice("output_mode", hashing.outputMode())
        .put("sparse", false)
        .put("dtype", dtype(hashing.outputMode()));
  }

  private static void write(Discretization layer, KerasFields to) {
    to.put("bin_boundaries", layer.binBoundaries().isEmpty() ? null : layer.binBoundaries())
        .put("num_bins", orNull(layer.numBins()))
        .put("epsilon", layer.epsilon())
        .choice("output_mode", layer.outputMode())
        .put("sparse", false)
        .put("dtype", "float32");
  }

  private static void write(Normalization layer, KerasFields to) {
    to.put("axis", layer.axis())
        .put("invert", layer.invert())
        .put("mean", nested(layer.mean()))
        .put("variance", nested(layer.variance()));
  }
}
