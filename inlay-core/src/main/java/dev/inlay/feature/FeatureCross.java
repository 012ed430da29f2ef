package dev.inlay.feature;

import dev.inlay.feature.FeatureOutput.Form;
import java.util.List;

/**
 * Features of a {@link FeatureSpace} combined by the hash of what their preprocessors give: Keras's
 * {@code FeatureSpace.cross}.
 *
 * @param featureNames the names of two features or more, in the order in which they are hashed
 * @param crossingDim how many ids there are
 * @param output all but {@code FLOAT}
 */
public record FeatureCross(List<String> featureNames, int crossingDim, FeatureOutput output) {
  public FeatureCross {
    featureNames = List.copyOf(featureNames);
    if (featureNames.size() < 2) {
      throw new IllegalArgumentException("a cross has two features or more, got " + featureNames);
    }
    if (crossingDim < 1) {
      throw new IllegalArgumentException(
          "cross %s: crossingDim is %d; give 1 or more".formatted(featureNames, crossingDim));
    }
    if (output == Form.FLOAT) {
      throw new IllegalArgumentException(
          "cross %s: a cross gives ids, not numbers; choose ONE_HOT, INT or an embedding"
              .formatted(featureNames));
    }
  }

  /** As a vector with a one. */
  public static FeatureCross of(int crossingDim, String... featureNames) {
    return new FeatureCross(List.of(featureNames), crossingDim, Form.ONE_HOT);
  }

  public FeatureCross withOutput(FeatureOutput output) {
    return new FeatureCross(featureNames, crossingDim, output);
  }

  /** Keras's name: {@code city_X_job}. */
  public String name() {
    return String.join("_X_", featureNames);
  }
}
