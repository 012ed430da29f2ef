package dev.inlay.formats.keras;

import dev.inlay.layer.KerasConfig;
import dev.inlay.layer.Layer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a model has masks, and what becomes of them. */
final class Masks {
  /** Keras's layers with {@code supports_masking}. */
  private static final Set<String> READ_OR_PASSED =
      Set.of(
          "Activation",
          "ActivityRegularization",
          "Add",
          "AdditiveAttention",
          "AlphaDropout",
          "Attention",
          "Average",
          "BatchNormalization",
          "Bidirectional",
          "Concatenate",
          "ConvLSTM1D",
          "ConvLSTM2D",
          "ConvLSTM3D",
          "Dense",
          "Dot",
          "Dropout",
          "ELU",
          "Embedding",
          "GRU",
          "GaussianDropout",
          "GaussianNoise",
          "GlobalAveragePooling1D",
          "GroupNormalization",
          "GroupQueryAttention",
          "GroupedQueryAttention",
          "Identity",
          "LSTM",
          "LayerNormalization",
          "LeakyReLU",
          "Masking",
          "Maximum",
          "Minimum",
          "MultiHeadAttention",
          "Multiply",
          "Normalization",
          "PReLU",
          "RNN",
          "ReLU",
          "Rescaling",
          "ReversibleEmbedding",
          "SimpleRNN",
          "Softmax",
          "SpatialDropout1D",
          "SpatialDropout2D",
          "SpatialDropout3D",
          "Subtract",
          "TimeDistributed",
          "UnitNormalization");

  private Masks() {}

  /** Whether something in a config makes masks. */
  static boolean mayComeFrom(@Nullable Object tree) {
    return switch (tree) {
      case Map<?, ?> map ->
          Boolean.TRUE.equals(map.get("mask_zero"))
              || "Masking".equals(map.get("class_name"))
              || map.values().stream().anyMatch(Masks::mayComeFrom);
      case List<?> list -> list.stream().anyMatch(Masks::mayComeFrom);
      case null, default -> false;
    };
  }

  /** A layer that does with masks what Keras's class does. */
  static Layer asKeras(String className, Layer layer) {
    boolean refused = layer.masking() == Layer.Masking.REFUSED;
    return refused || dropped(className) ? new WithoutMasks(layer) : layer;
  }

  /** Whether masks end at a class of Keras's. Some of ours of the same name read them. */
  static boolean dropped(String className) {
    return KerasConfig.knows(className) && !READ_OR_PASSED.contains(className);
  }
}
