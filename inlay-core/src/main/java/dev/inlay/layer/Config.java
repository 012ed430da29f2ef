package dev.inlay.layer;

import dev.inlay.graph.Combiner;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes records and enums as trees of {@code Map}, {@code List}, {@code String}, {@code Number}
 * and {@code Boolean}, and reads them back: the components of a layer, an initializer, a loss or a
 * column are its config, and this is all that saving one takes.
 *
 * <p>A record becomes a map of its components. Where the type of a component leaves the class open,
 * the map names it under {@code "class"}; an enum's constant is {@code "Activations.RELU"} there
 * and {@code "RELU"} where the type says the rest. Classes of the library go by their names within
 * their package, others by their full names.
 *
 * <p>A reader makes objects of the classes that it was given and of no others, whatever a file
 * says: {@code Config.LAYERS.and(Scale.class)} also knows a layer of yours. Modules may offer
 * theirs for saved models ({@link LayerClasses}).
 */
public final class Config {
  /** What this package has: layers, activations, initializers, regularizers, constraints. */
  public static final Config LAYERS =
      of(
              Activation.class,
              ActivityRegularization.class,
              AdaptiveAveragePooling1D.class,
              AdaptiveAveragePooling2D.class,
              AdaptiveAveragePooling3D.class,
              AdaptiveMaxPooling1D.class,
              AdaptiveMaxPooling2D.class,
              AdaptiveMaxPooling3D.class,
              Add.class,
              AdditiveAttention.class,
              AlphaDropout.class,
              Attention.class,
              Average.class,
              BatchNormalization.class,
              Bidirectional.class,
              CalledAs.class,
              CategoryEncoding.class,
              ChannelsFirst.class,
              Concatenate.class,
              ConvLSTM1D.class,
              ConvLSTM2D.class,
              ConvLSTM3D.class,
              ConvLSTMCell.class,
              Cropping1D.class,
              Cropping2D.class,
              Cropping3D.class,
              Dense.class,
              Discretization.class,
              Dot.class,
              Dropout.class,
              EinsumDense.class,
              ELU.class,
              Embedding.class,
              EmbeddingBag.class,
              Flatten.class,
              Frozen.class,
              GaussianDropout.class,
              GaussianNoise.class,
              GlobalAveragePooling1D.class,
              GlobalAveragePooling2D.class,
              GlobalAveragePooling3D.class,
              GlobalMaxPooling1D.class,
              GlobalMaxPooling2D.class,
              GlobalMaxPooling3D.class,
              GroupedQueryAttention.class,
              GroupNormalization.class,
              GRU.class,
              GRUCell.class,
              HashedCrossing.class,
              HalfPrecision.class,
              Hashing.class,
              Identity.class,
              Input.class,
              IntegerLookup.class,
              LayerNormalization.class,
              LeakyReLU.class,
              Lora.class,
              LSTM.class,
              LSTMCell.class,
              Masking.class,
              Maximum.class,
              Minimum.class,
              MultiHeadAttention.class,
              Multiply.class,
              Named.class,
              Normalization.class,
              Permute.class,
              PReLU.class,
              Quantized.class,
              ReLU.class,
              RepeatVector.class,
              Rescaling.class,
              Reshape.class,
              ReversibleEmbedding.class,
              RMSNormalization.class,
              RNN.class,
              SeparatedBy.class,
              SimpleRNN.class,
              SimpleRNNCell.class,
              Softmax.class,
              SpatialDropout1D.class,
              SpatialDropout2D.class,
              SpatialDropout3D.class,
              SpectralNormalization.class,
              Splitters.class,
              StackedRNNCells.class,
              Standardizers.class,
              StringLookup.class,
              Subtract.class,
              TernaryDense.class,
              TextVectorization.class,
              TimeDistributed.class,
              UnitNormalization.class,
              UpSampling1D.class,
              UpSampling2D.class,
              UpSampling3D.class,
              Windowed.class,
              ZeroPadding1D.class,
              ZeroPadding2D.class,
              ZeroPadding3D.class,
              Activations.class,
              Activations.AlongAxis.class,
              Activations.ApproximateGelu.class,
              Activations.Celu.class,
              Activations.Elu.class,
              Activations.HardShrink.class,
              Activations.LeakyRelu.class,
              Activations.Relu.class,
              Activations.SoftShrink.class,
              Activations.Squareplus.class,
              Activations.Threshold.class,
              Initializers.class,
              Constant.class,
              IdentityInitializer.class,
              Orthogonal.class,
              RandomNormal.class,
              RandomUniform.class,
              TruncatedNormal.class,
              VarianceScaling.class,
              Combiner.class,
              InvalidIds.class,
              L1.class,
              L1L2.class,
              L2.class,
              MaxNorm.class,
              MinMaxNorm.class,
              NonNeg.class,
              OrthogonalRegularizer.class,
              UnitNorm.class)
          .withAbsent(SequenceOptions.class, "unroll", false);

  private static final String LIBRARY = "dev.inlay.";

  private final Map<String, Class<?>> classes;

  /** What components stand for in trees that were written before there were such. */
  private final Map<Component, Optional<Object>> absent;

  /** Objects that aren't records, by the names of their classes. */
  private final Map<String, Own<?>> owns;

  private record Component(Class<?> type, String name) {}

  private record Own<T>(
      Class<T> type, Function<T, Map<String, Object>> write, Function<Map<?, ?>, T> read) {
    Optional<Map<String, Object>> written(Object value) {
      return type.isInstance(value) ? Optional.of(write.apply(type.cast(value))) : Optional.empty();
    }
  }

