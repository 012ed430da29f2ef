package dev.inlay.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which fields of a record become which columns of a batch: what TensorFlow's {@code
 * make_parse_example_spec} and its kin for classifiers and regressors return, as a value.
 *
 * @param features by name
 * @param labels by name; none for prediction
 * @param weights the field that says how much each record counts; null if all count the same
 */
public record ParseSpec(
    Map<String, FieldSpec> features, Map<String, FieldSpec> labels, @Nullable String weights) {
  /**
   * @throws IllegalArgumentException if a field is named twice
   */
  public ParseSpec {
    features = Collections.unmodifiableMap(new LinkedHashMap<>(features));
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    for (String label : labels.keySet()) {
      checkFree(label, "label", features);
    }
    if (weights != null) {
      checkFree(weights, "weight", features);
      checkFree(weights, "weight", labels);
    }
  }

  private static void checkFree(String name, String what, Map<String, FieldSpec> taken) {
    if (taken.containsKey(name)) {
      throw new IllegalArgumentException(
          "the %s \"%s\" is read as something else already; take it out of the columns, or name another field"
              .formatted(what, name));
    }
  }

  /** Features alone. */
  public static ParseSpec of(Map<String, FieldSpec> features) {
    return new ParseSpec(features, Map.of(), null);
  }

  /** With a label: for a regressor of {@code n} numbers {@code FixedLength.of(FLOAT32, n)}. */
  public ParseSpec withLabel(String name, FieldSpec spec) {
    Map<String, FieldSpec> more = new LinkedHashMap<>(labels);
    more.put(name, spec);
    return new ParseSpec(features, more, weights);
  }

  /** With a field that says how much each record counts. */
  public ParseSpec withWeights(String name) {
    return new ParseSpec(features, labels, name);
  }

  /** The names of all fields. */
  public List<String> fields() {
    var names = new ArrayList<>(features.keySet());
    names.addAll(labels.keySet());
    if (weights != null) {
      names.add(weights);
    }
    return List.copyOf(names);
  }
}
