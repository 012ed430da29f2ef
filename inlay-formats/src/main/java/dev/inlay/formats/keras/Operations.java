package dev.inlay.formats.keras;

import dev.inlay.graph.Node;
import dev.inlay.layer.ActivationFunction;
import dev.inlay.layer.KerasConfig;
import dev.inlay.tensor.DType;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Keras's operations by class name; activation functions are operations too. */
final class Operations {
  /** What an operation makes of its operands. */
  @FunctionalInterface
  interface Meaning extends Function<Operands, List<Node>> {
    /** An operation of one result. */
    static Meaning one(Function<Operands, Node> meaning) {
      return operands -> List.of(meaning.apply(operands));
    }

    /** An operation of two operands that is worked out in floats. */
    static Meaning ofFloats(BinaryOperator<Node> meaning) {
      return one(
          operands ->
              meaning.apply(
                  operands.node(0, "x1").cast(DType.FLOAT32),
                  operands.node(1, "x2").cast(DType.FLOAT32)));
    }
  }

  private static final Map<String, Meaning> MEANINGS = new HashMap<>();

  static {
    MEANINGS.putAll(ElementOperations.MEANINGS);
    MEANINGS.putAll(WholeOperations.MEANINGS);
    MEANINGS.putAll(AxisOperations.MEANINGS);
    MEANINGS.putAll(NormOperations.MEANINGS);
    MEANINGS.putAll(ShapeOperations.MEANINGS);
    MEANINGS.putAll(JoinOperations.MEANINGS);
    MEANINGS.putAll(MoveOperations.MEANINGS);
    MEANINGS.putAll(LookupOperations.MEANINGS);
    MEANINGS.putAll(SliceOperations.MEANINGS);
    MEANINGS.putAll(SegmentOperations.MEANINGS);
    MEANINGS.putAll(ProductOperations.MEANINGS);
    MEANINGS.putAll(SortOperations.MEANINGS);
    MEANINGS.putAll(QuantileOperations.MEANINGS);
    MEANINGS.putAll(NeuralOperations.MEANINGS);
    MEANINGS.putAll(LossOperations.MEANINGS);
  }

  private Operations() {}

  /**
   * Wants an operation to be known.
   *
   * @throws UnsupportedOperationException naming it
   */
  static void require(KerasObject operation) {
    if (!MEANINGS.containsKey(operation.className())) {
      activation(operation.className(), operation.config());
    }
  }

  static List<Node> apply(Operands operands) {
    Meaning meaning = MEANINGS.getOrDefault(operands.className(), Operations::activated);
    List<Node> results = meaning.apply(operands);
    operands.refuseTheRest();
    return results;
  }

  private static List<Node> activated(Operands operands) {
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    for (String key :
        List.of(
            "negative_slope",
            "max_value",
            "threshold",
            "alpha",
            "approximate",
            "axis",
            "b",
            "default_value")) {
      Object value = operands.settings().object(key);
      if (value != null) {
        config.put(key, value);
      }
    }
    ActivationFunction function = activation(operands.className(), config);
    return List.of(function.apply(operands.floats()));
  }

  private static ActivationFunction activation(
      String className, Map<String, @Nullable Object> config) {
    Map<String, @Nullable Object> settings = new LinkedHashMap<>(config);
    settings.remove("name");
    try {
      return KerasConfig.activation(Map.of("class_name", className, "config", settings));
    } catch (UnsupportedOperationException e) {
      throw new UnsupportedOperationException("operation " + className, e);
    }
  }
}