  private Config(
      Map<String, Class<?>> classes,
      Map<Component, Optional<Object>> absent,
      Map<String, Own<?>> owns) {
    this.classes = classes;
    this.absent = absent;
    this.owns = owns;
  }

  /**
   * Knows the given classes.
   *
   * @param classes records and enums, or sealed interfaces of such
   * @throws IllegalArgumentException if one is something else, or two have one name
   */
  public static Config of(Class<?>... classes) {
    return new Config(Map.of(), Map.of(), Map.of()).and(classes);
  }

  /** Knows further classes. */
  public Config and(Class<?>... more) {
    Map<String, Class<?>> all = new LinkedHashMap<>(classes);
    for (Class<?> type : more) {
      register(type, all);
    }
    return new Config(all, absent, owns);
  }

  /** Knows what both know. */
  public Config and(Config other) {
    Map<Component, Optional<Object>> both = new LinkedHashMap<>(absent);
    both.putAll(other.absent);
    Map<String, Own<?>> all = new LinkedHashMap<>(owns);
    all.putAll(other.owns);
    return new Config(and(other.classes.values().toArray(Class<?>[]::new)).classes, both, all);
  }

  /**
   * Reads trees that are older than a component of a record.
   *
   * @param component that they lack
   * @param tree what they are read as if they had in its place
   */
  public Config withAbsent(Class<?> type, String component, @Nullable Object tree) {
    Map<Component, Optional<Object>> more = new LinkedHashMap<>(absent);
    more.put(new Component(type, component), Optional.ofNullable(tree));
    return new Config(classes, more, owns);
  }

  /**
   * Also writes and reads objects of a class that is no record, wherever they stand.
   *
   * @param write gives a map without a key {@code "class"}
   * @param read takes that map
   */
  public <T> Config withOwn(
      Class<T> type, Function<T, Map<String, Object>> write, Function<Map<?, ?>, T> read) {
    Map<String, Own<?>> more = new LinkedHashMap<>(owns);
    more.put(nameOf(type), new Own<>(type, write, read));
    return new Config(classes, absent, more);
  }

  /** The tree of an object that is no record; empty if it isn't known how to write it. */
  Optional<Map<String, @Nullable Object>> writeOwn(Object value) {
    for (Map.Entry<String, Own<?>> own : owns.entrySet()) {
      Optional<Map<String, Object>> written = own.getValue().written(value);
      if (written.isPresent()) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put(ConfigReader.CLASS, own.getKey());
        tree.putAll(written.get());
        return Optional.of(tree);
      }
    }
    return Optional.empty();
  }

  /** The object of a tree that {@link #writeOwn} gave; empty if no such class is known. */
  Optional<Object> readOwn(String name, Map<?, ?> tree) {
    Own<?> own = owns.get(name);
    return own == null ? Optional.empty() : Optional.of(own.read().apply(tree));
  }

  private static void register(Class<?> type, Map<String, Class<?>> to) {
    if (type.isRecord() || type.isEnum()) {
      Class<?> before = to.put(nameOf(type), type);
      if (before != null && before != type) {
        throw new IllegalArgumentException(
            "%s and %s would both be saved as \"%s\"; rename one"
                .formatted(before.getName(), type.getName(), nameOf(type)));
      }
    } else if (type.isSealed()) {
      for (Class<?> part : type.getPermittedSubclasses()) {
        register(part, to);
      }
    } else {
      throw new IllegalArgumentException(
          type.getName() + " is no record, enum or sealed interface; only those can be saved");
    }
  }

  /**
   * The tree of a record or an enum's constant. Its class need not be known: a reader's must.
   *
   * @throws IllegalArgumentException naming the component that can't be saved: a lambda, or an
   *     object of a class that is neither record nor enum
   */
  public @Nullable Object write(Object value) {
    return new ConfigWriter(this).write(value, Object.class, nameOf(value.getClass()));
  }

  /**
   * The object of a tree.
   *
   * @param wanted its class or an interface
   * @throws IllegalArgumentException naming the place in the tree, if the class isn't known or a
   *     component is missing, unknown, of another type or out of its range
   */
  public <T> T read(@Nullable Object tree, Class<T> wanted) {
    Object value = new ConfigReader(this).read(tree, wanted, wanted.getSimpleName());
    if (value == null) {
      throw new IllegalArgumentException("wanted a " + wanted.getSimpleName() + ", got nothing");
    }
    return wanted.cast(value);
  }

  /** The class that goes by a name. */
  Class<?> named(String name, String where) {
    Class<?> type = classes.get(name);
    if (type == null) {
      throw new IllegalArgumentException(
          "%s: class \"%s\" isn't known; give it to the reader with Config.and(%s.class)%s"
              .formatted(
                  where,
                  name,
                  name,
                  classes.keySet().stream()
                      .filter(known -> known.equalsIgnoreCase(name))
                      .findFirst()
                      .map(known -> ", or did you mean " + known + "?")
                      .orElse("")));
    }
    return type;
  }

  /**
   * What a tree without a component is read as if it had.
   *
   * @throws IllegalArgumentException if the component was always there
   */
  @Nullable Object absent(Class<?> type, String component, String where) {
    Optional<Object> tree = absent.get(new Component(type, component));
    if (tree == null) {
      throw new IllegalArgumentException(
          "%s: %s lacks \"%s\"".formatted(where, type.getSimpleName(), component));
    }
    return tree.orElse(null);
  }

  /** {@code Activations.Relu} for a class of the library, the full name for others. */
  static String nameOf(Class<?> type) {
    String name = type.getName().replace('$', '.');
    return name.startsWith(LIBRARY)
        ? Arrays.stream(name.split("\\."))
            .filter(part -> Character.isUpperCase(part.charAt(0)))
            .collect(Collectors.joining("."))
        : name;
  }
}
