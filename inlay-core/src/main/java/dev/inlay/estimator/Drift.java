package dev.inlay.estimator;

/**
 * A feature that is no longer what it was in training.
 *
 * @param what has moved: {@code missing}, {@code mean}, or the share of a value
 * @param then its number in training
 * @param now its number in the rows since
 */
public record Drift(String feature, String what, double then, double now) {
  @Override
  public String toString() {
    return "feature \"%s\": %s was %.3g in training and is %.3g"
        .formatted(feature, what, then, now);
  }
}
