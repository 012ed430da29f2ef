package dev.inlay.estimator;

import dev.inlay.data.Batch;
import dev.inlay.layer.Config;
import dev.inlay.layer.Json;
import dev.inlay.tensor.Tensor;
import dev.inlay.tensor.Tensor.FloatTensor;
import dev.inlay.tensor.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A few raw rows and what a model predicts for them. Each checkpoint has one, so that whoever reads
 * it can see whether rows still become the same predictions.
 *
 * @param rows features by name
 * @param predictions by key
 */
record Sample(Map<String, Value> rows, Map<String, Tensor> predictions) {
  /** The note of a checkpoint that holds it. */
  static final String NOTE = "sample";

  private static final Config CONFIG = Config.of(Sample.class, Value.class);

  /** Sums in another order, on another machine, are rounded in another way. */
  private static final double TOLERANCE = 1e-4;

  Sample {
    rows = Collections.unmodifiableMap(new LinkedHashMap<>(rows));
    predictions = Collections.unmodifiableMap(new LinkedHashMap<>(predictions));
  }

  Batch batch() {
    return Batch.of(rows);
  }

  String toJson() {
    return Json.write(CONFIG.write(this));
  }

  static Sample ofJson(String text) {
    return CONFIG.read(Json.read(text, "the sample of a checkpoint"), Sample.class);
  }

  /**
   * Compares predictions that were made now with those of the sample.
   *
   * @param from where the sample comes from, for the message
   * @throws IllegalStateException if they differ
   */
  void check(Map<String, Tensor> now, String from) {
    predictions.forEach(
        (key, then) -> {
          Tensor other = now.get(key);
          if (other == null || !other.shape().equals(then.shape())) {
            throw new IllegalStateException(
                "%s: rows of its sample became \"%s\" of shape %s, now it is %s; the model isn't the one that was trained"
                    .formatted(from, key, then.shape(), other == null ? "none" : other.shape()));
          }
          for (int i = 0; i < then.shape().intSize(); i++) {
            if (!same(then, other, i)) {
              int width = Math.max(1, then.shape().intSize() / Math.max(1, then.rows()));
              throw new IllegalStateException(
                  "%s: row %d of its sample became \"%s\" %s in training, now %s; columns, vocabularies or layers aren't those that were trained"
                      .formatted(from, i / width, key, then.text(i), other.text(i)));
            }
          }
        });
  }

  private static boolean same(Tensor then, Tensor now, int i) {
    if (then instanceof FloatTensor a && now instanceof FloatTensor b) {
      double x = a.data()[i];
      double y = b.data()[i];
      return Math.abs(x - y) <= TOLERANCE * Math.max(1, Math.abs(x));
    }
    return then.text(i).equals(now.text(i));
  }
}
