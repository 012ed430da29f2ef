package dev.inlay.conformance;

import dev.inlay.feature.FeatureColumn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The weights of a linear model, which cases give by column, by TensorFlow's variable names, or
 * without a name for a single column.
 */
final class LinearWeights {
  /** The path of the bias. */
  static final String BIAS = "bias_weights";

  private static final Set<String> OTHER_FIELDS =
      Set.of("column", "columns", "features", "expected");

  private LinearWeights() {}

  /** The weights by the paths of our variables; those that aren't found are left out. */
  static Map<String, Object> of(Case golden, List<FeatureColumn> columns) {
    Map<String, Object> arrays = new LinkedHashMap<>();
    golden
        .fields()
        .forEach(
            (field, value) -> {
              if (!OTHER_FIELDS.contains(field)) {
                collect(field, value, arrays);
              }
            });
    Map<String, Object> weights = new LinkedHashMap<>();
    arrays.forEach(
        (name, array) -> {
          if (isAt(name, "bias") || isAt(name, BIAS)) {
            weights.put(BIAS, array);
          }
          for (FeatureColumn column : columns) {
            String own = column.variable("weights");
            String ownName = own.substring(0, own.lastIndexOf('/'));
            boolean single = columns.size() == 1 && name.equals("weights");
            if (single || isAt(name, column.name()) || isAt(name, ownName)) {
              weights.put(own, array);
            }
          }
        });
    return weights;
  }

  private static boolean isAt(String name, String last) {
    return name.equals(last) || name.endsWith("/" + last);
  }

  /** All arrays by their paths, without what TensorFlow adds to a column's name. */
  private static void collect(String path, @Nullable Object value, Map<String, Object> arrays) {
    if (Encoded.isArray(value)) {
      arrays.put(path.replaceAll("(?<=.)(/weights)?(/part_0)?(:0)?$", ""), value);
    } else if (value instanceof Map<?, ?> map) {
      map.forEach((name, inner) -> collect(path + "/" + name, inner, arrays));
    }
  }
}
