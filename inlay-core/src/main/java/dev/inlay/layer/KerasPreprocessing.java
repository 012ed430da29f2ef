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
 * Keras's other preprocessing layers. Means and boundaries are settings here; Keras keeps what was
 * learned by {@code adapt} beside the config, in assets and variables. What is written has all of
 * it in the config, which Keras reads as if it had been given.
 *
 * <p>Keras's {@code sparse} says how vectors are held, not what is in them, and has no counterpart.
 */
final class KerasPreprocessing {
  static final List<KerasClass<?>> CLASSES =
      List.of(
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
  static void dropForm(KerasSettings from) {
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

  static String dtype(OutputMode mode) {
    return mode == OutputMode.INT ? "int64" : "float32";
  }

  static OutputMode outputMode(KerasSettings from, OutputMode otherwise) {
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

  static @Nullable Salt salt(KerasSettings from) {
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
  static <T> List<T> list(KerasSettings from, String key, Function<Object, T> element) {
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

  static long whole(@Nullable Object value) {
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

  static @Nullable Object salt(@Nullable Salt salt) {
    return salt == null ? null : List.of(salt.first(), salt.second());
  }

  static @Nullable Integer orNull(int number) {
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
